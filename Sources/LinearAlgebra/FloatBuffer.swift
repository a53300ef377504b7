internal import CMatrixKernels
internal import Glibc

/// A fixed number of floats that start and end with a pair of cache lines, freed with the last reference; undefined at first.
///
/// A cache line of 64 bytes is also the widest vector register, so a row that starts on a boundary is never split; pairs,
/// because processors fetch two lines together, which two threads must not share. Undefined, because most buffers are
/// written whole before they are read, and clearing ten megabytes for each pass would cost as much as a layer.
///
/// As safe to send as its user is careful: `Matrix` copies before it writes to one that it does not own alone, and others
/// divide it among threads.
@usableFromInline
package final class FloatBuffer: @unchecked Sendable {
  @usableFromInline package let base: UnsafeMutablePointer<Float>
  package let count: Int

  /// Lets the allocator keep what a pass gives back for the next one, which would else take it from the system anew, page by
  /// page: glibc finds such limits by itself only where something as large was freed before.
  private static let keepsMemory: Void = cmk_keep_memory()

  package init(_ count: Int) {
    _ = Self.keepsMemory
    self.count = count
    // Large pages where a buffer is larger than one: small ones would take a hundred thousand page faults for a model, and
    // rows fetched here and there would wait for the page table as often as for memory.
    let (pair, largePage) = (128, 2 << 20)
    let bytes = max(1, (count * MemoryLayout<Float>.stride + pair - 1) / pair) * pair
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: bytes > largePage ? largePage : pair)
    if bytes > largePage { madvise(memory, bytes, MADV_HUGEPAGE) }
    base = memory.bindMemory(to: Float.self, capacity: bytes / MemoryLayout<Float>.stride)
  }

  /// Floats that start at zero.
  package convenience init(zeros count: Int) {
    self.init(count)
    base.initialize(repeating: 0, count: count)
  }

  /// A copy of another's floats.
  @usableFromInline
  package convenience init(copying other: FloatBuffer) {
    self.init(other.count)
    base.update(from: other.base, count: count)
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }
}
