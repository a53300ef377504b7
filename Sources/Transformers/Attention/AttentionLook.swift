/// How a word looks at another in one head, beside how all others look at it.
public struct AttentionLook: Sendable, Equatable {
  /// The unit that looks.
  public let query: Int
  /// The unit that is looked at.
  public let key: Int
  /// The layer, from 0.
  public let layer: Int
  /// The head, from 0.
  public let head: Int
  /// The attention of the one to the other.
  public let weight: Double
  /// The attention to the same unit, mean over the other words that can see it; 0 where there are none.
  public let others: Double

  /// By how much the word looks harder than the others do: what is its own, and not the head's.
  public var lead: Double { weight - others }
}

extension AttentionMap {
  /// How a unit looks at another in one head.
  ///
  /// - Parameter words: The units whose mean it is compared with, the two themselves left out.
  public func look(_ layer: Int, _ head: Int, from query: Int, to key: Int, among words: [Int]) -> AttentionLook {
    let others = words.filter { $0 != query && $0 != key && sees(layer, $0, key) }
    let sum = others.reduce(0.0) { $0 + Double(self[layer, head, $1, key]) }
    return AttentionLook(
      query: query, key: key, layer: layer, head: head, weight: Double(self[layer, head, query, key]),
      others: others.isEmpty ? 0 : sum / Double(others.count))
  }

  /// Every head's look from one unit to another, layer by layer.
  public func looks(from query: Int, to key: Int, among words: [Int]) -> [AttentionLook] {
    (0..<layers).flatMap { layer in
      (0..<heads).map { look(layer, $0, from: query, to: key, among: words) }
    }
  }
}
