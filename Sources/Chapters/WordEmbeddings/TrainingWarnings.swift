internal import Basics
internal import Embeddings
internal import Foundation
internal import Notebook

extension WordEmbeddings.Results {
  /// What is wrong with the training; only where something is.
  struct TrainingHealth: Encodable, Sendable {
    /// What is wrong, causes first: `unpredicted`, `thinned`, `few`, `diverged`, `fast`, `rising`, `long`, `still`, `alike`.
    var symptoms: [String]
    /// The tokens that are trained on, and the share of them that an epoch keeps, on average.
    var tokens: Int
    var keptShare: Double
    /// The greatest loss of an epoch and the number of that epoch; the same of the least.
    var highestLoss, lowestLoss: Double
    var highestEpoch, lowestEpoch: Int
    /// How many of the most frequent words are looked at; the median of their vectors' lengths, and of how many times its first
    /// length a vector has moved; the mean cosine of their pairs.
    var judgedWords: Int
    var typicalNorm, cosine: Double
    var moved: Double?
    /// The length of the longest of all vectors.
    var longestNorm: Double

    init(_ health: Embeddings.TrainingHealth) {
      let losses = health.losses.isEmpty ? [0] : health.losses
      // An epoch in which nothing was predicted has a loss of 0, which is nobody's merit.
      symptoms = health.symptoms.map(\.rawValue)
      (tokens, keptShare) = (health.tokens, health.keptShare)
      (highestLoss, lowestLoss) = (losses.max()!, losses.filter { $0 > 0 }.min() ?? 0)
      (highestEpoch, lowestEpoch) = (1 + losses.firstIndex(of: highestLoss)!, 1 + losses.firstIndex(of: lowestLoss)!)
      judgedWords = health.judgedWords
      (typicalNorm, moved, cosine) = (health.typicalNorm, health.moved, health.cosine)
      longestNorm = health.longestNorm
    }
  }
}

extension WordEmbeddings {
  /// Warns of a training that did not go well, with what to change.
  ///
  /// - Returns: What was found, `nil` where nothing is wrong.
  func warnOfTraining(_ trained: TrainedVectors, _ settings: Settings, on page: inout Page) -> Results.TrainingHealth? {
    var configuration = settings.training
    configuration.seed = UInt64(page.seed)
    let health = TrainingHealth(trained, configuration: configuration)
    let symptoms = health.symptoms
    guard !symptoms.isEmpty else { return nil }
    let results = Results.TrainingHealth(health)
    let advice = TrainingAdvice(results, losses: health.losses, configuration)
    page.warn(
      title: symptoms == [.few] ? "Little to train on" : "The training did not go well",
      symptoms.map(advice.sentence).joined(separator: " "), line: symptoms.map(advice.line).joined(separator: "; "))
    return results
  }
}

/// What is said of a training that did not go well.
private struct TrainingAdvice {
  let results: WordEmbeddings.Results.TrainingHealth
  let last: Double
  let training: Word2VecConfiguration

  init(_ results: WordEmbeddings.Results.TrainingHealth, losses: [Double], _ training: Word2VecConfiguration) {
    self.results = results
    last = losses.last ?? 0
    self.training = training
  }

  /// How many times gensim's learning rate this one is.
  private var times: Int { Int(training.alpha / Word2VecConfiguration().alpha) }

  /// For the reader of the report.
  func sentence(of symptom: TrainingHealth.Symptom) -> Markdown {
    switch symptom {
    case .unpredicted: "Not one word was predicted, so the vectors are where chance put them."
    case .thinned:
      """
      Of the words that are trained on, an epoch keeps \(results.keptShare.percent) on average: `sample`, which is
      \("\(training.sample)"), thins out nearly all.
      """
    case .few:
      "Only \(results.tokens.of("word")) of text are trained on, and what so little text makes neighbours may be chance."
    case .fast:
      "The learning rate begins at \("\(training.alpha)"), which is \(times.of("time")) that of gensim, 0.025."
    case .diverged:
      """
      In epoch \(results.highestEpoch) the loss is \(Self.text(results.highestLoss)), and a coin toss scores ln 2 ≈ 0.693: the vectors
      were moved too far at a time to learn anything by it.
      """
    case .rising:
      """
      The loss of the last epoch, \(Self.text(last)), is above the \(Self.text(results.lowestLoss)) of epoch \(results.lowestEpoch):
      the training undoes what it had learnt.
      """
    case .long:
      """
      The longest vector has length \(Self.text(results.longestNorm)), and half of those of the \(results.judgedWords.of("most frequent word"))
      are no longer than \(Self.text(results.typicalNorm)).
      """
    case .still:
      """
      Half of the vectors of the \(results.judgedWords.of("most frequent word")) have moved by no more than
      \((results.moved ?? 0).twoDecimals) times their first length: they are little else than what chance made them.
      """
    case .alike:
      """
      The \(results.judgedWords.of("most frequent word")) have a mean cosine of \(results.cosine.threeDecimals) with each other: their
      vectors nearly all point the same way, and what tells them apart is small beside that.
      """
    }
  }

  /// For the terminal, with what to change.
  func line(of symptom: TrainingHealth.Symptom) -> String {
    let slower = training.cbowMean || training.sg ? "" : ", or set `cbow_mean: true`"
    switch symptom {
    case .unpredicted:
      // What thinning leaves is told beside it.
      return results.symptoms.contains(TrainingHealth.Symptom.thinned.rawValue)
        ? "no word was predicted"
        : "no word was predicted: no text keeps two words; lower min_count, set sample to 0, or train on longer texts"
    case .thinned:
      return "sample \(training.sample) keeps \(results.keptShare.percent) of the words; raise it, or set it to 0"
    case .few: return "only \(results.tokens.of("word")) to train on; train on more text, or raise epochs"
    case .fast: return "alpha \(training.alpha) is \(times.of("time")) gensim's; choose a smaller alpha"
    case .diverged:
      return
        "the loss of epoch \(results.highestEpoch) is \(Self.text(results.highestLoss)), above a coin's 0.693; choose a smaller "
        + "alpha than \(training.alpha)\(slower)"
    case .rising:
      return
        "the loss rises after epoch \(results.lowestEpoch); choose a smaller alpha than \(training.alpha), or fewer epochs"
    case .long:
      return
        "vectors grow to a length of \(Self.text(results.longestNorm)); choose a smaller alpha than \(training.alpha)\(slower)"
    case .still: return "the vectors have hardly moved; raise epochs above \(training.epochs), or train on more text"
    case .alike:
      return "all vectors point nearly the same way (mean cosine \(results.cosine.threeDecimals)); raise epochs above "
        + "\(training.epochs), or train on more text"
    }
  }

  /// Three decimals of a small number, whole thousands of a great one.
  static func text(_ value: Double) -> String {
    value < 100 ? value.threeDecimals : value < 1e12 ? Int(value.rounded()).grouped : "more than 1,000,000,000,000"
  }
}
