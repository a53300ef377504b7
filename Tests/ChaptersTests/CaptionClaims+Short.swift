import Basics
import Foundation

extension CaptionClaims {
  /// Whether the model knows the picture, and captions of whose truth nothing is known.
  static let short: [Claim] = [
    Claim(
      #"The picture is not foreign to the model: the best of ([0-9,]+) captions? made of words that it learnt has a cosine of "#
        + number + " with it, and 85.% of its edge lies within " + number
        + #" of 255 levels of an even ground; of ([0-9,]+) scenes? that the model never saw, "# + share
        + " have a cosine of " + number + " or more, and as many an edge within " + number + #"\."#
    ) { groups, results in
      guard isForeign(results) == false else { return nil }
      let keys: [Substring] = [
        "captions", "bestCosine", "unevenness", "scenes", "familiarShare", "threshold", "mostUneven",
      ]
      return evidence(zip(groups, keys).map { ($0, results[number: "familiarity", $1]) })
    },
    Claim(
      #"Of ([0-9,]+) scenes? that .* never saw in training, "# + share
        + " stand on an even ground: 85.% of their edge lies within " + number + #" of 255 levels of it\."#
    ) { groups, results in
      let keys: [Substring] = ["scenes", "familiarShare", "mostUneven"]
      return evidence(zip(groups, keys).map { ($0, results[number: "familiarity", $1]) })
    },
    Claim("Of this picture's edge as much lies within " + number + #"\."#) { groups, results in
      evidence([(groups[0], results[number: "familiarity", "unevenness"])])
    },
    Claim(
      #"The best of ([0-9,]+) captions? made of words that the model learnt, “(.*)”, has a cosine of "# + number
        + " with the picture, and " + share + " of those scenes have " + number + #" or more\."#
    ) { groups, results in
      let found = results[["familiarity"]]
      guard same(found?[["bestCaption"]]?.string, groups[1]) else { return nil }
      return evidence([
        (groups[0], found?[number: "captions"]), (groups[2], found?[number: "bestCosine"]),
        (groups[3], found?[number: "familiarShare"]), (groups[4], found?[number: "threshold"]),
      ])
    },
    Claim(
      #"What is beyond either limit is foreign to .*, as this picture is: what the model makes of captions then means nothing, however high a probability is\."#
    ) { _, results in isForeign(results) == true ? "beyond one of the two limits" : nil },
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

  /// Whether the best cosine is too low or the edge too uneven; nil where nobody measured.
  private static func isForeign(_ results: JSONValue) -> Bool? {
    let found = results[["familiarity"]]
    guard let best = found?[number: "bestCosine"], let least = found?[number: "threshold"],
      let uneven = found?[number: "unevenness"], let most = found?[number: "mostUneven"]
    else { return nil }
    return best < least || uneven > most
  }
}
