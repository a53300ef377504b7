internal import Basics
internal import Foundation

/// What `tokenizer.json` says where its model is a Unigram.
extension TokenizerDocument {
  /// The tokens of the model and their scores, by id.
  func pieces() throws -> [(token: String?, score: Double)] {
    guard let list = root["model"]?["vocab"]?.array else { throw malformed("model.vocab", "is not a list") }
    if list.isEmpty { throw malformed("model.vocab", "is empty") }
    return try list.enumerated().map { id, entry in
      guard let pair = entry.array, pair.count == 2, let token = pair[0].string, let score = pair[1].double,
        score.isFinite
      else { throw malformed("model.vocab[\(id)]", "is not a token and its score") }
      return (token, score)
    }
  }

  func unigram(_ part: JSONValue, _ vocabulary: TokenVocabulary) throws -> Unigram {
    let scores = try pieces().map(\.score)
    guard let unknown = part["unk_id"]?.integer, scores.indices.contains(unknown) else {
      throw malformed("model.unk_id", "is no id from 0 to \(scores.count - 1)")
    }
    return Unigram(
      scores: scores, unknownID: unknown, fallsBackToBytes: part["byte_fallback"]?.bool ?? false, vocabulary: vocabulary
    )
  }
}
