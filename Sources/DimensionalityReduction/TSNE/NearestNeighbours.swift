package import LinearAlgebra

/// The nearest other points of every point, found exactly: every distance is computed.
///
/// Squared distances are sums of squared differences, not differences of squared lengths: equal points are at distance 0
/// and data far from the origin keeps its digits. Among equally near points the first come first.
/// Complexity: O(points² · columns).
package struct NearestNeighbours: Sendable {
  /// How many neighbours each point has.
  package let count: Int
  /// The positions of the neighbours, nearest first: `[points, count]`.
  package let indices: [UInt32]
  /// Their squared distances: `[points, count]`.
  package let squaredDistances: [Float]

  /// - Parameters:
  ///   - data: `[points, columns]`, finite.
  ///   - count: Less than the number of points.
  ///   - progress: Called on this thread now and then with the share of points that are done.
  package init(
    of data: Matrix, count: Int, threads: Int, kernels: RepulsionKernels, progress: (Double) throws -> Void
  ) rethrows {
    precondition(count >= 0 && count < data.rows, "neighbours are other points")
    self.count = count
    let points = data.rows
    let panels = Panels(data, width: kernels.table.pointee.panel)
    let indices = Buffer<UInt32>(repeating: 0, count: points * count)
    let distances = Buffer<Float>(repeating: 0, count: points * count)
    let scratch = (0..<max(threads, 1)).map { _ in Scratch(tile: panels.chunk * panels.width) }

    @Sendable func find(_ queries: Range<Int>, _ thread: Int) {
      let scratch = scratch[thread]
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
            let known = min(chunk * panels.width, points - base)
            let slot = query - queries.lowerBound
            let found = kernels.table.pointee.below(row, known, nearest[slot].limit, scratch.found.base)
            for position in UnsafeBufferPointer(start: scratch.found.base, count: found) {
              let index = base + Int(position)
              if index != query { nearest[slot].insert(row[Int(position)], UInt32(index)) }
            }
          }
        }
      }
      for (query, heap) in zip(queries, nearest) {
        for (rank, entry) in heap.sorted().enumerated() {
          indices[query * count + rank] = entry.index
          distances[query * count + rank] = entry.distance
        }
      }
    }
    // Between rounds there is time to cancel.
    let round = 4096
    for start in stride(from: 0, to: points, by: round) {
      try progress(Double(start) / Double(points))
      Blocks.forEachRange(of: min(round, points - start), size: 64, threads: threads) { queries, thread in
        find(start + queries.lowerBound..<start + queries.upperBound, thread)
      }
    }
    self.indices = Array(indices.elements)
    squaredDistances = Array(distances.elements)
  }
}

extension NearestNeighbours {
  /// Finds them without a word in between.
  package init(of data: Matrix, count: Int, threads: Int, kernels: RepulsionKernels = .best) {
    self.init(of: data, count: count, threads: threads, kernels: kernels) { _ in }
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

/// What one thread needs besides.
private struct Scratch {
  /// Distances of four queries.
  let tile: Buffer<Float>
  let found: Buffer<UInt32>

  init(tile: Int) {
    self.tile = Buffer(repeating: 0, count: 4 * tile)
    found = Buffer(repeating: 0, count: tile)
  }
}

/// The nearest points seen so far: a heap with the furthest on top.
private struct BoundedHeap {
  struct Entry {
    var distance: Float
    var index: UInt32
  }

  let capacity: Int
  private var entries: [Entry] = []

  init(capacity: Int) {
    self.capacity = capacity
    entries.reserveCapacity(capacity)
  }

  /// Only what is nearer than this can enter. Points come in ascending order, so of equals the first stay.
  var limit: Float { entries.count < capacity ? .infinity : entries.first?.distance ?? -.infinity }

  mutating func insert(_ distance: Float, _ index: UInt32) {
    if entries.count < capacity {
      entries.append(Entry(distance: distance, index: index))
      var child = entries.count - 1
      while child > 0, Self.isNearer(entries[(child - 1) / 2], entries[child]) {
        entries.swapAt(child, (child - 1) / 2)
        child = (child - 1) / 2
      }
    } else if distance < limit {
      entries[0] = Entry(distance: distance, index: index)
      sink()
    }
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < entries.count else { return }
      if child + 1 < entries.count, Self.isNearer(entries[child], entries[child + 1]) { child += 1 }
      guard Self.isNearer(entries[parent], entries[child]) else { return }
      entries.swapAt(parent, child)
      parent = child
    }
  }

  func sorted() -> [Entry] { entries.sorted(by: Self.isNearer) }

  private static func isNearer(_ a: Entry, _ b: Entry) -> Bool {
    a.distance < b.distance || a.distance == b.distance && a.index < b.index
  }
}
