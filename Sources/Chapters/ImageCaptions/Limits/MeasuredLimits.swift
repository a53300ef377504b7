internal import Basics
internal import Foundation
package import Notebook

/// How much of a difference a model keeps, category by category: of pictures that are alike but for one thing, and captions
/// that differ in it.
///
/// A model that ships with Quire has it in `limits.json` beside its weights; of any other it is measured on scenes that
/// Quire draws.
package struct MeasuredLimits: Codable, Equatable {
  /// One category. All angles are means, in degrees.
  package struct Row: Codable, Equatable {
    package var category: LimitCategory
    /// What the two captions of a pair differ in, in words.
    package var title: String
    /// Pairs of pictures; each picture is asked which of its pair's two captions is its own.
    package var pairs: Int
    /// The share of right answers, the ends of its 95 % interval, and what guessing would get.
    package var accuracy, low, high, chance: Double
    /// Between the vectors of a pair's two captions, and of one caption said in two ways that mean the same.
    package var captionAngle, rewordedAngle: Double
    /// Between the vectors of a pair's two pictures, and of one picture drawn in two ways that mean the same.
    package var pictureAngle, redrawnAngle: Double
    /// How far apart the cosine sets the logits of a pair's two captions, on average over the pictures.
    package var gap: Double
    /// The two captions of a pair.
    package var example: [String]
  }

  /// What the pictures are, as a noun phrase.
  package var source: String
  /// How often pairs were drawn again for the intervals.
  package var resamples: Int
  package var categories: [Row]

  /// The limits that come with a model, where it has some.
  ///
  /// - Throws: `FileError` where the file holds something else, or numbers that cannot be.
  package static func beside(_ model: LocatedInput) throws -> MeasuredLimits? {
    guard let file = model.files["limits.json"] else { return nil }
    let limits: MeasuredLimits
    do {
      limits = try JSONDecoder().decode(MeasuredLimits.self, from: InputFile.data(of: file, limit: 1 << 20))
    } catch is DecodingError {
      throw FileError(
        file, "must hold `source`, `resamples` and `categories`, as Tools/miniclip/limits.py writes them")
    }
    if let problem = limits.problem { throw FileError(file, problem) }
    return limits
  }

  /// What cannot be true of measurements; nil where all can.
  private var problem: String? {
    if categories.isEmpty { return "has no categories; make it again by Tools/miniclip/limits.py" }
    var seen: Set<LimitCategory> = []
    for row in categories {
      let place = "has a category “\(row.category.rawValue)”"
      if !seen.insert(row.category).inserted { return "\(place) twice" }
      if row.pairs < 1 { return "\(place) without pairs" }
      if row.example.count != 2 { return "\(place) whose example is not two captions" }
      let shares = [row.low, row.accuracy, row.high, row.chance]
      if shares.contains(where: { !(0...1).contains($0) }) { return "\(place) with a share outside 0 to 1" }
      if row.chance != 0.5 { return "\(place) with a chance other than 0.5, which guessing between two captions gets" }
      if row.low > row.accuracy || row.accuracy > row.high {
        return "\(place) whose accuracy lies outside its interval"
      }
      let angles = [row.captionAngle, row.rewordedAngle, row.pictureAngle, row.redrawnAngle]
      if angles.contains(where: { !(0...180).contains($0) }) { return "\(place) with an angle outside 0 to 180" }
      if !(0..<Double.infinity).contains(row.gap) { return "\(place) whose gap is below nought" }
    }
    return nil
  }
}

extension MeasuredLimits.Row {
  /// How much of a difference arrives in the answers.
  package enum Outcome: String, Codable {
    /// The whole interval lies in the upper half of what is above chance.
    case kept
    /// It lies above chance, but not all in the upper half.
    case partly
    /// It reaches down to chance.
    case lost
  }

  /// Where a difference goes that is not kept.
  package enum Cause: String, Codable {
    /// Two captions that differ in it are no further apart than one caption said in two ways.
    case text
    /// Two pictures that differ in it are no further apart than one picture drawn in two ways.
    case picture
    /// Both.
    case both
    /// Neither: each tower moves by more than what means nothing moves it, and the cosine does not use it.
    case cosine
  }

  /// How much of the difference arrives.
  package var outcome: Outcome { low > (1 + chance) / 2 ? .kept : low > chance ? .partly : .lost }

  /// Where the rest is lost; nil for what is kept.
  package var cause: Cause? {
    guard outcome != .kept else { return nil }
    return switch (captionAngle <= rewordedAngle, pictureAngle <= redrawnAngle) {
    case (true, true): .both
    case (true, false): .text
    case (false, true): .picture
    case (false, false): .cosine
    }
  }
}

extension MeasuredLimits: Keepable {
  /// Raised by every change of the scenes, of the questions or of what is measured of them.
  package static var form: Int { 2 }

  package init?(kept file: inout KeptReader) {
    guard let limits = file.json(MeasuredLimits.self) else { return nil }
    self = limits
  }

  package func write(to file: inout KeptWriter) throws { try file.write(json: self) }
}
