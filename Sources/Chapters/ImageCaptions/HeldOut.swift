internal import Basics
internal import Foundation
internal import Notebook

/// What a model that ships with Quire scored on scenes that it never saw: `held-out.json` beside its weights.
struct HeldOut: Codable {
  /// One category of questions.
  struct Row: Codable {
    var category, title: String
    /// The share of right answers.
    var accuracy: Double
    /// The share that guessing would get.
    var chance: Double
    /// How many questions were asked.
    var n: Int
    /// Of the captions that training saw and that answer such a question, the share that had a rival; absent where nobody
    /// counted.
    var rivalShare: Double?

    /// The category as a name in results.
    var key: String {
      let parts = category.split(separator: "-").map(String.init)
      return parts.prefix(1).joined() + parts.dropFirst().map(\.capitalized).joined()
    }

    /// Whether that is less than two standard errors above chance.
    var isAtChance: Bool { accuracy < chance + 2 * (chance * (1 - chance) / Double(max(1, n))).squareRoot() }
  }

  /// A caption about another thing, beside the true one alone.
  struct Unrelated: Codable {
    var meanProbability: Double
    var n: Int
  }

  var categories: [Row]
  var unrelated: Unrelated

  /// What a model is and where it comes from: the one that ships with Quire by its name.
  static func name(of model: LocatedInput) -> Markdown {
    model.files["held-out.json"] == nil ? model.provenance : "MiniCLIP, which comes with Quire"
  }

  /// The measurements of a model, where it has some.
  static func of(_ model: LocatedInput) throws -> HeldOut? {
    guard let file = model.files["held-out.json"] else { return nil }
    var heldOut: HeldOut
    do {
      heldOut = try JSONDecoder().decode(HeldOut.self, from: InputFile.data(of: file, limit: 64 << 20))
    } catch is DecodingError {
      throw FileError(file, "must hold `categories` and `unrelated`, as Tools/miniclip writes them")
    }
    if let rivals = try TrainingRivals.of(model) {
      for place in heldOut.categories.indices {
        heldOut.categories[place].rivalShare = rivals.row(heldOut.categories[place].category)?.share
      }
    }
    return heldOut
  }
}
