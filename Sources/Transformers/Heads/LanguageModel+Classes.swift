public import LinearAlgebra

extension LanguageModel {
  /// The classes that the checkpoint's head tells; nil where it has none.
  public var classes: ClassLabels? { head?.labels }

  /// The token whose last state the head judges.
  ///
  /// - Parameter encoding: A text that is not empty.
  public func judgedPosition(in encoding: Encoding) -> Int { head?.position(in: encoding.ids) ?? 0 }

  /// The score of every class, before the softmax or the sigmoid; nil where the checkpoint has no head for classes.
  ///
  /// - Parameters:
  ///   - output: The last hidden state of the text, `[tokens, hiddenSize]`.
  ///   - encoding: The text.
  /// - Throws: `CheckpointError` for a head whose weights give no finite scores.
  public func classScores(_ output: Tensor, of encoding: Encoding) throws -> [Float]? {
    guard let head else { return nil }
    let state =
      head.layout.needsPooler ? pooled(output) ?? [] : output.slice(head.position(in: encoding.ids)).elements
    let scores = head.scores(of: state, engine.stack.pool)
    guard scores.allSatisfy(\.isFinite) else { throw notFinite }
    return scores
  }
}
