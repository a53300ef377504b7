internal import Glibc

/// Floats at an address that is a multiple of 64 bytes, freed with the last reference; their content starts undefined.
///
/// Undefined, because every buffer here is written whole before it is read, and clearing ten megabytes for each pass would
/// cost as much as a layer.
package final class FloatBuffer: @unchecked Sendable {
  package let base: UnsafeMutablePointer<Float>
  package let count: Int

  package init(_ count: Int) {
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    // Large pages where a buffer is larger than one: packing a model would otherwise take a hundred thousand page faults.
    let largePage = 2 << 20
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: bytes > largePage ? largePage : 64)
    if bytes > largePage { madvise(memory, bytes, MADV_HUGEPAGE) }
    base = memory.bindMemory(to: Float.self, capacity: max(count, 1))
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }
}
