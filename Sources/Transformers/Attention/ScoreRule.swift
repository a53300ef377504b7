/// How a head's scores come from queries and keys.
///
///     score = cap · tanh((q·k / divisor + bias) / cap)
///
/// Most models have q·k/√d and nothing else.
public struct ScoreRule: Sendable, Equatable {
  /// Numbers in a query, d.
  public let headSize: Int
  /// What q·k is divided by: √d, unless the model says otherwise.
  public let divisor: Double
  /// What is added by distance, `[heads, 2 · tokens − 1]`: by key − query, from the most negative on; empty where nothing is.
  public let biases: [Float]
  /// The bound below which scores are kept; nil where there is none.
  public let cap: Double?

  /// Whether scores are q·k/√d.
  public var isUsual: Bool { divisor == Double(headSize).squareRoot() && biases.isEmpty && cap == nil }
}

extension LanguageModel {
  /// How scores come from queries and keys in a text of so many tokens.
  public func scoreRule(tokens: Int) -> ScoreRule {
    let stack = configuration.stack
    return ScoreRule(
      headSize: stack.headSize,
      divisor: stack.ownScoreScale.map { 1 / Double($0) } ?? Double(stack.headSize).squareRoot(),
      biases: engine.weights.relativeBias?.table(tokens).numbers ?? [], cap: stack.scoreCap.map(Double.init))
  }
}
