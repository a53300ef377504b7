extension Attention {
  /// What the chapter found: `results.json`, and what answers quote as `{{attention.…}}`.
  struct Results: Encodable {
    /// The model.
    struct Model: Encodable {
      var name, architecture: String
      var layers, heads, hiddenSize, headSize: Int
    }

    /// A head by its place, counted from 0.
    struct Head: Encodable, Equatable {
      var layer, head: Int
    }

    /// The head that is most like a category.
    struct Specialist: Encodable {
      var category: String
      var layer, head: Int
      /// The share of attention that the category asks about; relative entropy for broad heads.
      var value: Double
      /// Whether it passes the published threshold.
      var qualifies: Bool
    }

    /// A word and how important it is by each measure; measures are shares of all words.
    struct Word: Encodable {
      var word: String
      var occlusion, received, receivedByAll, rollout, flow, normBased: Double
    }

    /// How far a measure agrees with occlusion on the order of the words.
    struct Agreement: Encodable {
      var measure: String
      /// Kendall's τ-b.
      var tau: Double
    }

    /// What removing heads and layers does.
    struct Ablation: Encodable {
      var mostImportant: Head
      var largestDistance, meanDistance: Double
      /// How far the sentence moves when all heads of a layer are removed.
      var attentionOfLayer: [Double]
      /// How far it moves when the layer is skipped.
      var layer: [Double]
      /// How many heads move the sentence by less than a hundredth of the largest distance.
      var nearlyUseless: Int
    }

    /// One query against every key.
    struct Query: Encodable {
      var word: String
      var layer, head: Int
      var token: String
      /// The token that it attends to most, and how much.
      var attendsTo: String
      var weight: Double
    }

    /// What the image tower of a CLIP attends to in a picture.
    struct Picture: Encodable {
      var name, model: String
      var layers, heads: Int
      /// How many patches the tower sees.
      var patches: Int
      /// The head whose class token gives a single patch the most.
      var surest: Head
    }

    var model: Model
    var sentence: String
    var pair: String
    /// In how many pieces the sentence was read: 1 unless it is long and the settings allow more.
    var windows: Int
    /// The tokens of the first piece.
    var tokens: [String]
    /// The words, the most important by occlusion first.
    var words: [Word]
    /// The measure that agrees best with occlusion, and the one that agrees least; absent for a single word.
    var agreesMost: Agreement?
    var agreesLeast: Agreement?
    var specialists: [Specialist]
    /// How many heads fall into each category by the published thresholds.
    var categories: [String: Int]
    var headCount: Int
    /// How many heads fall into none.
    var uncategorised: Int
    /// The share of all attention that special tokens receive.
    var specialShare: Double
    var chosen: Head
    var query: Query
    var ablation: Ablation
    /// The most different pair of heads, by the divergence of their rows.
    var mostDifferent: [Head]
    var largestDivergence: Double
    /// Absent unless the settings name a picture.
    var picture: Picture?
  }
}
