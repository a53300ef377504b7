import Basics
import Foundation

extension CaptionClaims {
  /// Whether the model knows the picture, and captions of whose truth nothing is known.
  static let short: [Claim] = [
    Claim(
      #"Of ([0-9,]+) captions? made of words that the model learnt, “(.*)” fits the picture best, with a cosine of "#
        + number + #"; of ([0-9,]+) scenes? that it never saw, "# + share + " have one of at least " + number + #"\."#
    ) { groups, results in
      let found = results[["familiarity"]]
      guard same(found?[["bestCaption"]]?.string, groups[1]) else { return nil }
      return evidence([
        (groups[0], found?[number: "captions"]), (groups[2], found?[number: "bestCosine"]),
        (groups[3], found?[number: "scenes"]), (groups[4], found?[number: "familiarShare"]),
        (groups[5], found?[number: "threshold"]),
      ])
    },
    Claim(#"So the picture is not foreign to it\."#) { _, results in
      isForeign(results) == false ? "the best cosine reaches the threshold" : nil
    },
    Claim(
      #"So this picture is foreign to .*: none of them fits it as they fit what the model knows, and the probabilities below only say which caption fits least badly, however high they are\."#
    ) { _, results in isForeign(results) == true ? "the best cosine is below the threshold" : nil },
    Claim(#"No pair is handed in\."#) { _, results in results[["handIn"]] == nil ? "there is none" : nil },
    Claim(#"The picture is foreign to .*, so what it makes of captions means nothing and no pair is handed in\."#) {
      _, results in isForeign(results) == true && results[["handIn"]] == nil ? "below the threshold" : nil
    },
    .defines(#"The settings name two captions:"#),
    Claim(
      "Their cosines with the picture are " + number + " and " + number + ", their logits " + number + " and " + number
        + #" \(Figure\(pair\)\)\."#
    ) { groups, results in
      let keys: [Substring] = ["descriptionCosine", "variantCosine", "descriptionLogit", "variantLogit"]
      return evidence(zip(groups, keys).map { ($0, results[number: "handIn", $1]) })
    },
    Claim(#"The picture, and how probable the model finds each of the two captions\."#) { _, results in
      results[["handIn", "truth"]] == .string("unknown") ? "nothing is known of either" : nil
    },
    Claim(#"Nothing says which of these captions are true of the picture\."#) { _, results in
      results[["isPlain"]] == .bool(true) ? "isPlain" : nil
    },
    .defines(#"So it is open whether the model is right, and a probability near one half may mean .*\."#),
    .defines(#"With true descriptions, or pairs of a true and a false caption .* would get a certificate\."#),
    Claim(#"How probable .* finds ([0-9,]+) captions? of a picture\."#) { groups, results in
      evidence([(groups[0], Double(list(results, "captions").count))])
    },
    Claim(#"Of ([0-9,]+) captions? .* finds “(.*)” the most probable, with "# + share + #"\."#) { groups, results in
      let all = list(results, "captions")
      guard same(all.first?[["caption"]]?.string, groups[1]) else { return nil }
      return evidence([
        (groups[0], Double(all.count)), (groups[2], all.compactMap { $0[number: "probability"] }.max()),
      ])
    },
    Claim("Asked to choose between “.*” and “.*”, .* gives the first " + share + #"\."#) { groups, results in
      results[["isPlain"]] == .bool(true)
        ? evidence([(groups[0], results[number: "handIn", "descriptionProbability"])]) : nil
    },
    Claim(#"Nothing is known of which is true\."#) { _, results in
      results[["handIn", "truth"]] == .string("unknown") ? "nothing is said" : nil
    },
  ]

  /// Whether the best cosine is below the threshold; nil where nobody measured.
  private static func isForeign(_ results: JSONValue) -> Bool? {
    guard let best = results[number: "familiarity", "bestCosine"],
      let threshold = results[number: "familiarity", "threshold"]
    else { return nil }
    return best < threshold
  }
}
