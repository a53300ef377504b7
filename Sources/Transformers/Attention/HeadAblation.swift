internal import LinearAlgebra

/// What changes when a head, all heads of a layer, or a whole layer is taken out. Michel et al. 2019.
///
/// A head is taken out by setting its context to zero before the output projection, which is what masking it is; a layer is
/// skipped by handing its input on. What comes before the layer does not change and is taken from one recorded pass; all
/// heads of a layer then go through the rest of the model side by side, so that its weights are read once for all of them.
/// The cost over L layers of H heads is that of L (L + 1) / 2 layers over H + 2 texts, instead of L · (H + 2) passes of L
/// layers: half of the arithmetic, and a 2 (H + 2)th of the reading.
public struct HeadAblation: Sendable {
  /// What happened to the text.
  public struct Effect: Sendable, Equatable {
    /// 1 − cosine between the text's vector before and after.
    public let distance: Float
    /// The change of the log-probability of the text's own tokens, mean over the tokens that were scored; nil without a
    /// language head. Below 0 where the text became less likely.
    public let logProbabilityChange: Double?
    /// The change of the score of a class; nil unless one was asked for and the model has a head for classes.
    public let classScoreChange: Double?
  }

  /// `heads[layer][head]`: that head taken out.
  public let heads: [[Effect]]
  /// All heads of a layer taken out, its feed-forward block left.
  public let attention: [Effect]
  /// The whole layer skipped.
  public let layers: [Effect]
  /// The mean log-probability of the text's own tokens, nothing taken out; nil without a language head.
  public let logProbability: Double?

  /// Takes out every head and every layer in turn.
  ///
  /// - Parameters:
  ///   - encoding: The text.
  ///   - pooling: How its vector is made.
  ///   - scored: The positions whose tokens are scored, for a model with a language head: the token that stands there for
  ///     BERT (a pseudo-likelihood: the token is not hidden), the next one's for GPT-2. Nil for all that are not special.
  ///   - label: The class whose score is looked at as well, by its place among the model's.
  public init(
    _ model: LanguageModel, _ encoding: Encoding, pooling: SentenceVector.Pooling, scored: [Int]? = nil,
    label: Int? = nil
  ) throws {
    let sizes = model.configuration
    let engine = model.engine
    let count = encoding.count
    let pass = try model.forward(encoding)
    let judge = Judge(model, encoding, pooling, scored, label: label)
    let original = try judge.view(pass.output)
    logProbability = original.logProbability

    let variants = sizes.heads + 2
    let batch = Batch(
      lengths: Array(repeating: count, count: variants),
      masks: Array(repeating: encoding.mask.allSatisfy { $0 } ? nil : encoding.mask, count: variants))
    let space = engine.stack.workspace(batch)
    let (floats, contexts) = (count * sizes.hiddenSize, count * sizes.stack.querySize)
    var heads: [[Effect]] = []
    var attention: [Effect] = []
    var layers: [Effect] = []
    for layer in 0..<sizes.layers {
      let hidden = FloatBuffer(batch.rows * sizes.hiddenSize)
      for variant in 0..<variants {
        pass.hiddenStates[layer].withUnsafeBufferPointer {
          (hidden.base + variant * floats).update(from: $0.baseAddress!, count: floats)
        }
        pass.layers[layer].contexts.withUnsafeBufferPointer {
          (space.contexts.base + variant * contexts).update(from: $0.baseAddress!, count: contexts)
        }
        let silent = variant < sizes.heads ? [variant] : Set(0..<sizes.heads)
        engine.stack.silence(silent, of: variant, batch, space.contexts.base)
      }
      engine.stack.finish(layer: layer, hidden.base, rows: batch.rows, space)
      // The last variant skips the layer: its input goes on as it was.
      pass.hiddenStates[layer].withUnsafeBufferPointer {
        (hidden.base + (variants - 1) * floats).update(from: $0.baseAddress!, count: floats)
      }
      for later in (layer + 1)..<max(sizes.layers, layer + 1) {
        engine.stack.run(layer: later, hidden.base, batch, space)
      }
      if let norm = engine.weights.finalNorm {
        engine.stack.normalize(hidden.base, norm, rows: batch.rows, into: hidden.base)
      }
      let effects = try model.split(hidden, batch).map { judge.effect(try judge.view($0), beside: original) }
      heads.append(Array(effects[..<sizes.heads]))
      attention.append(effects[sizes.heads])
      layers.append(effects[sizes.heads + 1])
    }
    self.heads = heads
    self.attention = attention
    self.layers = layers
  }
}

/// Looks at a text's last hidden state: its vector, and how likely its own tokens are.
private struct Judge {
  let model: LanguageModel
  let encoding: Encoding
  let pooling: SentenceVector.Pooling
  /// Positions that are scored, and the token that each should predict.
  let targets: [(position: Int, id: Int)]
  /// The class whose score is looked at.
  let label: Int?

  init(
    _ model: LanguageModel, _ encoding: Encoding, _ pooling: SentenceVector.Pooling, _ scored: [Int]?, label: Int?
  ) {
    self.label = label
    self.model = model
    self.encoding = encoding
    self.pooling = pooling
    let shift = model.configuration.isCausal ? 1 : 0
    let positions = scored ?? encoding.isSpecial.indices.filter { !encoding.isSpecial[$0] }
    targets =
      model.hasLanguageHead
      ? positions.filter { $0 >= 0 && $0 + shift < encoding.count }.map { ($0, encoding.ids[$0 + shift]) } : []
  }

  struct View {
    let vector: [Float]
    let logProbability: Double?
    let classScore: Double?
  }

  /// - Throws: `CheckpointError.notFinite` for weights of the head that are no numbers.
  func view(_ output: Tensor) throws -> View {
    let vector = SentenceVector.vector(output, pooling, mask: encoding.mask)
    let classScore = try label.flatMap { label in
      try model.classScores(output, of: encoding).map { Double($0[label]) }
    }
    guard !targets.isEmpty, let logits = model.logits(output, at: targets.map(\.position)) else {
      return View(vector: vector, logProbability: nil, classScore: classScore)
    }
    let sum = targets.indices.reduce(0.0) { $0 + model.logProbability(of: targets[$1].id, logits.slice($1)) }
    if sum.isNaN { throw model.notFinite }
    return View(vector: vector, logProbability: sum / Double(targets.count), classScore: classScore)
  }

  func effect(_ view: View, beside original: View) -> HeadAblation.Effect {
    HeadAblation.Effect(
      distance: 1 - SentenceVector.cosine(original.vector, view.vector),
      logProbabilityChange: view.logProbability.flatMap { after in
        original.logProbability.map { after - $0 }
      },
      classScoreChange: view.classScore.flatMap { after in original.classScore.map { after - $0 } })
  }
}
