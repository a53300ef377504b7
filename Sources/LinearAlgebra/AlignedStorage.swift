internal import Glibc

/// A fixed number of floats at an address that is a multiple of 64 bytes, freed with its last reference.
///
/// 64 bytes are a cache line and the widest vector register, so a row that starts on a boundary is never split. Shared
/// between values of `Matrix`, which copies before it writes to one that it does not own alone; that is what makes it
/// safe to send.
@usableFromInline
final class AlignedStorage: @unchecked Sendable {
  @usableFromInline static let alignment = 64
  private static let hugePage = 2 << 20

  @usableFromInline let base: UnsafeMutablePointer<Float>
  @usableFromInline let count: Int

  /// - Parameter count: How many floats; all start at zero.
  @usableFromInline
  init(zeros count: Int) {
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    let isLarge = bytes >= 2 * Self.hugePage
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: isLarge ? Self.hugePage : Self.alignment)
    // Rows fetched here and there from many small pages would wait for the page table as often as for memory.
    if isLarge { madvise(memory, bytes, MADV_HUGEPAGE) }
    base = memory.bindMemory(to: Float.self, capacity: max(count, 1))
    base.initialize(repeating: 0, count: max(count, 1))
  }

  /// A copy of another's floats.
  @usableFromInline
  convenience init(copying other: AlignedStorage) {
    self.init(zeros: other.count)
    base.update(from: other.base, count: count)
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }
}
