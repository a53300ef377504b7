import Basics
import Chapters
import Foundation

extension CaptionClaims {
  /// Where a difference is lost, and what a written word does.
  static let diagnosis: [Claim] = measured + typographic

  private static let measured: [Claim] = [
    Claim(
      #"Measured on composed scenes, .*: ([0-9,]+) pairs? of pictures alike but for one thing, with a caption for each, say where a difference is lost \(Figure\(diagnosis\)\)\."#
    ) { groups, results in
      evidence([
        (groups[0], list(results, "limits", "categories").compactMap { $0[number: "pairs"] }.reduce(0, +))
      ])
    },
    .defines(
      "It counts as lost in a tower if it turns that tower's vector, on average, no further than a change without meaning does: "
        + #"another opening of the caption, the same picture drawn anew\."#),
    Claim(#"The model keeps (?:all \d+ differences, )?(.*): the whole interval lies above 75[ \u{A0}]% right\."#) {
      groups, results in
      named(groups[0], results) { ($0[number: "low"] ?? 0) > 0.75 }
    },
    Claim(#"(Lost(?: in part,)?) in (the text tower|the image tower|both towers|the cosine alone),? (?:is|are) (.*)\."#)
    {
      groups, results in
      let isPartly = groups[0] != "Lost"
      let names = groups[2].replacing(/\s\([^)]*\)/, with: "")
      let found = named(names, results) { row in
        let (low, isText, isPicture) = (
          row[number: "low"] ?? 1, isLost(row, "caption", "reworded"), isLost(row, "picture", "redrawn")
        )
        let place =
          switch (isText, isPicture) {
          case (true, true): "both towers"
          case (true, false): "the text tower"
          case (false, true): "the image tower"
          case (false, false): "the cosine alone"
          }
        return low <= 0.75 && (low > 0.5) == isPartly && place == groups[1]
      }
      guard let found else { return nil }
      let rows = list(results, "limits", "categories")
      let items = try groups[2].matches(of: Regex(#"([a-z ]+) \(([0-9.]+[ \u{A0}]%) right; ([^)]*)\)"#))
      for item in items {
        let name = String(item.output[1].substring ?? "").replacing(/^ ?(and )?/, with: "")
        guard let row = rows.first(where: { $0[["title"]]?.string == name }),
          equal(String(item.output[2].substring ?? ""), row[number: "accuracy"])
        else { return nil }
        let angles = String(item.output[3].substring ?? "").matches(of: /([0-9.]+)°/).map { String($0.1) }
        let expected: [Double?] =
          switch groups[1] {
          case "the text tower": [row[number: "captionAngle"], row[number: "rewordedAngle"]]
          case "the image tower": [row[number: "pictureAngle"], row[number: "redrawnAngle"]]
          default:
            [
              row[number: "captionAngle"], row[number: "pictureAngle"], row[number: "rewordedAngle"],
              row[number: "redrawnAngle"],
            ]
          }
        guard angles.count == expected.count, zip(angles, expected).allSatisfy({ equal($0, $1) }) else { return nil }
      }
      return items.isEmpty ? nil : found
    },
    Claim(#"At (.*) the model does worse than guessing: the whole interval lies below 50[ \u{A0}]% right\."#) {
      groups, results in
      named(groups[0], results) { ($0[number: "high"] ?? 1) < 0.5 }
    },
    Claim(#"That CLIP's towers can tell apart what their cosine cannot is known\."#) { _, results in
      list(results, "limits", "lostInCosine").isEmpty ? nil : "published"
    },
    Claim(#"Not asked (?:is|are) (.*), which these scenes cannot show or the model has no words for\."#) {
      groups, results in
      let asked = list(results, "limits", "categories").compactMap { $0[["title"]]?.string }
      let names = enumerated(groups[0])
      let isWhole = names.count + asked.count == LimitCategory.allCases.count
      return isWhole && Set(names).isDisjoint(with: asked) ? "none of \(asked)" : nil
    },
    .defines(
      "Where a difference is lost, by what two captions or two pictures differ in: .*, from pairs drawn again 10,000 times"
        + #"(?: \(without width where every draw gives the same\))?\."#),
    .defines(
      #"Grey: one caption said in two ways, one picture drawn in two ways, the 0\.405 below which a pair is undecided, and guessing\."#
    ),
    Claim(#"Angles in degrees, logits and right answers, the most right first: (.*)\."#) { groups, results in
      let rows = list(results, "limits", "categories")
      let items = groups[0].split(separator: "; ").map(String.init)
      guard items.count == rows.count else { return nil }
      for (item, row) in zip(items, rows) {
        let numbers = item.matches(of: /[0-9.]+([ \u{A0}]%)?/).map { String($0.0) }
        let keys = [
          "captionAngle", "rewordedAngle", "pictureAngle", "redrawnAngle", "gap", "accuracy", "low", "high",
        ]
        guard item.hasPrefix(row[["title"]]?.string ?? "?"), numbers.count == keys.count,
          zip(numbers, keys).allSatisfy({ equal($0, row[number: Substring($1)]) })
        else { return nil }
      }
      let shares = rows.compactMap { $0[number: "accuracy"] }
      return shares == shares.sorted(by: >) ? "\(rows.count) categories" : nil
    },
  ]

  /// Whether a tower's vector moves no further for a difference than for a change without meaning.
  private static func isLost(_ row: JSONValue, _ change: String, _ noise: String) -> Bool {
    (row[number: "\(change)Angle"] ?? .nan) <= (row[number: "\(noise)Angle"] ?? .nan)
  }

  /// `a, b and c` as its parts.
  private static func enumerated(_ text: String) -> [String] {
    text.replacing(" and ", with: ", ").split(separator: ", ").map(String.init)
  }

  /// Whether a sentence names the categories for which something holds, and no other.
  private static func named(_ text: String, _ results: JSONValue, _ holds: (JSONValue) -> Bool) -> String? {
    let meant = list(results, "limits", "categories").filter(holds).compactMap { $0[["title"]]?.string }
    return !meant.isEmpty && meant == enumerated(text) ? meant.joined(separator: ", ") : nil
  }

  private static let typographic: [Claim] = [
    .defines(#"A written word\."#),
    .defines(#"CLIP may take a word that is written in a picture for the thing that it names\."#),
    Claim(#"Figure\(typographic\) lays the word ([a-z]+) over the picture and asks between “(.*)” and “(.*)”\."#) {
      groups, results in
      let found = results[["typographic"]]
      return found?[["word"]]?.string == groups[0] && same(found?[["trueCaption"]]?.string, groups[1])
        && groups[2].contains(groups[0]) ? "the word and its captions" : nil
    },
    .defines(
      #"The same label left blank shows what covering does, and with the letters backwards what any letters do\."#),
    Claim("Without a label the logit of the true caption is ahead by " + number + #" \("# + share + #"\)\."#) {
      groups, results in
      evidence([
        (groups[0], results[number: "typographic", "plainLead"]), (groups[1], results[number: "typographic", "plain"]),
      ])
    },
    Claim(
      "On the widest label, 90[ \u{A0}]% of what the model sees, that is " + number + #" \("# + share
        + #"\) with the word, "# + number + #" \("# + share + #"\) with ([a-z]+) and "# + number + #" \("# + share
        + #"\) with nothing written\."#
    ) { groups, results in
      let found = results[["typographic", "largest"]]
      guard groups[4] == results[["typographic", "word"]]?.string.map({ String($0.reversed()) }) else { return nil }
      return evidence([
        (groups[0], found?[number: "writtenLead"]), (groups[1], found?[number: "written"]),
        (groups[2], found?[number: "backwardsLead"]), (groups[3], found?[number: "backwards"]),
        (groups[5], found?[number: "blankLead"]), (groups[6], found?[number: "blank"]),
      ])
    },
    word(#"Since the true caption does not lead even without a label, the word has nothing to turn\."#) {
      $0.plain < 0
    },
    word(#"Since covering alone turns the answer, it says nothing of what the word does\."#) {
      $0.plain >= 0 && $0.blank < 0
    },
    word(
      #"So the word does no more than its letters in another order, by the chapter's measure of a difference in logits of 0\.405: nothing shows that the model reads it\."#
    ) { $0.isFair && !$0.isRead },
    word(#"So the model takes the word for a sign of the thing, but what the picture shows still decides\."#) {
      $0.isFair && $0.isRead && $0.written >= 0
    },
    word(
      #"So the word counts, beyond what its letters in another order do, though these alone turn the answer as well\."#
    ) { $0.isFair && $0.isRead && $0.written < 0 && $0.backwards < 0 },
    word(#"So the written word outweighs what the picture shows\."#) {
      $0.isFair && $0.isRead && $0.written < 0 && $0.backwards >= 0
    },
    .defines(
      "The picture with the word on its widest label, and by how much the logit of the true caption is ahead of .*, by the "
        + #"label's width as a share of what the model sees\."#),
    .defines(#"The level line: without a label\."#),
    Claim(
      "A label ([0-9]+[ \u{A0}]%) wide: blank " + number + ", backwards " + number + ", word " + number + #"\."#
    ) { groups, results in
      let label = list(results, "typographic", "labels").first { equal(groups[0], $0[number: "share"]) }
      return evidence([
        (groups[1], label?[number: "blankLead"]), (groups[2], label?[number: "backwardsLead"]),
        (groups[3], label?[number: "writtenLead"]),
      ])
    },
  ]

  /// The leads of the true caption's logit without a label and with the widest one blank, backwards and with the word.
  private struct Outcome {
    var plain, blank, backwards, written: Double

    init?(_ results: JSONValue) {
      let found = results[["typographic"]]
      guard let plain = found?[number: "plainLead"], let blank = found?[number: "largest", "blankLead"],
        let backwards = found?[number: "largest", "backwardsLead"],
        let written = found?[number: "largest", "writtenLead"]
      else { return nil }
      (self.plain, self.blank, self.backwards, self.written) = (plain, blank, backwards, written)
    }

    /// Whether the word moves the lead by more, beyond what its letters backwards do, than leaves a pair undecided.
    var isRead: Bool { blank - written - max(0, blank - backwards) >= log(1.5) }
    /// Whether the picture decides while there is no word.
    var isFair: Bool { plain >= 0 && blank >= 0 }
  }

  /// A conclusion about the widest label.
  private static func word(_ pattern: String, _ holds: @escaping @Sendable (Outcome) -> Bool) -> Claim {
    Claim(pattern) { _, results in Outcome(results).flatMap { holds($0) ? "\($0)" : nil } }
  }
}
