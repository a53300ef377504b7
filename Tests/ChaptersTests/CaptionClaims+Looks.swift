import Basics
import Foundation

extension CaptionClaims {
  /// What hiding patches does, and attention beside it.
  static let looks: [Claim] = [
    Claim(
      #"With a SigLIP these are the heads of the one query that gathers the patches after the last layer, counted as layer ([0-9,]+): before, no token stands for the picture\."#
    ) { groups, results in
      results[["model", "isSigmoid"]] == .bool(true) ? evidence([(groups[0], results[number: "model", "layers"])]) : nil
    },
    Claim(#"In Figure\(gazes\) one patch after another is hidden, ([0-9,]+) in all\."#) { groups, results in
      evidence([(groups[0], results[number: "difference", "patches"])])
    },
    Claim(
      #"Both captions lose most with the patch in row (\d+), column (\d+): the true one "# + number + ", the false one "
        + number
        + #"\."#
    ) { groups, results in
      let gazes = list(results, "gazes")
      guard gazes.count == 2 else { return nil }
      return evidence(
        gazes.flatMap {
          [(groups[0], $0[number: "row"].map { $0 + 1 }), (groups[1], $0[number: "column"].map { $0 + 1 })]
        }
          + [(groups[2], gazes[0][number: "fall"]), (groups[3], gazes[1][number: "fall"])])
    },
    Claim("“(.*)” loses most, " + number + #", with the patch in row (\d+), column (\d+)\."#) { groups, results in
      let gaze = list(results, "gazes").first { same($0[["caption"]]?.string, groups[0]) }
      return evidence([
        (groups[1], gaze?[number: "fall"]), (groups[2], gaze?[number: "row"].map { $0 + 1 }),
        (groups[3], gaze?[number: "column"].map { $0 + 1 }),
      ])
    },
    Claim(#"“(.*)” loses nothing with any patch\."#) { groups, results in
      let gaze = list(results, "gazes").first { same($0[["caption"]]?.string, groups[0]) }
      return (gaze?[number: "fall"] ?? 1) <= 0 ? "the largest fall is not above 0" : nil
    },
    Claim(#"The two maps are the same: .*\."#) { _, results in
      (results[number: "difference", "largest"] ?? 1) < 1e-3 ? "below a thousandth" : nil
    },
    Claim(
      #"Hiding (?:the one patch|one of ([0-9,]+) patches) that shows? something before the ground (.*); hiding (?:the one patch|one of ([0-9,]+) patches) of plain ground (.*)\."#
    ) { groups, results in
      let one = results[["things"]]
      func bearsOut(_ text: String, _ first: Double?, _ second: Double?) -> Bool {
        guard let first, let second else { return false }
        let verbs = [first, second].map { $0 < 0 ? "raises" : "lowers" }
        let said = text.split(separator: " ").map(String.init)
        let (found, numbers) = (said.filter { ["raises", "lowers"].contains($0) }, said.compactMap { Double($0) })
        return found == (verbs[0] == verbs[1] ? [verbs[0]] : verbs) && numbers.count == 2
          && abs(numbers[0] - abs(first)) < 0.00501 && abs(numbers[1] - abs(second)) < 0.00501
      }
      guard bearsOut(groups[1], one?[number: "descriptionFall"], one?[number: "variantFall"]),
        bearsOut(groups[3], one?[number: "groundDescriptionFall"], one?[number: "groundVariantFall"])
      else { return nil }
      return evidence([
        (groups[0].isEmpty ? "1" : groups[0], one?[number: "patches"]),
        (groups[2].isEmpty ? "1" : groups[2], one?[number: "groundPatches"]),
      ])
    },
    Claim("Over all patches the two maps have a rank correlation of " + number + #"\."#) { groups, results in
      evidence([(groups[0], results[number: "difference", "correlation"])])
    },
    .defines(#"Which patches decide between the two captions is the difference of the maps\."#),
    Claim(
      #"It is largest in row (\d+), column (\d+): hiding that patch (raises|lowers) the logit of the true caption by "#
        + number + " and (raises|lowers) that of the false one by " + number + #"\."#
    ) { groups, results in
      let one = results[["difference"]]
      let falls = [one?[number: "descriptionFall"] ?? .nan, one?[number: "variantFall"] ?? .nan]
      guard [groups[2], groups[4]] == falls.map({ $0 < 0 ? "raises" : "lowers" }) else { return nil }
      return evidence([
        (groups[0], one?[number: "row"].map { $0 + 1 }), (groups[1], one?[number: "column"].map { $0 + 1 }),
        (groups[3], abs(falls[0])), (groups[5], abs(falls[1])),
      ])
    },
    Claim(
      "So the patch favours the (true|false) caption by " + number + ", " + share
        + #" of the largest change of either logit\."#
    ) { groups, results in
      let one = results[["difference"]]
      guard ((one?[number: "descriptionFall"] ?? 0) > (one?[number: "variantFall"] ?? 0)) == (groups[0] == "true")
      else {
        return nil
      }
      return evidence([(groups[1], one?[number: "largest"]), (groups[2], one?[number: "share"])])
    },
    .defines(#"In the mirror image the second caption is the true one\."#),
    Claim(
      "The image tower sets the vectors of the picture and of its mirror image " + angle
        + " apart, and for the mirror image the first caption gets " + share + #"\."#
    ) { groups, results in
      evidence([
        (groups[0], results[number: "mirrored", "angle"]),
        (groups[1], results[number: "mirrored", "descriptionProbability"]),
      ])
    },
    Claim(#"The caption that gets more is (the same for both pictures|another one for each picture)\."#) {
      groups, results in
      let probabilities = [
        results[number: "mirrored", "descriptionProbability"], results[number: "handIn", "descriptionProbability"],
      ].map { ($0 ?? .nan) < 0.5 }
      return (probabilities[0] == probabilities[1]) == groups[0].hasPrefix("the same") ? "by both probabilities" : nil
    },
    Claim(#"Whichever patch is hidden, the pair stays (un)?decided\."#) { groups, results in
      let (one, isUndecided) = (results[["difference"]], results[["isConfused"]] == .bool(true))
      let expected = isUndecided ? one?[number: "patches"] : 0
      return isUndecided != groups[0].isEmpty && one?[number: "undecided"] == expected ? "in all cases" : nil
    },
    Claim(#"With one patch hidden, the pair (stays|becomes) undecided in ([0-9,]+) of ([0-9,]+) cases\."#) {
      groups, results in
      guard (groups[0] == "stays") == (results[["isConfused"]] == .bool(true)) else { return nil }
      return evidence([
        (groups[1], results[number: "difference", "undecided"]), (groups[2], results[number: "difference", "patches"]),
      ])
    },
    Claim(#"In (none of them|([0-9,]+) of ([0-9,]+)) does the model come to prefer the other caption\."#) {
      groups, results in
      evidence([(groups[1].isEmpty ? "0" : groups[1], results[number: "difference", "reversed"])])
    },
    Claim(#"In ([0-9,]+) of ([0-9,]+) the model comes to prefer the other caption\."#) { groups, results in
      evidence([
        (groups[0], results[number: "difference", "reversed"]), (groups[1], results[number: "difference", "patches"]),
      ])
    },
    .defines(#"The picture three times, under \d+ by \d+ squares\."#),
    Claim(#"“(.*)” needs the patch in row (\d+), column (\d+) most\."#) { groups, results in
      let gaze = list(results, "gazes").first { same($0[["caption"]]?.string, groups[0]) }
      return evidence([
        (groups[1], gaze?[number: "row"].map { $0 + 1 }), (groups[2], gaze?[number: "column"].map { $0 + 1 }),
      ])
    },
    Claim("The two differ by at most " + number + #", in row (\d+), column (\d+)\."#) { groups, results in
      let one = results[["difference"]]
      return evidence([
        (groups[0], one?[number: "largest"]), (groups[1], one?[number: "row"].map { $0 + 1 }),
        (groups[2], one?[number: "column"].map { $0 + 1 }),
      ])
    },
    Claim(#"Nothing can be compared here: .*\."#) { _, results in
      results[["agreement"]] == nil ? "no head can be compared" : nil
    },
    Claim(
      "Their rank correlation is " + number + #" for layer (\d+), head (\d+), which agrees best, "# + number
        + #" for layer (\d+), head (\d+), which agrees least, and "# + number
        + #" in the median of ([0-9,]+) heads?(?:; attention rollout, which follows attention through all layers, has "#
        + number + #")?\."#
    ) { groups, results in
      let one = results[["agreement"]]
      let expected = [
        one?[number: "best", "correlation"], one?[number: "best", "layer"], one?[number: "best", "head"],
        one?[number: "worst", "correlation"], one?[number: "worst", "layer"], one?[number: "worst", "head"],
        one?[number: "median"], one?[number: "heads"],
      ]
      let rollout = groups[8].isEmpty ? [] : [(groups[8], one?[number: "rollout"])]
      return evidence(Array(zip(groups, expected)) + rollout)
    },
    Claim(#"(?:No head|Every head|Only ([0-9,]+) of ([0-9,]+) heads?) reach(?:es)? 0\.50[:,] .*\."#) {
      groups, results in
      let (agreeing, heads) = (results[number: "agreement", "agreeing"], results[number: "agreement", "heads"])
      if groups[0].isEmpty { return agreeing == 0 || agreeing == heads ? "none or all" : nil }
      return evidence([(groups[0], agreeing), (groups[1], heads)])
    },
    Claim(#"The rank correlation of (\d+) heads, from .*; the median is "# + number + #"\."#) { groups, results in
      evidence([
        (groups[0], results[number: "agreement", "heads"]), (groups[1], results[number: "agreement", "median"]),
      ])
    },
  ]
}
