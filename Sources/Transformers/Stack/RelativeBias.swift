internal import Glibc

/// A number for each head and distance that is added to the scores: T5's and MPNet's relative positions.
///
/// Distances share buckets that widen as they grow. Raffel et al. 2020, §2.1.
struct RelativeBias: Sendable {
  /// `[buckets, heads]`.
  let weights: [Float]
  let buckets: Int
  let heads: Int
  /// Whether a key may stand after the query: half of the buckets are for those.
  let isBidirectional: Bool
  /// The distance from which on all share the last bucket.
  var farthest = 128

  /// The bucket of a distance, `key − query`.
  func bucket(_ distance: Int) -> Int {
    var (count, first, steps) = (buckets, 0, -distance)
    if isBidirectional {
      count /= 2
      if steps < 0 { first = count }
      steps = abs(steps)
    } else {
      steps = max(steps, 0)
    }
    let exact = count / 2
    if steps < exact { return first + steps }
    // In single precision, as the reference has it: a distance at a bucket's edge falls on the same side.
    let growth = logf(Float(steps) / Float(exact)) / Float(log(Double(farthest) / Double(exact))) * Float(count - exact)
    return first + min(exact + Int(growth), count - 1)
  }

  /// The bias of every distance between tokens of texts of up to `longest` tokens.
  func table(_ longest: Int) -> Table {
    let places = (1 - longest..<longest).map(bucket)
    return Table(
      numbers: (0..<heads).flatMap { head in places.map { weights[$0 * heads + head] } }, longest: longest)
  }

  /// `[heads, 2 · longest − 1]`: by `key − query`, from the most negative on.
  struct Table: Sendable {
    let numbers: [Float]
    let longest: Int

    /// Adds one head's biases to the scores of a text, `[queryCount, count]`, whose last tokens are the queries.
    func add(to scores: UnsafeMutablePointer<Float>, head: Int, queryCount: Int, count: Int) {
      numbers.withUnsafeBufferPointer { numbers in
        for row in 0..<queryCount {
          let query = count - queryCount + row
          let bias = numbers.baseAddress! + head * (2 * longest - 1) + longest - 1 - query
          for key in 0..<count { scores[row * count + key] += bias[key] }
        }
      }
    }
  }
}
