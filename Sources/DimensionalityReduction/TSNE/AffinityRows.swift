/// The affinities as a descent reads them: a row for each point of the layout, in the layout's order, each filled up to
/// whole registers with the point itself at an affinity of 0.
package struct AffinityRows: Sendable {
  /// Where each row starts, and at last where the last one ends: `[points + 1]`.
  package let starts: Buffer<Int>
  /// The column of each element.
  package let columns: Buffer<UInt32>
  /// The elements.
  package let values: Buffer<Float>

  private let affinities: Affinities
  private let lanes: Int

  /// The rows in the order of the data.
  package init(_ affinities: Affinities, kernels: RepulsionKernels, threads: Int) {
    self.affinities = affinities
    lanes = kernels.table.pointee.panel / 2
    let points = affinities.offsets.count - 1
    var total = 0
    for point in 0..<points {
      total += Self.padded(affinities.offsets[point + 1] - affinities.offsets[point], lanes)
    }
    starts = Buffer(repeating: 0, count: points + 1)
    columns = Buffer(repeating: 0, count: total)
    values = Buffer(repeating: 0, count: total)
    let order = Buffer<UInt32>(repeating: 0, count: points)
    for point in 0..<points { order[point] = UInt32(point) }
    arrange(order, threads: threads)
  }

  /// Brings the rows, and what they refer to, into another order.
  ///
  /// - Parameter order: Which point of the data is at each place of the layout.
  package func arrange(_ order: Buffer<UInt32>, threads: Int) {
    let places = Buffer<UInt32>(repeating: 0, count: order.count)
    for place in 0..<order.count {
      places[Int(order[place])] = UInt32(place)
      let point = Int(order[place])
      let length = affinities.offsets[point + 1] - affinities.offsets[point]
      starts[place + 1] = starts[place] + Self.padded(length, lanes)
    }
    affinities.columns.withUnsafeBufferPointer { sourceColumns in
      affinities.values.withUnsafeBufferPointer { sourceValues in
        nonisolated(unsafe) let (sourceColumns, sourceValues) = (sourceColumns, sourceValues)
        Blocks.forEachRange(of: order.count, size: 256, threads: threads) { range, _ in
          for place in range {
            var target = starts[place]
            for element in affinities.offsets[Int(order[place])]..<affinities.offsets[Int(order[place]) + 1] {
              columns[target] = places[Int(sourceColumns[element])]
              values[target] = sourceValues[element]
              target += 1
            }
            while target < starts[place + 1] {
              columns[target] = UInt32(place)
              values[target] = 0
              target += 1
            }
          }
        }
      }
    }
  }

  private static func padded(_ length: Int, _ lanes: Int) -> Int { (length + lanes - 1) / lanes * lanes }
}
