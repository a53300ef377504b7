internal import Basics
internal import Foundation
internal import Notebook

/// What the training of a model that ships with Quire asked for: `rivals.json` beside its weights.
///
/// In training an image chooses among the captions of its batch. A caption has a rival where another of its batch says the
/// same but for one thing, such as the number; only then does the choice depend on that thing alone.
struct TrainingRivals: Decodable {
  /// One category of questions.
  struct Row: Codable {
    var category: String
    /// The captions that answer such a question, counted each time that training saw one.
    var captions: Int
    /// Those of them that had a rival.
    var withRival: Int

    /// The share of them.
    var share: Double { captions > 0 ? Double(withRival) / Double(captions) : 0 }
  }

  var batches: Int
  var captions: Int
  var categories: [Row]

  /// The counts of a category.
  func row(_ category: String) -> Row? { categories.first { $0.category == category } }

  /// The counts of a model's training, where it has some.
  static func of(_ model: LocatedInput) throws -> TrainingRivals? {
    guard let file = model.files["rivals.json"] else { return nil }
    do {
      return try JSONDecoder().decode(TrainingRivals.self, from: InputFile.data(of: file, limit: 64 << 20))
    } catch is DecodingError {
      throw FileError(file, "must hold `batches`, `captions` and `categories`, as Tools/miniclip writes them")
    }
  }
}

extension ImageCaptions.Results {
  /// Of the captions of training that say how many things there are or which is where, how many had a rival.
  struct Rivals: Encodable {
    /// Batches, and captions in all of them.
    var batches, captions: Int
    /// Captions that say which of two things is where, and those with a rival that names the same two the other way round.
    var placed, exchanged: Int
    /// Captions that give two numbers; nil where nobody counted them.
    var numbered: Int?
    /// The share of those of places, and of the captions of a number those that had a rival with another number.
    var exchangedShare, countShare: Double

    init?(_ rivals: TrainingRivals?) {
      guard let rivals, let places = rivals.row("swapped"), let count = rivals.row("count") else { return nil }
      (batches, captions) = (rivals.batches, rivals.captions)
      (placed, exchanged, exchangedShare) = (places.captions, places.withRival, places.share)
      countShare = count.share
      numbered = rivals.row("number-binding")?.captions
    }
  }
}
