internal import Basics
internal import Embeddings
internal import Foundation
internal import Notebook

extension WordEmbeddings {
  /// What the chapter found: `results.json`, and what answers quote as `{{embeddings.…}}`.
  struct Results: Encodable, Sendable {
    /// The data, before and after preparation.
    struct Corpus: Encodable, Sendable {
      /// The rows that were read.
      var rows: Int
      /// The rows that hold no word.
      var emptyRows: Int
      /// The rows that could not be read.
      var malformedRows: Int
      /// The rows without a text, which were left out.
      var withoutText: Int
      /// How the file was read, in words; of several, the first.
      var layout: String
      /// What its author may not expect of the reading, a clause each.
      var findings: [String]
      /// The tokens of all rows.
      var tokens: Int
      /// The distinct words.
      var distinctWords: Int
      /// The tokens of a row, on average.
      var meanLength: Double
      /// The tokens that half of the rows do not exceed.
      var medianLength: Double
      /// The tags and entities of HTML in the texts.
      var markup: MarkupFound
      /// The stop words; absent where none were asked for.
      var stopWords: StopWords?
      /// The phrases; absent where none were asked for.
      var phrases: Phrases?
    }

    /// The tags and entities of HTML in the texts.
    struct MarkupFound: Encodable, Sendable {
      /// A word that mostly is none, but left over from a tag or an entity.
      struct Word: Encodable, Sendable {
        /// The word.
        var word: String
        /// How often markup leaves it behind.
        var count: Int
        /// Its place among the most frequent words, or where it would have it had markup not been taken out.
        var place: Int
      }

      /// Whether they were taken out before the texts were taken apart into words.
      var removed: Bool
      /// The texts with any, the tags, the entities.
      var rows, tags, entities: Int
      /// The words that mostly come of them and are, or would be, among the hundred most frequent.
      var words: [Word]
    }

    /// What there is, so that answers can ask.
    struct Present: Encodable, Sendable {
      /// Whether the vectors were trained here.
      var training: Bool
      /// The figure of the loss, and the table of what neighbours have beside them.
      var loss, reasons: Bool
      /// The results of these names, and for the grid a score.
      var grid, effort, others, pairs, judged, analogies, stability, map: Bool
    }

    /// The parameters of the training, by gensim's names.
    struct Parameters: Encodable, Sendable {
      /// `negative` is 0 where words are predicted through a tree.
      var vectorSize, window, minCount, negative, epochs: Int
      /// The words of the widest context: `window` on either side.
      var contextWords: Int
      var sample, nsExponent, alpha, minAlpha: Double
      var cbowMean, sg: Bool
      /// Only where they are set.
      var hs, hogwild, sharedNegatives: Bool?
      var seed: Int
      /// How words are taken apart; absent where they are trained whole.
      var subwords: Subwords?
    }

    /// The words that were trained.
    struct Vocabulary: Encodable, Sendable {
      /// The words that occur often enough.
      var size: Int
      /// Their tokens.
      var keptTokens: Int
      /// Their share of all tokens.
      var keptShare: Double
      /// The share of all tokens that are other words.
      var lostShare: Double
      /// The share of distinct words that do not occur often enough.
      var leftOutShare: Double
      /// The words that are thinned out because they are so frequent, and their share of the tokens that are kept.
      var thinnedWords: Int
      var thinnedShare: Double
      /// The share of the tokens that thinning leaves out of an epoch, on average.
      var droppedShare: Double
    }

    /// The loss: the mean of negative log-likelihood over all predictions of an epoch.
    struct Loss: Encodable, Sendable {
      /// For each epoch.
      var perEpoch: [Double]
      /// For the first epoch.
      var first: Double
      /// For the last epoch.
      var last: Double
      /// By how much the second epoch lowers it, and the last; 0 where there are not so many.
      var firstDrop, lastDrop: Double

      init(perEpoch: [Double]) {
        self.perEpoch = perEpoch
        first = perEpoch.first ?? 0
        last = perEpoch.last ?? 0
        firstDrop = perEpoch.count > 1 ? perEpoch[0] - perEpoch[1] : 0
        lastDrop = perEpoch.count > 1 ? perEpoch[perEpoch.count - 2] - perEpoch[perEpoch.count - 1] : 0
      }
    }

    /// A word that is near another.
    struct Neighbour: Encodable, Sendable {
      /// The word.
      var word: String
      /// The cosine of the angle between the two vectors.
      var similarity: Double
      /// What the corpus has beside it and beside the chosen word; only for neighbours of chosen words that share something.
      var shared: Shared?
      /// How alike the whole company of the two is, from 0 to 1; only for neighbours of chosen words.
      var company: Double?
    }

    /// The projection to two dimensions.
    struct Projection: Encodable, Sendable {
      /// How many words are shown.
      var words: Int
      /// The share of variance that each of the two dimensions holds.
      var explainedVariance: [Double]
      /// The share that both hold.
      var explainedTogether: Double
    }

    /// The map of the frequent words.
    struct Regions: Encodable, Sendable {
      /// A region of the map.
      struct Region: Encodable, Sendable {
        /// How many words it holds.
        var size: Int
        /// Its name.
        var name: String
        /// The words that it is named by: frequent ones among the most central.
        var naming: [String]
        /// Its most central words.
        var central: [String]
      }

      /// How many words are shown.
      var words: Int
      /// How many words were laid out: those that are shown, and the further ones of the explorer.
      var laidOut: Int
      /// How many neighbours count, about.
      var perplexity: Double
      /// How far the map is from the vectors' neighbourhoods: the Kullback–Leibler divergence.
      var divergence: Double
      /// The regions, the largest first.
      var regions: [Region]
    }

    /// The data.
    var corpus: Corpus
    /// The file of vectors that was asked instead of a training; absent where there was one.
    var given: Given?
    /// The parameters; absent without a training.
    var parameters: Parameters?
    /// The words that were trained.
    var vocabulary: Vocabulary
    /// The loss; absent without a training.
    var loss: Loss?
    /// The nearest words of each chosen word, nearest first.
    var neighbours: [String: [Neighbour]]
    /// The chosen words in the order of the settings, each with its neighbours and what links it to them.
    var words: [ChosenWord]
    /// The projection.
    var projection: Projection
    /// The map; absent where there are too few words for one.
    var map: Regions?
    /// Analogies, and words that do not belong.
    var arithmetic: Arithmetic
    /// Agreement with judged pairs, by file.
    var wordPairs: [WordPairs]
    /// What people say of the chosen words.
    var judged: Judged
    /// Analogies of files that are solved.
    var analogyFiles: [AnalogyFile]
    /// The comparison with vectors from elsewhere, where there are some.
    var others: Others?
    /// What the seed decides, where that was asked for.
    var stability: Stability?
    /// What the parameters do; absent where that was not asked for.
    var grid: Grid?
    /// The texts nearest to a chosen one; absent where none was chosen.
    var reviews: Reviews?
    /// What is wrong with the training; absent where nothing is.
    var health: TrainingHealth?
    /// Settings of the training that do not fit the texts; absent where all do.
    var fit: CorpusFit?
    /// Which of what may be absent is there.
    var has: Present
  }
}

extension WordEmbeddings.Results.Vocabulary {
  init(_ vocabulary: Vocabulary, of corpus: TokenizedCorpus, distinctWords: Int, sample: Double) {
    let (kept, all) = (Double(vocabulary.tokenCount), Double(max(1, corpus.tokenCount)))
    // A word is kept where a number of 32 bits is at most its threshold.
    let chances = vocabulary.keepChances(sample: sample)
    let thinned = zip(vocabulary.counts, chances).filter { $0.1 < 1 }
    self.init(
      size: vocabulary.count, keptTokens: vocabulary.tokenCount, keptShare: kept / all, lostShare: 1 - kept / all,
      leftOutShare: 1 - Double(vocabulary.count) / Double(max(1, distinctWords)), thinnedWords: thinned.count,
      thinnedShare: Double(thinned.reduce(0) { $0 + $1.0 }) / max(1, kept),
      droppedShare: thinned.reduce(0) { $0 + Double($1.0) * (1 - $1.1) } / max(1, kept))
  }
}

extension WordEmbeddings.Results.Parameters {
  init(_ training: Word2VecConfiguration, seed: Int) {
    self.init(
      vectorSize: training.vectorSize, window: training.window, minCount: training.minCount,
      negative: training.hs ? 0 : training.negative, epochs: training.epochs, contextWords: 2 * training.window,
      sample: training.sample,
      nsExponent: training.nsExponent,
      alpha: training.alpha, minAlpha: training.minAlpha, cbowMean: training.cbowMean, sg: training.sg,
      hs: training.hs ? true : nil, hogwild: training.hogwild ? true : nil,
      sharedNegatives: training.sg && training.sharedNegatives && !training.hs ? true : nil, seed: seed,
      subwords: training.subwords.map { .init(minN: $0.minLength, maxN: $0.maxLength, bucket: $0.buckets) })
  }
}

extension WordEmbeddings.Results.Neighbour {
  /// The same with the decimal number that stands for the float.
  init(_ neighbour: Neighbor) {
    self.init(word: neighbour.word, similarity: Double("\(neighbour.similarity)")!)
  }

}

extension WordEmbeddings {
  /// The neighbours as a table for other programs.
  func csv(_ words: [String], _ neighbours: [String: [Results.Neighbour]]) -> String {
    CSV.text(
      columns: ["word", "rank", "neighbour", "similarity"],
      rows: words.flatMap { word in
        (neighbours[word] ?? []).enumerated().map { rank, neighbour -> [CSV.Cell] in
          [.text(word), .integer(rank + 1), .text(neighbour.word), .number(neighbour.similarity)]
        }
      })
  }
}
