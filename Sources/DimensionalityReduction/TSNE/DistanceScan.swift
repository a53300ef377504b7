internal import LinearAlgebra

/// The nearest neighbours by every distance.
struct DistanceScan: Sendable {
  private let panels: Panels
  private let kernels: RepulsionKernels

  init(_ data: Matrix, kernels: RepulsionKernels) {
    self.kernels = kernels
    panels = Panels(data, width: kernels.table.pointee.panel)
  }

  /// What one thread needs besides.
  struct Scratch: Sendable {
    /// Distances of four queries.
    fileprivate let tile: Buffer<Float>
    fileprivate let found: Buffer<UInt32>
  }

  func scratch() -> Scratch {
    let tile = panels.chunk * panels.width
    return Scratch(tile: Buffer(repeating: 0, count: 4 * tile), found: Buffer(repeating: 0, count: tile))
  }

  /// Finds the neighbours of some of the points.
  ///
  /// - Parameter found: Receives each of them and its neighbours, nearest first.
  func find(
    _ queries: Range<Int>, count: Int, _ data: Matrix, _ scratch: Scratch, found keep: (Int, [Neighbour]) -> Void
  ) {
    var nearest = queries.map { _ in BoundedHeap(capacity: count) }
    for first in stride(from: 0, to: panels.count, by: panels.chunk) {
      let chunk = min(panels.chunk, panels.count - first)
      for start in stride(from: queries.lowerBound, to: queries.upperBound, by: 4) {
        let group = min(4, queries.upperBound - start)
        data.withUnsafeBufferPointer {
          kernels.table.pointee.distances(
            $0.baseAddress! + start * data.columns, group,
            panels.elements.base + first * data.columns * panels.width, chunk, data.columns, scratch.tile.base)
        }
        for query in start..<start + group {
          let row = scratch.tile.base + (query - start) * chunk * panels.width
          let base = first * panels.width
          let known = min(chunk * panels.width, data.rows - base)
          let slot = query - queries.lowerBound
          let found = kernels.table.pointee.below(row, known, nearest[slot].limit, scratch.found.base)
          for position in UnsafeBufferPointer(start: scratch.found.base, count: found) {
            let index = base + Int(position)
            if index != query { nearest[slot].insert(row[Int(position)], UInt32(index)) }
          }
        }
      }
    }
    for (query, heap) in zip(queries, nearest) { keep(query, heap.sorted()) }
  }
}

/// Points in panels of as many as the kernel takes at once: `[panels][columns][width]`.
private struct Panels {
  let width: Int
  let count: Int
  /// How many panels stay in a core's cache while a block of queries passes over them.
  let chunk: Int
  let elements: Buffer<Float>

  init(_ data: Matrix, width: Int) {
    self.width = width
    count = (data.rows + width - 1) / width
    chunk = max(1, min(64, 262_144 / max(1, data.columns * width * MemoryLayout<Float>.stride)))
    elements = Buffer(repeating: 0, count: count * data.columns * width)
    for point in 0..<data.rows {
      let lane = elements.base + point / width * data.columns * width + point % width
      data.withUnsafeRow(point) { row in for column in row.indices { lane[column * width] = row[column] } }
    }
  }
}

/// The nearest points seen so far: a heap with the furthest on top.
private struct BoundedHeap {
  let capacity: Int
  private var entries: [Neighbour] = []

  init(capacity: Int) {
    self.capacity = capacity
    entries.reserveCapacity(capacity)
  }

  /// Only what is nearer than this can enter. Points come in ascending order, so of equals the first stay.
  var limit: Float { entries.count < capacity ? .infinity : entries.first?.distance ?? -.infinity }

  mutating func insert(_ distance: Float, _ index: UInt32) {
    if entries.count < capacity {
      entries.append(Neighbour(distance: distance, index: index))
      var child = entries.count - 1
      while child > 0, Neighbour.isNearer(entries[(child - 1) / 2], entries[child]) {
        entries.swapAt(child, (child - 1) / 2)
        child = (child - 1) / 2
      }
    } else if distance < limit {
      entries[0] = Neighbour(distance: distance, index: index)
      sink()
    }
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < entries.count else { return }
      if child + 1 < entries.count, Neighbour.isNearer(entries[child], entries[child + 1]) { child += 1 }
      guard Neighbour.isNearer(entries[parent], entries[child]) else { return }
      entries.swapAt(parent, child)
      parent = child
    }
  }

  func sorted() -> [Neighbour] { entries.sorted(by: Neighbour.isNearer) }
}
