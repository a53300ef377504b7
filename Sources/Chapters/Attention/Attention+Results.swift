internal import Transformers

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
      var occlusion, received, receivedByAll, rollout, normBased: Double
      /// Absent for a sentence of very many words.
      var flow: Double?
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

extension Attention.Results.Query {
  init(_ study: AttentionStudy, _ chosen: Attention.Results.Head, _ position: Int) {
    let row = study.tokens.matrix(chosen.layer, chosen.head)[position]
    let best = row.indices.max { row[$0] < row[$1] } ?? 0
    let unit = study.words.units.first { $0.positions.contains(position) }
    self.init(
      word: unit?.label ?? study.labels[position], layer: chosen.layer, head: chosen.head,
      token: study.labels[position], attendsTo: study.labels[best], weight: Double(row[best]))
  }
}

extension Attention.Results {
  init(
    _ study: AttentionStudy, _ settings: Attention.Settings, name: String, chosen: Head, query: Query,
    specialists: [Specialist], ablation: HeadAblation, divergences: [[Double]], windows: Int, picture: Picture?
  ) {
    let sizes = study.model.configuration
    let profiles = study.profiles.flatMap { $0 }
    let distances = ablation.heads.flatMap { $0.map { Double($0.distance) } }
    let largest = distances.max() ?? 0
    let first = distances.firstIndex(of: largest) ?? 0
    let importance = study.importance
    let agreements = importance.agreements.compactMap { pair -> Agreement? in
      guard pair.first.name == importance.occlusion.name, let tau = pair.tau else { return nil }
      return Agreement(measure: pair.second.name, tau: tau)
    }
    var counts = Dictionary(uniqueKeysWithValues: HeadCategory.allCases.map { ($0.rawValue, 0) })
    for profile in profiles { for category in profile.categories { counts[category.rawValue, default: 0] += 1 } }
    let pairs = divergences.indices.flatMap { a in (0..<a).map { b in (a, b) } }
    let far = pairs.max { divergences[$0.0][$0.1] < divergences[$1.0][$1.1] } ?? (0, 0)
    self.init(
      model: Model(
        name: name, architecture: sizes.architecture.rawValue, layers: sizes.layers, heads: sizes.heads,
        hiddenSize: sizes.hiddenSize, headSize: sizes.headSize),
      sentence: settings.sentence, pair: settings.pair, windows: windows, tokens: study.labels,
      words: importance.order.map { index in
        Word(
          word: importance.words[index].label, occlusion: importance.occlusion.shares[index],
          received: importance.received.shares[index], receivedByAll: importance.receivedByAll.shares[index],
          rollout: importance.rollout.shares[index], normBased: importance.normBased.shares[index],
          flow: importance.flow?.shares[index])
      },
      agreesMost: agreements.max { $0.tau < $1.tau }, agreesLeast: agreements.min { $0.tau < $1.tau },
      specialists: specialists, categories: counts, headCount: profiles.count,
      uncategorised: profiles.count { $0.categories.isEmpty }, specialShare: study.specialShare, chosen: chosen,
      query: query,
      ablation: Ablation(
        mostImportant: Head(layer: first / sizes.heads, head: first % sizes.heads), largestDistance: largest,
        meanDistance: distances.mean,
        attentionOfLayer: ablation.attention.map { Double($0.distance) },
        layer: ablation.layers.map { Double($0.distance) }, nearlyUseless: distances.count { $0 < largest / 100 }),
      mostDifferent: [far.0, far.1].map { Head(layer: $0 / sizes.heads, head: $0 % sizes.heads) },
      largestDivergence: pairs.isEmpty ? 0 : divergences[far.0][far.1], picture: picture)
  }
}
