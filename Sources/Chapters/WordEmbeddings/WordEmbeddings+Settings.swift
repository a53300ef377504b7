internal import Embeddings
internal import Notebook

extension WordEmbeddings {
  /// What `report.yml` says under `embeddings:`; gensim's names and defaults in snake case.
  struct Settings: ChapterSettings {
    /// Where the texts come from: names of the catalogue, files, folders of files, or patterns such as `reviews/*.json.gz`.
    var data = ["reviews"]
    /// The column that holds the text; without one, the format's usual one.
    var column = ""
    /// Whether tags and entities of HTML are taken out of the texts: where the settings say nothing, of the film reviews that stand in
    /// for the assignment's data, which came from web pages.
    var stripMarkup: Bool?
    /// Whether accents are removed before words are told apart.
    var deacc = false
    /// The share of malformed rows from which on the data is refused.
    var maximumMalformedShare = 0.01
    /// How many MiB of token ids are kept in memory, while a longer corpus goes to a temporary file, and how many MiB
    /// other vectors may take.
    var memoryLimit = 2048
    /// How many MiB a compressed file may unpack to; without a number 200 times its size, and 256 at least.
    var unpackedLimit: Int?
    /// The words whose neighbours are looked up.
    var words = ["bad", "great", "screen"]
    /// How many neighbours of each.
    var topN = 5
    /// How many of the most frequent words the projection shows.
    var projectionWords = 400
    /// How many of the most frequent words the t-SNE map shows.
    var mapWords = 1000
    /// How many of the most frequent words the explorer of the HTML report holds; 0 leaves it out.
    var explorerWords = 5000
    /// The forms in which the submission carries the vectors; none unless said.
    var saveVectors: [VectorForm] = []
    /// A file of vectors that is asked instead of a training; none unless said.
    var vectors = ""
    /// How many of its vectors to read, the first of the file; without a number all.
    var vectorsLimit: Int?
    /// Analogies a : b = c : d as words `a b c d`; without the last there is no expected answer.
    var analogies = ["man woman king queen", "good better bad worse", "he his she her", "is was are were"]
    /// Sets of words, of each of which the one that fits least is named.
    var doesntMatch = ["breakfast lunch dinner screen", "bad terrible awful great", "one two three good"]
    /// Word pairs with human judgements: collections of the catalogue (`simlex-999`), files, or folders of files (`evaluation/`).
    var pairs: [String] = []
    /// Files, or folders of them, that stand in where `pairs` names nothing but collections and none of them can be had.
    var pairsOtherwise: [String] = []
    /// Files of analogies in sections, or folders of such files.
    var analogyFiles: [String] = []
    /// Other vectors to compare with: a file of them, or a model whose word pieces are looked at; `none` for none.
    var otherVectors = Self.usualVectors
    /// How many of their vectors to read, the first of the file; without a number all.
    var otherVectorsLimit: Int?
    /// How many further seeds to train under, to see which neighbours stay.
    var stabilitySeeds = 0
    /// Which further trainings show what single parameters do.
    var grid = GridSize.small
    /// How texts become words.
    var preparation = TextPreparation()
    /// The text whose nearest texts are looked for.
    var reviews = ReviewSettings()
    /// Whether words are trained as what they are made of.
    var subwords = SubwordSettings()
    var training = Word2VecConfiguration()

    /// The model of the attention chapter, whose vectors are at hand where that chapter has run.
    static let usualVectors = "all-MiniLM-L6-v2"

    /// Whether there is anything to compare with.
    var comparesVectors: Bool { !otherVectors.isEmpty && otherVectors != "none" }

    /// How many further trainings there are.
    enum GridSize: String, CaseIterable {
      /// A few values on a tenth of the texts.
      case small
      /// More values on all texts.
      case full
      /// None.
      case none
    }

    mutating func read(from values: inout SettingsReader) {
      values.read("data", &data)
      values.read("column", &column)
      values.read("strip_markup", &stripMarkup)
      values.read("deacc", &deacc)
      values.read("max_malformed", &maximumMalformedShare, in: 0...1)
      values.read("memory_limit", &memoryLimit, in: 1...1_000_000)
      values.read("unpacked_limit", &unpackedLimit, in: 1...1_000_000_000)
      values.read("words", &words)
      preparation.read(from: &values, removesAccents: deacc, words: words)
      values.read("topn", &topN, in: 1...50)
      values.read("projection_words", &projectionWords, in: 10...5000)
      values.read("map_words", &mapWords, in: EmbeddingRegions.fewestWords...10_000)
      values.read("explorer_words", &explorerWords, in: 0...20_000)
      readSavedVectors(&values)
      values.read("vectors", &vectors)
      values.read("vectors_limit", &vectorsLimit, in: 1...1_000_000_000)
      values.read("analogies", &analogies)
      values.read("doesnt_match", &doesntMatch)
      values.read("pairs", &pairs)
      values.read("pairs_otherwise", &pairsOtherwise)
      values.read("analogy_files", &analogyFiles)
      values.read("other_vectors", &otherVectors)
      values.read("other_vectors_limit", &otherVectorsLimit, in: 1...1_000_000_000)
      reviews.read(from: &values)
      values.read("stability_seeds", &stabilitySeeds, in: 0...10)
      values.read("grid", &grid, meaning: ["true": .full, "false": .none])
      values.read("vector_size", &training.vectorSize, in: 2...2000)
      values.read("window", &training.window, in: 1...1000)
      values.read("min_count", &training.minCount, in: 1...)
      values.read("sample", &training.sample, in: 0...1)
      values.read("negative", &training.negative, in: 0...100)
      values.read("ns_exponent", &training.nsExponent)
      values.read("cbow_mean", &training.cbowMean, asNumber: true)
      values.read("sg", &training.sg, asNumber: true)
      values.read("hs", &training.hs, asNumber: true)
      values.read("hogwild", &training.hogwild)
      values.read("shared_negatives", &training.sharedNegatives, asNumber: true)
      values.read("epochs", &training.epochs, in: 1...1000)
      values.read("alpha", &training.alpha, in: 0...1)
      values.read("min_alpha", &training.minAlpha, in: 0...1)
      subwords.read(from: &values, into: &training, memoryLimit: memoryLimit)
      for analogy in analogies where !(3...4).contains(analogy.words.count) {
        values.report("analogies", "must be three or four words each, as in `man woman king queen`, found “\(analogy)”")
      }
      for set in doesntMatch where set.words.count < 3 || Set(set.words).count < set.words.count {
        values.report("doesnt_match", "must be three or more different words each, found “\(set)”")
      }
      if data.isEmpty { values.report("data", "must name at least one data set, file or folder") }
      if Set(data).count != data.count { values.report("data", "names a file twice") }
      if words.isEmpty { values.report("words", "must name at least one word") }
      if Set(words).count != words.count { values.report("words", "names a word twice") }
      checkTraining(&values)
    }
  }
}
