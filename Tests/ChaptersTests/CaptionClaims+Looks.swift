import Basics
import Foundation

extension CaptionClaims {
  /// What hiding patches does, and attention beside it.
  static let looks: [Claim] = [
    Claim(#"Figure\(gazes\) hides one patch after the other, ([0-9,]+) patch(?:es)? in all\."#) { groups, results in
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
    .defines(#"Which patches decide between the two captions is the difference of the maps\."#),
    Claim(
      #"It is largest in row (\d+), column (\d+): hiding that patch takes "# + number
        + " more from the (true|false) caption than from the other, " + share + #" of the largest fall of either\."#
    ) { groups, results in
      let one = results[["difference"]]
      guard (one?[["speaksFor"]]?.string == "description") == (groups[3] == "true") else { return nil }
      return evidence([
        (groups[0], one?[number: "row"].map { $0 + 1 }), (groups[1], one?[number: "column"].map { $0 + 1 }),
        (groups[2], one?[number: "largest"]), (groups[4], one?[number: "share"]),
      ])
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
    .defines(#"The picture four times, three of them under \d+ by \d+ squares\."#),
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
