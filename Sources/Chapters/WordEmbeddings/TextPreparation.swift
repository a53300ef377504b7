internal import Basics
internal import Embeddings
internal import Notebook

extension WordEmbeddings {
  /// How texts become words: what `report.yml` says of it under `embeddings:`, in gensim's names where it has some.
  struct TextPreparation: Sendable {
    /// The fewest characters of a word, shorter ones being left out: gensim's 2 unless said, from 1 to 1000.
    var minLength = 2
    /// The most characters of a word, longer ones being left out: gensim's 15 unless said, from 1 to 1000.
    var maxLength = 15
    /// Whether decimal digits belong to words, as in `4g` and `2019`; false unless said, as gensim has none.
    var keepNumbers = false
    /// Whether a hyphen between two letters belongs to the word, as in `hands-free`; false unless said, as gensim has none.
    var keepHyphens = false
    /// Words that are left out, a list of them or `english` for scikit-learn's 318; none unless said.
    var stopWords: [String] = []
    /// Whether pairs of words that belong together become one word, as `battery_life`, by gensim's `Phrases`; false unless said.
    var phrases = false
    /// The score above which a pair of words is a phrase; gensim's 10 unless said, above 0.
    var phraseThreshold = 10.0
    /// What is taken off a pair's count, so that rarer pairs are no phrases; gensim's 5 unless said, at least 1.
    var phraseMinCount = 5

    /// What names the English list among stop words.
    private static let english = "english"

    mutating func read(from values: inout SettingsReader, removesAccents: Bool, words: [String]) {
      values.read("min_len", &minLength, in: 1...1000)
      values.read("max_len", &maxLength, in: 1...1000)
      values.read("keep_numbers", &keepNumbers)
      values.read("keep_hyphens", &keepHyphens)
      values.read("stop_words", &stopWords)
      values.read("phrases", &phrases)
      values.read("phrase_threshold", &phraseThreshold)
      values.read("phrase_min_count", &phraseMinCount, in: 1...)
      if minLength > maxLength {
        values.report("min_len", "must not be above max_len (\(maxLength)), found \(minLength)")
      }
      if phraseThreshold <= 0 { values.report("phrase_threshold", "must be above 0, found \(phraseThreshold)") }
      let usual = TextPreparation()
      if !phrases, phraseThreshold != usual.phraseThreshold {
        values.report("phrase_threshold", "has no effect without `phrases: true`")
      }
      if !phrases, phraseMinCount != usual.phraseMinCount {
        values.report("phrase_min_count", "has no effect without `phrases: true`")
      }
      for word in ownStopWords {
        let found = wordByWord(removesAccents)(word)
        guard found.count != 1 else { continue }
        let pieces = found.map { "“\($0)”" }.joined(separator: " and ")
        values.report(
          "stop_words",
          "names “\(word)”, which \(found.isEmpty ? "is no word" : "is read as the words \(pieces); name those instead")"
        )
      }
      let left = Set(leftOut(removesAccents).words.map { UTF8Key($0) })
      for word in words where left.contains(UTF8Key(word)) {
        values.report("words", "asks for “\(word)”, which stop_words leaves out")
      }
    }

    /// The stop words that the settings spell out.
    private var ownStopWords: [String] { stopWords.filter { $0 != Self.english } }

    /// Whether the English list is among the stop words.
    var leavesOutEnglish: Bool { stopWords.contains(Self.english) }

    /// Whether every word that gensim would read is trained on.
    var keepsAllWords: Bool { minLength <= 2 && maxLength >= 15 && stopWords.isEmpty && !phrases }

    /// How the reader makes words.
    func preprocess(removesAccents: Bool) -> SimplePreprocess {
      SimplePreprocess(
        minLength: minLength, maxLength: maxLength, removeAccents: removesAccents, keepNumbers: keepNumbers,
        keepHyphens: keepHyphens)
    }

    /// The same for words of any length.
    private func wordByWord(_ removesAccents: Bool) -> SimplePreprocess {
      var preparation = preprocess(removesAccents: removesAccents)
      (preparation.minLength, preparation.maxLength) = (1, 10_000)
      return preparation
    }

    /// The words to leave out, as the reader has them.
    func leftOut(_ removesAccents: Bool) -> StopWords {
      let own = ownStopWords.flatMap(wordByWord(removesAccents).callAsFunction)
      return StopWords((leavesOutEnglish ? StopWords.english.words : []) + own)
    }
  }

  /// Leaves out stop words and joins phrases, where that is asked for.
  func prepare(
    _ corpus: TokenizedCorpus, _ report: ReadingReport, _ settings: Settings, _ page: Page
  ) throws -> (TokenizedCorpus, ReadingReport, Prepared) {
    var (prepared, corpus) = (Prepared(), corpus)
    let (preparation, limit) = (settings.preparation, settings.memoryLimit << 20)
    if !preparation.stopWords.isEmpty {
      let words = preparation.leftOut(settings.deacc)
      let rest = try corpus.leavingOut(words, memoryLimit: limit)
      prepared.stopWords = .init(
        listed: words.words.count, isEnglish: preparation.leavesOutEnglish,
        leftOut: corpus.tokenCount - rest.tokenCount, of: corpus.tokenCount)
      corpus = rest
    }
    if preparation.phrases {
      page.report("finding phrases")
      try page.checkCancellation()
      let options = Phrases.Options(threshold: preparation.phraseThreshold, minCount: preparation.phraseMinCount)
      let phrases = try Phrases(of: corpus, options: options, memoryLimit: limit)
      let (joined, uses) = try phrases.joined(in: corpus, memoryLimit: limit)
      prepared.phrases = .init(phrases, uses, in: joined)
      corpus = joined
    }
    return (corpus, prepared.isPlain ? report : report.describing(corpus), prepared)
  }

  /// What was done with the words once they had been read.
  struct Prepared: Sendable {
    var stopWords: Results.StopWords?
    var phrases: Results.Phrases?

    var isPlain: Bool { stopWords == nil && phrases == nil }
  }
}

extension WordEmbeddings.Results {
  /// The words that were left out on request.
  struct StopWords: Encodable, Sendable {
    /// How many words the list has.
    var listed: Int
    /// Whether scikit-learn's English list is part of it.
    var isEnglish: Bool
    /// How many of the texts' words it takes away, and of how many.
    var leftOut, of: Int
  }

  /// The pairs of words that were joined.
  struct Phrases: Encodable, Sendable {
    /// A phrase.
    struct Phrase: Encodable, Sendable {
      /// Its words with an underscore between them.
      var word: String
      /// How often it stands in the texts.
      var count: Int
      /// Its score.
      var score: Double
    }

    /// How many different phrases the texts hold.
    var count: Int
    /// In how many places one stands.
    var places: Int
    /// The five most frequent.
    var most: [Phrase]
  }
}

extension WordEmbeddings.Results.Phrases {
  /// - Parameter uses: How often each pair was joined; none where each time one of its words went with the one on its other side.
  init(_ phrases: Phrases, _ uses: [Int], in joined: TokenizedCorpus) {
    var scores: [UTF8Key: Double] = [:]
    for (pair, times) in zip(phrases.pairs, uses) where times > 0 { scores[UTF8Key(pair.text)] = pair.score }
    let found = zip(joined.words, joined.counts).compactMap { word, count in
      scores[UTF8Key(word)].map { Phrase(word: word, count: count, score: $0) }
    }
    let order = found.sorted { ($1.count, UTF8Key($0.word)) < ($0.count, UTF8Key($1.word)) }
    self.init(count: found.count, places: uses.reduce(0, +), most: Array(order.prefix(5)))
  }
}
