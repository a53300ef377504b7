/// What the tensors of an architecture are called, `.weight` and `.bias` left out.
struct TensorNames: Sendable {
  /// Dropped from the names that have them.
  var prefixes: [String]
  var words = "embeddings.word_embeddings"
  /// Where positions are rows that are added.
  var positions: String?
  /// Where there are token types.
  var types: String?
  /// The norm of the embeddings, where there is one.
  var embeddingNorm: String?
  /// From the embedding's size to the hidden one, where they differ.
  var projection: String?
  var projectionHasBias = true
  /// What stands before the names of a layer; a model may use one layer again.
  var layer: @Sendable (Int) -> String
  var block: BlockNames
  var finalNorm: String?
  var pooler: String?
  /// T5's and MPNet's table of biases by distance, `[buckets, heads]`.
  var relativeBias: String?
  var norm = NormStyle()
  var head: HeadNames?
  /// Buffers and heads that need no place: exact, or with one `*` for any text.
  var surplus: [String]
  /// The names of the model itself, likewise: one that has no place would change what it does.
  var own: [String]
}

/// How an architecture's norms are.
struct NormStyle: Sendable {
  var kind = NormWeights.Kind.layer
  var hasBias = true
  /// What is added to the stored weights: Gemma's are what is beside 1.
  var addend: Float = 0
}

/// The names within a layer.
struct BlockNames: Sendable {
  var query: MapName
  var key: MapName
  var value: MapName
  var output: String
  /// Nil for no norm; of the first layer only where `firstIsUnnormed`.
  var attentionNorm: String
  /// ModernBERT's first layer has no norm before its attention: the embeddings are normed.
  var firstIsUnnormed = false
  /// The half that is activated.
  var up: MapName
  /// The half that it is multiplied with, where the block is gated.
  var multiplier: MapName?
  var down: String
  var feedForwardNorm: String
  /// Norms of each head's query and key.
  var queryNorm: String?
  var keyNorm: String?
  /// Norms of what the blocks bring.
  var attentionOutputNorm: String?
  var feedForwardOutputNorm: String?
  /// Whether queries, keys and values have biases.
  var attentionHasBias = true
  /// Whether the map after the contexts has one.
  var outputHasBias = true
  /// Whether the feed-forward block's maps have biases.
  var feedForwardHasBias = true
  var layout = WeightLayout.linear
}

/// Where a map's weights lie.
enum MapName: Sendable {
  /// In a tensor of its own.
  case own(String)
  /// In one with others, which lie one after the other: its place, and how many there are.
  case part(String, Int, of: Int)
  /// In one where query, key and value of each head follow each other: 0, 1 or 2.
  case interleaved(String, Int)
}

/// The names of what gives scores for words.
struct HeadNames: Sendable {
  /// A dense layer before the scores.
  var dense: String?
  var denseHasBias = true
  /// After the dense layer; nil for none.
  var activation: HeadActivation?
  var norm: String?
  /// The table of scores where it is stored by itself: the first that is there.
  var decoder: [String]
  /// The bias of scores, tied to another name in some files.
  var bias: (own: String, shared: String)?
  /// Whether the head is there only where its dense layer is stored.
  var isOptional = true

  enum HeadActivation: Sendable {
    /// The model's own.
    case own
    case gelu
  }
}
