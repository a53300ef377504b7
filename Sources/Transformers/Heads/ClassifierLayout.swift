internal import LinearAlgebra

/// Where an architecture's checkpoints keep the head that tells classes, and how it gets from hidden states to their scores.
///
///     scores = W · f(dense · state) + b
///
/// One line of `all` for each architecture: adding the next one is adding its line.
struct ClassifierLayout: Sendable {
  /// Which of a text's hidden states is judged.
  enum Source: Sendable {
    /// The first token's.
    case first
    /// The first token's, through the model's own pooler.
    case pooler
    /// That of the last token that is not padding.
    case last
  }

  /// What follows the dense map.
  enum Nonlinearity: Sendable {
    /// The hyperbolic tangent.
    case tanh
    /// One of those that feed-forward blocks have.
    case activation(Activation)
  }

  /// Which hidden state is judged.
  let source: Source
  /// The map before the scores, by the name of its tensors, and what follows it; nil where there is none.
  var dense: (name: String, then: Nonlinearity)?
  /// The map without bias and nonlinearity before the scores of a model whose embedding is narrower than its states; nil where there is none.
  var projection: String?
  /// The map to the scores, by the name of its tensors.
  let scores: String
  /// Whether that has a bias.
  var hasBias = true

  /// The heads of transformers' `…ForSequenceClassification`, by `model_type`.
  static let all: [String: ClassifierLayout] = [
    "bert": ClassifierLayout(source: .pooler, scores: "classifier"),
    "albert": ClassifierLayout(source: .pooler, scores: "classifier"),
    "distilbert": ClassifierLayout(
      source: .first, dense: ("pre_classifier", .activation(.relu)), scores: "classifier"),
    "roberta": dense,
    "xlm-roberta": dense,
    "camembert": dense,
    "mpnet": dense,
    "electra": ClassifierLayout(
      source: .first, dense: ("classifier.dense", .activation(.gelu)), scores: "classifier.out_proj"),
    "gpt2": decoder,
    "opt": ClassifierLayout(source: .last, projection: "project_out", scores: "score", hasBias: false),
    "gpt_neox": decoder,
    "llama": decoder,
    "mistral": decoder,
    "qwen2": decoder,
    "qwen3": decoder,
    "gemma": decoder,
    "gemma2": decoder,
    "gemma3_text": decoder,
  ]

  private static let dense = ClassifierLayout(
    source: .first, dense: ("classifier.dense", .tanh), scores: "classifier.out_proj")
  private static let decoder = ClassifierLayout(source: .last, scores: "score", hasBias: false)
}
