internal import Basics
internal import CVectorKernels
internal import Synchronization

extension ProductFilter {
  /// Rounds rows to bytes and lays them out for the kernels, in memory that a filter keeps.
  ///
  /// Buffers are written by several threads: each claims whole panels, whose rows are those of no other.
  struct Packing {
    let kernels: ProductFilterKernels
    let matrix: Matrix
    let asked: Int
    let panels: FloatBuffer
    let queries: FloatBuffer
    let starts: FloatBuffer

    /// - Returns: How each row was rounded, and how each of those that are asked about was.
    func run(count: Int, threads: Int) -> (rows: [cvk_rounding], rounded: [cvk_rounding]) {
      var rows = [cvk_rounding](repeating: cvk_rounding(), count: count)
      var rounded = [cvk_rounding](repeating: cvk_rounding(), count: asked)
      let panel = kernels.table.pointee.panel
      rows.withUnsafeMutableBufferPointer { rows in
        rounded.withUnsafeMutableBufferPointer { rounded in
          nonisolated(unsafe) let (rows, rounded) = (rows, rounded)
          let claimed = Atomic<Int>(0)
          ThreadTeam.run(max(1, min(threads, (count + panel - 1) / panel))) { _ in
            var bytes = [Int8](repeating: 0, count: (matrix.columns + 3) / 4 * 4)
            while true {
              let first = claimed.add(panel, ordering: .relaxed).oldValue
              guard first < count else { return }
              for row in first..<min(first + panel, count) {
                rows[row] = pack(row, place: row - first, panel: first, &bytes)
                if row < asked { rounded[row] = packQuery(row, &bytes) }
              }
            }
          }
        }
      }
      return (rows, rounded)
    }

    /// Lays out a row at its place in the panel that starts at a row.
    private func pack(_ row: Int, place: Int, panel first: Int, _ bytes: inout [Int8]) -> cvk_rounding {
      let table = kernels.table.pointee
      let quads = bytes.count / 4
      let rounding = round(row, to: 127, &bytes)
      let start = -table.offset * bytes.reduce(Int32(0)) { $0 + Int32($1) }
      UnsafeMutableRawPointer(starts.base + row).storeBytes(of: start, as: Int32.self)
      let words = UnsafeMutableRawPointer(panels.base + first * quads)
      bytes.withUnsafeBytes { bytes in
        for quad in 0..<quads {
          words.storeBytes(
            of: bytes.loadUnaligned(fromByteOffset: quad * 4, as: UInt32.self),
            toByteOffset: (quad * table.panel + place) * 4, as: UInt32.self)
        }
      }
      return rounding
    }

    /// Lays out a row that is asked about, with the offset added.
    private func packQuery(_ row: Int, _ bytes: inout [Int8]) -> cvk_rounding {
      let table = kernels.table.pointee
      let rounding = round(row, to: table.largest, &bytes)
      let query = UnsafeMutableRawPointer(queries.base + row * bytes.count / 4).assumingMemoryBound(to: UInt8.self)
      for index in bytes.indices { query[index] = UInt8(Int32(bytes[index]) + table.offset) }
      return rounding
    }

    private func round(_ row: Int, to largest: Int32, _ bytes: inout [Int8]) -> cvk_rounding {
      var rounding = cvk_rounding()
      matrix.withUnsafeRow(row) {
        kernels.table.pointee.round($0.baseAddress!, matrix.columns, largest, &bytes, &rounding)
      }
      return rounding
    }
  }
}
