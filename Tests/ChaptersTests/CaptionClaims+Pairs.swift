import Basics
import Foundation

extension CaptionClaims {
  /// What captions get, and words that are not known.
  static let captions: [Claim] = [
    Claim(#"The cosines of Table\(captions\) do not depend on the other captions; the highest is "# + number + #"\."#) {
      groups, results in
      evidence([(groups[0], list(results, "captions").compactMap { $0[number: "cosine"] }.max())])
    },
    Claim(
      #"Alone is the probability beside “(.*)”, which names nothing, and that is even at 50.%: (none of the captions reaches it, so the most probable one may only fit least badly|the caption reaches it|each of the ([0-9,]+) captions reaches it|([0-9,]+) of ([0-9,]+) captions reach(?:es)? it)\."#
    ) { groups, results in
      guard same(results[["alone", "neutral"]]?.string, groups[0]) else { return nil }
      return lone(groups[1], results) { row in
        guard let logit = row[number: "logit"], let level = results[number: "alone", "neutralLogit"] else { return nil }
        return logit - level
      }
    },
    Claim(
      #"Alone is the score that the model gives a caption by itself: (none of the captions has 50.% or more, so by the model none of these fits|every caption has 50.% or more|([0-9,]+) of ([0-9,]+) captions (?:has|have) 50.% or more)\."#
    ) { groups, results in
      guard results[["model", "isSigmoid"]] == .bool(true), results[["alone", "neutral"]] == nil else { return nil }
      return lone(groups[0], results) { $0[number: "logit"] }
    },
    Claim(#"As the settings ask, captions longer than (\d+) tokens were cut: (\d+)\."#) { groups, _ in
      "cut \(groups[1]) at \(groups[0])"
    },
    Claim(
      #"As the settings ask, captions longer than (\d+) tokens were read in windows of as many at most, whose vectors are averaged: (\d+)\."#
    ) { groups, results in
      evidence([(groups[0], results[number: "model", "maximumTokens"])]).map { "\($0), \(groups[1]) of them" }
    },
    Claim(#"Every caption has a cosine below 0 with this picture: its vector points away from all of theirs\."#) {
      _, results in
      list(results, "captions").allSatisfy { ($0[number: "cosine"] ?? 1) < 0 } ? "each cosine is below 0" : nil
    },
    .defines(#"The probabilities only say which caption fits least badly\."#),
    Claim(#"Captions of the picture, the most probable first(: (\d+) of ([0-9,]+))?\."#) { groups, results in
      let all = list(results, "captions").compactMap { $0[number: "probability"] }
      guard all == all.sorted(by: >) else { return nil }
      return groups[2].isEmpty ? "in order" : evidence([(groups[2], Double(all.count))])
    },
    Claim(
      #"The picture, and the probability that the model gives each caption(, the (\d+) most probable of ([0-9,]+))?\."#
    ) {
      groups, results in
      groups[2].isEmpty ? "all of them" : evidence([(groups[2], Double(list(results, "captions").count))])
    },
    Claim(#"(The captions have|MiniCLIP reads) .*\."#) { _, results in
      list(results, "unknownWords").isEmpty ? nil : "the words of unknownWords"
    },
  ]

  /// What is said of how many captions fit by themselves, by what the logistic function is taken of.
  private static func lone(_ said: String, _ results: JSONValue, _ level: (JSONValue) -> Double?) -> String? {
    let rows = list(results, "captions")
    let levels = rows.compactMap(level)
    guard levels.count == rows.count,
      zip(rows, levels).allSatisfy({ abs(($0[number: "alone"] ?? .nan) - 1 / (1 + exp(-$1))) < 1e-9 })
    else { return nil }
    let fitting = levels.count { $0 >= 0 }
    let numbers = said.split(separator: " ").compactMap { Int($0.filter { $0 != "," }) }.filter { $0 != 50 }
    let holds =
      said.hasPrefix("none")
      ? fitting == 0
      : said.hasPrefix("every") || said.hasPrefix("each") || said.hasPrefix("the caption")
        ? fitting == rows.count && numbers.allSatisfy { $0 == fitting } : numbers == [fitting, rows.count]
    return holds && results[number: "alone", "fitting"] == Double(fitting) ? "\(fitting) of \(rows.count)" : nil
  }

  /// What pairs there are, and which of them fool the model.
  static let pairs: [Claim] = [
    Claim(#"Of ([0-9,]+) pairs?, ([0-9,]+) ha(?:s|ve) a false variant, and of these (none|one|[0-9,]+) fools? it .*\."#)
    {
      groups, results in
      let decidable = falsePairs(results)
      return evidence([
        (groups[0], Double(list(results, "pairs").count)), (groups[1], Double(decidable.count)),
        (figure(groups[2]), Double(decidable.count(where: isFooled))),
      ])
    },
    Claim(
      #"The captions of the (?:pair that fools|[0-9,]+ pairs that fool) the model are at most "# + angle
        + " apart, those of the others with a false variant at least " + angle + #"\."#
    ) { groups, results in
      let all = falsePairs(results)
      let fooled = all.filter(isFooled).compactMap { $0[number: "captionAngle"] }
      let right = all.filter { !isFooled($0) }.compactMap { $0[number: "captionAngle"] }
      guard let largest = fooled.max(), let smallest = right.min(), largest < smallest else { return nil }
      return evidence([(groups[0], largest), (groups[1], smallest)])
    },
    Claim(
      "The captions of pairs that fool the model are " + angle + " apart on average, those of the other pairs " + angle
        + #"\."#
    ) { groups, results in
      func mean(_ values: [JSONValue]) -> Double {
        values.compactMap { $0[number: "captionAngle"] }.reduce(0, +) / Double(values.count)
      }
      let all = falsePairs(results)
      return evidence([(groups[0], mean(all.filter(isFooled))), (groups[1], mean(all.filter { !isFooled($0) }))])
    },
    Claim(#"For (no|one|[0-9,]+) pairs? (?:is )?the angle (?:is )?so small that no picture .*\."#) { groups, results in
      let count = falsePairs(results).count { ($0[number: "largestProbability"] ?? 1) < 0.6 }
      return ["no": 0, "one": 1][groups[0]] ?? Int(groups[0]) == count ? "\(count) below 60 %" : nil
    },
    Claim(
      #"But some picture could bring either caption to 90.% or more in ([0-9,]+) of ([0-9,]+) pairs? that fools? the model, so .*\."#
    ) { groups, results in
      let fooled = falsePairs(results).filter(isFooled)
      return evidence([
        (groups[0], Double(fooled.count { ($0[number: "largestProbability"] ?? 0) >= 0.9 })),
        (groups[1], Double(fooled.count)),
      ])
    },
    Claim(#"Pairs of a true and a false caption, the least decided first: (\d+) of ([0-9,]+)\."#) { groups, results in
      evidence([(groups[1], Double(falsePairs(results).count))])
    },
    Claim(#"How many pairs of each kind fool the model: (.*)\."#) { groups, results in
      guard case .object(let members)? = results[["categories"]] else { return nil }
      let said = groups[0].split(separator: "; ").map(String.init)
      let known = members.map(\.value).filter { ($0[number: "decidable"] ?? 0) > 0 }.map {
        "\($0[["title"]]?.string ?? ""), \(Int($0[number: "fooled"] ?? -1)) of \(Int($0[number: "decidable"] ?? -1))"
      }
      return Set(said) == Set(known) && said.count == known.count ? "as the categories have it" : nil
    },
  ]

  /// The pair that is handed in.
  static let handIn: [Claim] = [
    Claim("The author put this pair together:") { _, results in
      results[["isMine"]] == .bool(true) ? "isMine" : nil
    },
    Claim(#"No pair that may be handed in leaves the model undecided; a denial may not, nor .*\."#) { _, results in
      falsePairs(results).filter { !["negation", "wordOrder"].contains($0[["category"]]?.string ?? "") }
        .contains { $0[["isUndecided"]] == .bool(true) } ? nil : "no plausible pair is undecided"
    },
    Claim(#"Of those that( the author did not put together and that)? are a true .*, this one comes nearest:"#) {
      groups, results in
      results[["isConfused"]] == .bool(false) && (results[["hasMine"]] == .bool(true)) != groups[0].isEmpty
        ? "not confused" : nil
    },
    Claim(
      #"Of the pairs that( the author did not .*)? pass every gate of Table\(certificate\), one with .* handed in\."#
    ) {
      groups, results in
      results[["certificate", "isCertified"]] == .bool(true)
        && (results[["hasMine"]] == .bool(true)) != groups[0].isEmpty
        ? "certified" : nil
    },
    .defines("So it is this pair:"),
    Claim(#"No pair that may be handed in passes every gate of Table\(certificate\)\."#) { _, results in
      results[["certificate", "isCertified"]] == .bool(false) ? "not certified" : nil
    },
    Claim(#"Of those that( the author .*)? were examined and leave the model undecided, this one .* the nearest:"#) {
      groups, results in
      results[["isConfused"]] == .bool(true) && (results[["hasMine"]] == .bool(true)) != groups[0].isEmpty
        ? "undecided" : nil
    },
    Claim(#"“(.*)” \("# + share + #"\)"#) { groups, results in
      let pair = results[["handIn"]]
      for (side, caption) in [("descriptionProbability", "description"), ("variantProbability", "variant")]
      where same(pair?[[Substring(caption)]]?.string, groups[0]) && equal(groups[1], pair?[number: Substring(side)]) {
        return caption
      }
      return nil
    },
    Claim(#"The first is true by the author's word; the second is false \(Figure\(pair\)\)\."#) { _, results in
      results[["handIn", "truth"]]?.string
    },
    Claim(
      "Their cosines with the picture are " + number + " and " + number + ", their logits " + number + " and " + number
        + #"\."#
    ) { groups, results in
      let pair = results[["handIn"]]
      let keys: [Substring] = ["descriptionCosine", "variantCosine", "descriptionLogit", "variantLogit"]
      return evidence(zip(groups, keys).map { ($0, pair?[number: $1]) })
    },
    Claim("The higher probability is " + share + #", which is (not )?below 0\.6: .*\."#) { groups, results in
      let value = results[number: "handIn", "highestProbability"]
      return ((value ?? 1) < 0.6) == groups[1].isEmpty ? evidence([(groups[0], value)]) : nil
    },
    Claim("To the text tower the two captions are " + angle + #" apart\."#) { groups, results in
      evidence([(groups[0], results[number: "handIn", "captionAngle"])])
    },
    Claim(
      "So their logits can differ by at most " + number + ", and no picture could give either of them more than "
        + share
        + #"\."#
    ) { groups, results in
      evidence([
        (groups[0], results[number: "handIn", "largestGap"]),
        (groups[1], results[number: "handIn", "largestProbability"]),
      ])
    },
    Claim(#"That is below 60.%: the text tower alone settles that\."#) { _, results in
      (results[number: "handIn", "largestProbability"] ?? 1) < 0.6 ? "below 0.6" : nil
    },
    Claim("This picture uses " + share + #" of the difference that the text tower leaves\."#) { groups, results in
      let pair = results[["handIn"]]
      let gap = abs((pair?[number: "descriptionLogit"] ?? 0) - (pair?[number: "variantLogit"] ?? 0))
      return evidence([(groups[0], gap / (pair?[number: "largestGap"] ?? .nan))])
    },
    Claim(
      #"Of ([0-9,]+) pictures? that the model has read here, this one, .* in turn, the one that sets the captions furthest apart uses "#
        + share + #"\."#
    ) { groups, results in
      let (reach, used) = (results[["reach"]], results[number: "handIn", "usedShare"] ?? .nan)
      // The picture, its mirror image and one for each patch; this picture is one of them.
      let pictures = (results[number: "difference", "patches"] ?? .nan) + 2
      guard (reach?[number: "share"] ?? -1) >= used - 1e-9 else { return nil }
      return evidence([(groups[0], pictures), (groups[1], reach?[number: "share"])])
    },
    Claim(
      #"The true caption that is handed in beside (?:([0-9,]+) of )?([0-9,]+) false captions?, the least decided first: .*\."#
    ) { groups, results in
      let description = results[["handIn", "description"]]
      let all = falsePairs(results).filter { $0[["description"]] == description }
      let shown = list(results, "alternatives").compactMap { $0[number: "highestProbability"] }
      // Where the search found the pair, it found others beside it.
      let isSearched = !all.contains { $0[["variant"]] == results[["handIn", "variant"]] }
      guard shown == shown.sorted(), isSearched ? shown.count > all.count : shown.count == all.count else { return nil }
      return evidence([
        (groups[1], Double(shown.count)), (groups[0].isEmpty ? groups[1] : groups[0], Double(min(6, shown.count))),
      ])
    },
    Claim(#"The other pair that would have been handed in is .*\."#) { _, results in
      results[["hasFound"]] == .bool(true) && results[["isMine"]] == .bool(true) ? "found" : nil
    },
    Claim("Its higher probability is " + share + #", which is (not )?below 60.%\."#) { groups, results in
      let value = results[number: "found", "highestProbability"]
      return ((value ?? 1) < 0.6) == groups[1].isEmpty ? evidence([(groups[0], value)]) : nil
    },
    Claim(
      "“.*” and “.*” (confuse the model too|do not confuse the model): the higher probability is " + share + #"\."#
    ) { groups, results in
      let value = results[number: "mine", "highestProbability"]
      return ((value ?? 1) < 0.6) == groups[0].hasSuffix("too") ? evidence([(groups[1], value)]) : nil
    },
    Claim(#"Another pair is handed in instead\."#) { _, results in
      results[["isMine"]] == .bool(false) && results[["hasMine"]] == .bool(true) ? "isMine is false" : nil
    },
    Claim(
      #"The picture, and how probable the model finds the two captions of the pair, of which only the first is true\."#
    ) {
      _, results in results[["handIn", "truth"]] == .string("false") ? "the variant is false" : nil
    },
    Claim(#"“(.*)”: "# + share + #"\."#) { groups, results in
      let shown = list(results, "captions")
      let pair = results[["handIn"]]
      let known =
        shown.map { ($0[["caption"]]?.string, $0[number: "probability"]) } + [
          (pair?[["description"]]?.string, pair?[number: "descriptionProbability"]),
          (pair?[["variant"]]?.string, pair?[number: "variantProbability"]),
        ]
      return known.contains { same($0.0, groups[0]) && equal(groups[1], $0.1) } ? "as the results have it" : nil
    },
  ]
}
