public import Foundation
internal import LinearAlgebra

/// How well similarities agree with human judgement.
public struct WordPairEvaluation: Sendable, Equatable {
  /// Pearson's correlation of the similarities with the judgements; nan where either never varies or no pair was used.
  public let pearson: Double
  /// Spearman's rank correlation, ties at their mean rank; nan where either never varies or no pair was used.
  public let spearman: Double
  /// The pairs that were used, in the order of the file.
  public let scored: [ScoredPair]
  /// The share of pairs with a word that has no vector, from 0 to 1; they are left out.
  public let outOfVocabulary: Double
  /// Lines of the file that are no pair.
  public let passedOver: PassedOverLines

  /// How many pairs were used.
  public var pairs: Int { scored.count }

  /// Two words, how alike people find them and how alike their vectors are.
  public struct ScoredPair: Sendable, Equatable {
    /// The words, as the vocabulary spells them.
    public let first, second: String
    /// The number in the file.
    public let judgement: Double
    /// The cosine.
    public let similarity: Double
  }
}

extension KeyedVectors {
  /// Compares similarities with those in a file: lines of two words and a number, as `PairLines` takes them apart, `#` before comments.
  ///
  /// gensim's `evaluate_word_pairs` with its defaults, on files that it would want put in its form: upper and lower case are the same, and
  /// where that makes two words one the more frequent stands; lines of another form are passed over, and counted.
  ///
  /// - Parameter restrictVocabulary: Use this many of the most frequent words.
  /// - Throws: `EmbeddingError.file` where the file cannot be read or holds no pair.
  public func evaluate(wordPairs file: URL, restrictVocabulary: Int = 300_000) throws(EmbeddingError)
    -> WordPairEvaluation
  {
    let rows = CaselessRows(words.prefix(restrictVocabulary))
    let lines = PairLines(try EvaluationFile.lines(of: file))
    guard !lines.pairs.isEmpty else {
      throw .file(
        path: file.path, line: nil,
        cause: "has no pair: expected lines of two words and a number, with tabs, commas, semicolons or blanks between")
    }
    var (scored, missing) = ([WordPairEvaluation.ScoredPair](), 0)
    for pair in lines.pairs {
      // Squared and added up, larger ones are infinite.
      guard abs(pair.judgement) <= 1e100 else {
        throw .file(
          path: file.path, line: pair.line,
          cause: "gives \"\(pair.first)\" and \"\(pair.second)\" the judgement \(pair.judgement), beyond ±1e100")
      }
      guard let first = rows[pair.first], let second = rows[pair.second] else {
        missing += 1
        continue
      }
      let cosine = Double(try similarity(words[first], words[second]))
      scored.append(
        .init(first: words[first], second: words[second], judgement: pair.judgement, similarity: cosine))
    }
    let (judged, found) = (scored.map(\.judgement), scored.map(\.similarity))
    return WordPairEvaluation(
      pearson: correlation(judged, found), spearman: correlation(RankOrder(judged).ranks(), RankOrder(found).ranks()),
      scored: scored,
      outOfVocabulary: Double(missing) / Double(scored.count + missing), passedOver: lines.passedOver)
  }
}

/// Pearson's correlation.
private func correlation(_ x: [Double], _ y: [Double]) -> Double {
  let count = Double(x.count)
  let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
  var (xy, xx, yy) = (0.0, 0.0, 0.0)
  for (x, y) in zip(x, y) {
    xy += (x - meanX) * (y - meanY)
    xx += (x - meanX) * (x - meanX)
    yy += (y - meanY) * (y - meanY)
  }
  return xy / (xx.squareRoot() * yy.squareRoot())
}
