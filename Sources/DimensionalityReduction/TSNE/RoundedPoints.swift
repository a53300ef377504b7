internal import LinearAlgebra

/// Points rounded to integers, by which those are found that may be among a point's nearest.
///
/// With s the length of a unit, q the integers and e = ‖x − s q‖ how far rounding moved a point, the triangle inequality
/// holds for any two points:
///
///     | ‖x − x'‖ − s ‖q − q'‖ |  ≤  e + e'
///
/// Squared distances of integers are exact. When at least `count` of them are at most A, the nearest `count` points are
/// among those whose squared distance is at most
///
///     ( (√A + (e + E) / s) (1 + 2γ) + (e + E) / s )²
///
/// where E is the greatest e, and γ bounds the relative error of the distances that `NearestNeighbours` tells: of those
/// points each distance is computed by the same kernel that a scan of all points uses.
struct RoundedPoints: Sendable {
  private let kernels: RepulsionKernels
  /// How many points are in a panel, how many panels there are, and how many of them a block of queries passes at once.
  private let width: Int
  private let panels: Int
  private let chunk: Int
  /// How many pairs of columns there are.
  private let pairs: Int
  /// `[panels][pairs][width][2]`, and `[points][pairs][2]`.
  private let elements: Buffer<Int16>
  private let rows: Buffer<Int16>
  /// Squared lengths, `[panels · width]`.
  private let squares: Buffer<Int32>
  /// e / s of each point, rounded up.
  private let errors: Buffer<Double>
  private let greatestError: Double
  /// √(what underflow may take from a squared distance) / s.
  private let lost: Double
  private let gamma: Double

  /// Nil where rounding would not tell points apart, or where there is no kernel for it.
  init?(_ data: Matrix, kernels: RepulsionKernels) {
    guard kernels.table.pointee.near != nil, data.columns <= 65_536 else { return nil }
    self.kernels = kernels
    width = kernels.table.pointee.panel
    panels = (data.rows + width - 1) / width
    pairs = (data.columns + 1) / 2
    chunk = max(1, min(64, 262_144 / max(1, pairs * width * 4)))
    gamma = Double(data.columns + 4) * 0x1p-23
    let (pairs, width) = (pairs, width)
    let middle = (0..<data.columns).map { column in
      (0..<data.rows).reduce(0.0) { $0 + Double(data[$1, column]) } / Double(data.rows)
    }
    var greatest = 0.0
    data.withUnsafeBufferPointer { all in
      for row in 0..<data.rows {
        for column in 0..<data.columns {
          greatest = max(greatest, abs(Double(all[row * data.columns + column]) - middle[column]))
        }
      }
    }
    // Beyond, squares of floats may overflow or vanish.
    guard greatest > 0x1p-40, greatest < 0x1p40 else { return nil }
    let most = (Double(Self.squareLimit) / Double(2 * pairs)).squareRoot().rounded(.down)
    let unit = greatest / most
    lost = (Double(data.columns) * 0x1p-140).squareRoot() / unit
    let elements = Buffer<Int16>(repeating: 0, count: panels * pairs * width * 2)
    let rows = Buffer<Int16>(repeating: 0, count: data.rows * pairs * 2)
    // A place of the last panel without a point is beyond every limit.
    let squares = Buffer(repeating: Int32(Self.farthest) + 1, count: panels * width)
    let errors = Buffer(repeating: 0.0, count: data.rows)
    var greatestError = 0.0
    data.withUnsafeBufferPointer { all in
      for row in 0..<data.rows {
        let lane = elements.base + (row / width * pairs * width + row % width) * 2
        var (error, square) = (0.0, 0)
        for column in 0..<data.columns {
          let value = (Double(all[row * data.columns + column]) - middle[column]) / unit
          let rounded = max(-most, min(most, value.rounded()))
          error += (value - rounded) * (value - rounded)
          square += Int(rounded) * Int(rounded)
          rows[row * pairs * 2 + column] = Int16(rounded)
          lane[column / 2 * width * 2 + column % 2] = Int16(rounded)
        }
        squares[row] = Int32(square)
        // The arithmetic of doubles is far below a millionth.
        errors[row] = error.squareRoot() * 1.000001 + 1e-6
        greatestError = max(greatestError, errors[row])
      }
    }
    self.greatestError = greatestError
    self.elements = elements
    self.rows = rows
    self.squares = squares
    self.errors = errors
  }

  /// Squared lengths are at most this, and squared distances at most four times as much.
  private static let squareLimit = 1 << 28 - 1
  private static let farthest = 1 << 30 - 1

  /// What one thread needs: candidates of each query, as squared distance · 2³² + position.
  final class Scratch: @unchecked Sendable {
    /// `[queries][capacity]`.
    fileprivate let candidates: Buffer<UInt64>
    fileprivate let capacity: Int
    fileprivate let which: Buffer<UInt32>
    fileprivate let distances: Buffer<Float>

    fileprivate init(queries: Int, capacity: Int) {
      self.capacity = capacity
      candidates = Buffer(repeating: 0, count: queries * capacity)
      which = Buffer(repeating: 0, count: capacity)
      distances = Buffer(repeating: 0, count: capacity)
    }
  }

  /// Room for so many candidates more than asked for before a block of queries is given up.
  private static func patience(_ neighbours: Int) -> Int { 4 * neighbours + 256 }

  func scratch(queries: Int, neighbours: Int) -> Scratch {
    Scratch(queries: queries, capacity: Self.patience(neighbours) + chunk * width)
  }

  /// Finds the neighbours of some of the points, if not too many are candidates, as where most points are equal.
  ///
  /// - Parameter keep: Receives each of them and its neighbours, nearest first.
  /// - Returns: Whether it found them; otherwise nothing was told.
  func find(
    _ queries: Range<Int>, count: Int, _ data: Matrix, _ scratch: Scratch, found keep: (Int, [Neighbour]) -> Void
  ) -> Bool {
    var found = [Int](repeating: 0, count: queries.count)
    var limits = [Int32](repeating: Int32(Self.farthest), count: queries.count)
    for first in stride(from: 0, to: panels, by: chunk) {
      let passed = min(chunk, panels - first)
      for start in stride(from: 0, to: queries.count, by: 4) {
        near(queries.lowerBound + start, min(4, queries.count - start), start, first, passed, scratch, limits, &found)
      }
      for slot in 0..<queries.count where found[slot] > Self.patience(count) || first + passed == panels {
        narrow(queries.lowerBound + slot, slot, count, scratch, &limits[slot], &found[slot])
        if found[slot] > Self.patience(count) { return false }
      }
    }
    for slot in 0..<queries.count {
      keep(
        queries.lowerBound + slot, exact(queries.lowerBound + slot, slot, found[slot], count: count, data, scratch))
    }
    return true
  }

  /// Adds the candidates that some panels have for up to four queries.
  private func near(
    _ query: Int, _ group: Int, _ slot: Int, _ first: Int, _ passed: Int, _ scratch: Scratch, _ limits: [Int32],
    _ found: inout [Int]
  ) {
    withUnsafeTemporaryAllocation(of: UnsafeMutablePointer<UInt64>?.self, capacity: 4) { out in
      for member in 0..<4 {
        out[member] = scratch.candidates.base + (slot + min(member, group - 1)) * scratch.capacity
      }
      limits.withUnsafeBufferPointer { limits in
        found.withUnsafeMutableBufferPointer { found in
          kernels.table.pointee.near(
            rows.base + query * pairs * 2, squares.base + query, limits.baseAddress! + slot, group,
            elements.base + first * pairs * width * 2, squares.base + first * width, passed, pairs,
            UInt32(first * width), out.baseAddress!, found.baseAddress! + slot)
        }
      }
    }
  }

  /// Keeps the candidates of a query that may be among its nearest by what is known so far.
  private func narrow(
    _ query: Int, _ slot: Int, _ count: Int, _ scratch: Scratch, _ limit: inout Int32, _ found: inout Int
  ) {
    let candidates = UnsafeMutableBufferPointer(
      start: scratch.candidates.base + slot * scratch.capacity, count: found)
    // The query itself is a candidate, and the nearest of all by its place or by its equals'.
    guard found > count + 1 else { return }
    let farthest = candidates.select(count)
    let error = errors[query] + greatestError
    let reach = (Double(farthest >> 32).squareRoot() + error) * (1 + 2 * gamma) + error + lost
    limit = Int32(min(Double(Self.farthest), (reach * reach * (1 + 1e-9)).rounded(.up)))
    var kept = 0
    for candidate in candidates where candidate >> 32 <= UInt64(limit) {
      candidates[kept] = candidate
      kept += 1
    }
    found = kept
  }

  /// The nearest of a query's candidates.
  private func exact(
    _ query: Int, _ slot: Int, _ found: Int, count: Int, _ data: Matrix, _ scratch: Scratch
  ) -> [Neighbour] {
    var others = 0
    for candidate in 0..<found {
      let index = UInt32(truncatingIfNeeded: scratch.candidates[slot * scratch.capacity + candidate])
      if index == query { continue }
      scratch.which[others] = index
      others += 1
    }
    data.withUnsafeBufferPointer {
      kernels.table.pointee.distances_to(
        $0.baseAddress! + query * data.columns, $0.baseAddress!, data.columns, scratch.which.base, others,
        scratch.distances.base)
    }
    // Bits of floats that are not negative ascend with them.
    var sorted = (0..<others).map { UInt64(scratch.distances[$0].bitPattern) << 32 | UInt64(scratch.which[$0]) }
    sorted.sort()
    return sorted.prefix(count).map {
      Neighbour(distance: Float(bitPattern: UInt32($0 >> 32)), index: UInt32(truncatingIfNeeded: $0))
    }
  }
}

extension UnsafeMutableBufferPointer where Element: Comparable {
  /// Reorders the elements so that those before a place are at most the one there, and those after it at least.
  ///
  /// - Returns: The element that is there then. Hoare 1961, "Algorithm 65: find".
  fileprivate func select(_ place: Int) -> Element {
    var (low, high) = (0, count - 1)
    while low < high {
      let pivot = self[(low + high) / 2]
      var (left, right) = (low, high)
      while left <= right {
        while self[left] < pivot { left += 1 }
        while pivot < self[right] { right -= 1 }
        if left <= right {
          swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if place <= right {
        high = right
      } else if place >= left {
        low = left
      } else {
        break
      }
    }
    return self[place]
  }
}
