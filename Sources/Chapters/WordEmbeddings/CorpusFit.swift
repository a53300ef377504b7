internal import Basics
internal import Embeddings
internal import Notebook

extension WordEmbeddings.Results {
  /// Settings of the training that do not fit the texts.
  struct CorpusFit: Encodable, Sendable {
    /// How many words a value of `min_count` would leave.
    struct Remaining: Encodable, Sendable, Equatable {
      var minCount, words: Int
    }

    /// The words of the longest text.
    var longestText: Int
    /// How many words occur often enough.
    var words: Int
    /// The greatest value of `min_count` that leaves enough words for a map, where the setting does not.
    var forMap: Remaining?
    /// The settings that do not fit, by name.
    var misfits: [String]
  }
}

extension WordEmbeddings.Results.CorpusFit {
  /// - Parameter counts: How often each word occurs.
  init(_ training: Word2VecConfiguration, counts: [Int], longestText: Int) {
    self.longestText = longestText
    words = counts.count { $0 >= training.minCount }
    let needed = EmbeddingRegions.fewestWords
    let most = counts.count >= needed ? counts.sorted(by: >)[needed - 1] : 0
    forMap =
      words < needed && most > 0 ? Remaining(minCount: most, words: counts.count { $0 >= most }) : nil
    misfits =
      (forMap == nil ? [] : ["min_count"]) + (training.window >= longestText ? ["window"] : [])
      + (training.vectorSize > words ? ["vector_size"] : [])
  }

  /// What is wrong where so few words occur often enough that there is nothing to train; `nil` where two do.
  static func problem(minCount: Int, counts: [Int]) -> String? {
    let counts = counts.filter { $0 > 0 }.sorted(by: >)
    func left(_ least: Int) -> Int { counts.count { $0 >= least } }
    guard left(minCount) < 2 else { return nil }
    guard counts.count > 1 else {
      return counts.isEmpty
        ? "the texts hold no word to train on"
        : "the texts hold a single word, which has no neighbours; train on more text"
    }
    let others = Set([counts[1], 10, 5, 3, 2, 1]).filter { $0 < minCount && left($0) > 1 }.sorted(by: >)
    let found = left(minCount) == 0 ? "no word occurs" : "only one word occurs"
    return "embeddings.min_count: \(found) \(minCount.of("time")), and two at least are needed; "
      + others.map { "\($0) would leave \(left($0).of("word"))" }.joined(separator: ", ")
  }
}

extension WordEmbeddings {
  /// Warns, before anything is trained, of settings that do not fit the texts.
  ///
  /// - Returns: What was found, `nil` where all fit.
  /// - Throws: `NotebookError.chapter` where `min_count` leaves nothing to train, with what other values would leave.
  func checkFit(of training: Word2VecConfiguration, to corpus: TokenizedCorpus, on page: inout Page) throws
    -> Results.CorpusFit?
  {
    if let problem = Results.CorpusFit.problem(minCount: training.minCount, counts: corpus.counts) {
      throw NotebookError.chapter(slug: Self.slug, problem: problem)
    }
    let longest = zip(corpus.rowEnds, [0] + corpus.rowEnds).reduce(0) { max($0, $1.0 - $1.1) }
    let fit = Results.CorpusFit(training, counts: corpus.counts, longestText: longest)
    guard !fit.misfits.isEmpty else { return nil }
    let (sentences, lines) = (fit.sentences(training), fit.lines(training))
    page.warn(
      title: "Settings that do not fit the texts", sentences.joined(separator: " "), line: lines.joined(separator: "; ")
    )
    return fit
  }
}

extension WordEmbeddings.Results.CorpusFit {
  /// What the report says of each misfit.
  fileprivate func sentences(_ training: Word2VecConfiguration) -> [Markdown] {
    misfits.map { name in
      switch name {
      case "window":
        """
        No text has more than \(longestText.of("word")), so a window of \(training.window.of("word")) on either side takes in all of
        each.
        """
      case "vector_size":
        "The vectors have \(training.vectorSize.of("dimension")), which is more than there are words: \(words.grouped)."
      default:
        """
        Only \(words.of("word")) \(words == 1 ? "occurs" : "occur") at least \(training.minCount.of("time")), too few for a map; there would
        be \((forMap?.words ?? 0).grouped) of those that occur at least \((forMap?.minCount ?? 0).of("time")).
        """
      }
    }
  }

  /// What the terminal says of each misfit.
  fileprivate func lines(_ training: Word2VecConfiguration) -> [String] {
    misfits.map { name in
      switch name {
      case "window":
        "window \(training.window) reaches beyond every text, of which the longest has \(longestText.of("word"))"
      case "vector_size":
        "vector_size \(training.vectorSize) is more than the \(words.of("word")) that there are; choose a smaller one"
      default:
        "min_count \(training.minCount) leaves \(words.of("word")), too few for a map; \(forMap?.minCount ?? 0) would leave "
          + "\((forMap?.words ?? 0).grouped)"
      }
    }
  }
}
