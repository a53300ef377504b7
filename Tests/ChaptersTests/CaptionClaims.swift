import Basics
import Foundation

/// What bears out every sentence of the captions chapter.
enum CaptionClaims {
  static let all = definitions + captions + pairs + handIn + looks + limits + ends

  /// Any number that prose writes, a share with its sign, and an angle.
  private static let (number, share, angle) = (#"([−0-9.,]+)"#, "([0-9.,]+[ \u{A0}]%)", "([0-9.]+)°")

  /// Whether a number of prose is a result, to the last digit that is written.
  private static func equal(_ text: String, _ value: Double?) -> Bool {
    guard let value, let found = written(text) else { return false }
    let digits = text.filter { $0.isNumber || $0 == "." }.split(separator: ".").dropFirst().first?.count ?? 0
    return abs(found - value) <= 0.5001 * pow(10, -Double(digits)) / (text.hasSuffix("%") ? 100 : 1)
  }

  private static func written(_ text: String) -> Double? { ChaptersTests.number(in: text) }

  /// The evidence where every number is what the results say.
  private static func evidence(_ pairs: [(String, Double?)]) -> String? {
    pairs.allSatisfy { equal($0.0, $0.1) } ? pairs.map { "\($0.0) is \($0.1 ?? .nan)" }.joined(separator: ", ") : nil
  }

  /// A number that may be spelled.
  private static func figure(_ text: String) -> String { ["none": "0", "one": "1"][text] ?? text }

  private static func list(_ results: JSONValue, _ path: Substring...) -> [JSONValue] { results[path]?.array ?? [] }

  private static func falsePairs(_ results: JSONValue) -> [JSONValue] {
    list(results, "pairs").filter { $0[["truth"]]?.string == "false" }
  }

  private static func isFooled(_ pair: JSONValue) -> Bool {
    pair[["isUndecided"]] == .bool(true) || (pair[number: "descriptionProbability"] ?? 1) < 0.5
  }

  private static func byHand(_ results: JSONValue, _ isByHand: Bool) -> [JSONValue] {
    falsePairs(results).filter { ($0[["category"]]?.string == "given") == isByHand }
  }

  // MARK: What something is

  private static let definitions: [Claim] = [
    .defines(#"The picture is .*: (PNG|JPEG|WebP), \d+ × \d+ pixels\."#),
    .defines(#"The submission carries it as chapters/captions/attachments/picture\.[a-z]+\."#),
    .defines(#"The model is .*\."#), .defines(#"It has two towers: one reads .* the other reads a caption\."#),
    .defines(#"Each gives one vector of length one\."#), .defines(#"The cosine of the two vectors, times [0-9.]+, is .*\."#),
    .defines(#"MiniCLIP, a small CLIP .* stands in for OpenAI's CLIP ViT-B/32\."#),
    .defines(#"It knows little beyond such scenes\."#),
    .defines(#"Figure\(probabilities\) compares captions with each other\."#),
    .defines(#"Their probabilities add up to 100.% whatever the captions say, so .*\."#),
    .defines(#"From each true description, word tables make variants .*\."#),
    .defines(#"A variant is false where the change .*\."#),
    .defines(#"Captions that are the same tokens to the model make no pair\."#),
    .defines(#"A pair is undecided if .*\."#), .defines(#"A pair whose variant is false fools the model if .*\."#),
    .defines(#"Where is a difference lost\?"#), .defines(#"By how much the logits of two captions can differ depends .*\."#),
    .defines(#"Figure\(fooled\) shows that limit and what this picture makes of it\."#),
    .defines(#"Pairs with a false variant, by what the variant changes: .*\."#),
    .defines(#"The angle is between the text vectors of the two captions; .*\."#),
    .defines(#"Each mark is a pair of a true and a false caption: .*\."#),
    .defines(#"No picture can bring a mark beyond the two curves\."#),
    .defines(#"It counts as confused while neither reaches 60.%\."#),
    .defines(#"What a caption rests on shows when .*\."#), .defines(#"A hidden patch is painted in .*\."#),
    .defines(#"Where the logit rises instead, the colour suits the caption better, .*\."#),
    .defines(#"What the two captions of the pair need\."#), .defines(#"A filled square: .*\."#), .defines(#"A hollow one: .*\."#),
    .defines(#"Both maps have one scale, .*\."#), .defines(#"The image tower never reads a caption, .*\."#),
    .defines(#"Does it at least tell which patches matter\?"#),
    .defines(#"Figure\(agreement\) compares each head's attention with .*\."#),
    .defines(#"Attention beside what hiding does\."#), .defines(#"Left, for every head .* agrees best\."#),
    .defines(#"The larger the square, the more; each map has a scale of its own\."#),
    .defines(#"Beside it the picture twice, under squares\."#),
    .defines(#"One picture is one sample; these counts say nothing about others\."#),
    .defines(#"Table\(held-out\) has what MiniCLIP scored on scenes .*\."#),
    .defines(#"MiniCLIP on scenes that it never saw: right answers, and what guessing would get\."#),
    .defines(#"Published, on OpenAI's CLIP ViT-B/32 and not measured here: Table\(published\)\."#),
    .defines(#"CLIP ViT-B/32 in published tests, in percent: .*\."#),
    // 90.9 of 100 objects told apart; attributes 64, order 61 and relations 60 to 69 where 50 is chance; counts 23 and 32.
    .defines(#"That model rarely takes one object for another, and does far worse where attributes are swapped, .*\."#),
  ]

  // MARK: Captions

  private static let captions: [Claim] = [
    Claim(#"The cosines of Table\(captions\) have no rivals; the highest is "# + number + #"\."#) { groups, results in
      evidence([(groups[0], list(results, "captions").compactMap { $0[number: "cosine"] }.max())])
    },
    Claim(#"As the settings ask, captions longer than (\d+) tokens were cut: (\d+)\."#) { groups, _ in
      "cut \(groups[1]) at \(groups[0])"
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
    Claim(#"The picture, and the probability that the model gives each caption(, the (\d+) most probable of ([0-9,]+))?\."#) {
      groups, results in
      groups[2].isEmpty ? "all of them" : evidence([(groups[2], Double(list(results, "captions").count))])
    },
    Claim(#"(The captions have|MiniCLIP reads) .*\."#) { _, results in
      list(results, "unknownWords").isEmpty ? nil : "the words of unknownWords"
    },
  ]

  // MARK: Pairs

  private static let pairs: [Claim] = [
    Claim(#"Of ([0-9,]+) pairs?, ([0-9,]+) ha(?:s|ve) a false variant, and of these (none|one|[0-9,]+) fools? it .*\."#) {
      groups, results in
      let decidable = falsePairs(results)
      return evidence([
        (groups[0], Double(list(results, "pairs").count)), (groups[1], Double(decidable.count)),
        (figure(groups[2]), Double(decidable.count(where: isFooled))),
      ])
    },
    Claim(
      #"The captions of the (?:pair that fools|[0-9,]+ pairs that fool) the model are at most "# + angle
        + " apart, those of all other pairs at least " + angle + #"\."#
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

  // MARK: The pair to hand in

  private static let handIn: [Claim] = [
    Claim("The author put this pair together:") { _, results in
      results[["isMine"]] == .bool(true) ? "isMine" : nil
    },
    Claim(#"No pair that was tried leaves the model undecided\."#) { _, results in
      falsePairs(results).filter { !["negation", "wordOrder"].contains($0[["category"]]?.string ?? "") }
        .contains { $0[["isUndecided"]] == .bool(true) } ? nil : "no plausible pair is undecided"
    },
    Claim(#"Of the pairs whose variant is false, and whose captions could both be .* this one comes nearest:"#) { _, results in
      results[["isConfused"]] == .bool(false) ? "not confused" : nil
    },
    Claim(#"Of the pairs whose variant is false, and .* the model is undecided about some\."#) { _, results in
      falsePairs(results).contains { $0[["isUndecided"]] == .bool(true) } ? "some are undecided" : nil
    },
    .defines(#"Of these the most specific one is handed in, by the words of .* with the nearer logits:"#),
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
      "So their logits can differ by at most " + number + ", and no picture could give either of them more than " + share
        + #"\."#
    ) { groups, results in
      evidence([
        (groups[0], results[number: "handIn", "largestGap"]), (groups[1], results[number: "handIn", "largestProbability"]),
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
    Claim(#"Beside it stands the best pair that was found among the variants: .*\."#) { _, results in
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
    Claim(#"The pair that was found is handed in instead\."#) { _, results in
      results[["isMine"]] == .bool(false) && results[["hasMine"]] == .bool(true) ? "isMine is false" : nil
    },
    Claim(#"The picture, and how probable the model finds the two captions of the pair, of which only the first is true\."#) {
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

  /// Whether two captions are the same but for spaces and markup.
  private static func same(_ a: String?, _ b: String) -> Bool {
    func letters(_ text: String) -> String { text.filter { $0.isLetter || $0.isNumber } }
    return a.map(letters) == letters(b)
  }

  // MARK: Where the model looks

  private static let looks: [Claim] = [
    Claim(#"Figure\(gazes\) hides one patch after the other, ([0-9,]+) patch(?:es)? in all\."#) { groups, results in
      evidence([(groups[0], results[number: "difference", "patches"])])
    },
    Claim(
      #"Both captions lose most with the patch in row (\d+), column (\d+): the true one "# + number + ", the false one " + number
        + #"\."#
    ) { groups, results in
      let gazes = list(results, "gazes")
      guard gazes.count == 2 else { return nil }
      return evidence(
        gazes.flatMap { [(groups[0], $0[number: "row"].map { $0 + 1 }), (groups[1], $0[number: "column"].map { $0 + 1 })] }
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
    Claim(#"With one patch hidden, the pair (stays|becomes) undecided in ([0-9,]+) of ([0-9,]+) cases\."#) { groups, results in
      guard (groups[0] == "stays") == (results[["isConfused"]] == .bool(true)) else { return nil }
      return evidence([
        (groups[1], results[number: "difference", "undecided"]), (groups[2], results[number: "difference", "patches"]),
      ])
    },
    Claim(#"In (none of them|([0-9,]+) of ([0-9,]+)) does the model come to prefer the other caption\."#) { groups, results in
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
    Claim(#"(?:No head|Every head|Only ([0-9,]+) of ([0-9,]+) heads?) reach(?:es)? 0\.50[:,] .*\."#) { groups, results in
      let (agreeing, heads) = (results[number: "agreement", "agreeing"], results[number: "agreement", "heads"])
      if groups[0].isEmpty { return agreeing == 0 || agreeing == heads ? "none or all" : nil }
      return evidence([(groups[0], agreeing), (groups[1], heads)])
    },
    Claim(#"The rank correlation of (\d+) heads, from .*; the median is "# + number + #"\."#) { groups, results in
      evidence([(groups[0], results[number: "agreement", "heads"]), (groups[1], results[number: "agreement", "median"])])
    },
  ]

  // MARK: Limits

  private static let limits: [Claim] = [
    Claim(#"Measured here, on this picture and this model: no pair fools the model\."#) { _, results in
      falsePairs(results).contains(where: isFooled) ? nil : "none is fooled"
    },
    Claim(
      #"Measured here, on this picture and this model: of ([0-9,]+) pairs? that the word tables made, (none|one|[0-9,]+) fools? the model\."#
    ) { groups, results in
      let made = byHand(results, false)
      return evidence([
        (groups[0], Double(made.count)), (figure(groups[1]), Double(made.count(where: isFooled))),
      ])
    },
    Claim(#"(?:Measured here, .*: o|O)f ([0-9,]+) pairs? written by hand, (none|one|[0-9,]+) do(?:es)?\."#) { groups, results in
      let made = byHand(results, true)
      return evidence([
        (groups[0], Double(made.count)), (figure(groups[1]), Double(made.count(where: isFooled))),
      ])
    },
    Claim(#"The kind (.*) does so most often, in (\d+) of (\d+) pairs?\."#) { groups, results in
      guard case .object(let members)? = results[["categories"]] else { return nil }
      func share(_ value: JSONValue) -> Double {
        (value[number: "fooled"] ?? 0) / max(1, value[number: "decidable"] ?? 0)
      }
      let made = members.filter { $0.name != "given" }.map(\.value)
      guard let worst = made.first(where: { $0[["title"]]?.string == groups[0] }),
        made.count(where: { share($0) >= share(worst) }) == 1
      else { return nil }
      return evidence([(groups[1], worst[number: "fooled"]), (groups[2], worst[number: "decidable"])])
    },
    Claim(#"It does no better than guessing at (.*): the share of right answers is less than two standard errors above chance\."#) {
      groups, results in
      let named = groups[0].split(separator: /“|”/).map(String.init).filter { $0.contains(where: \.isLetter) && $0 != " and " }
      let rows = list(results, "heldOut", "categories").filter { row in
        guard let right = row[number: "accuracy"], let chance = row[number: "chance"], let n = row[number: "n"] else {
          return false
        }
        return right < chance + 2 * (chance * (1 - chance) / n).squareRoot()
      }
      return named == rows.compactMap { $0[["title"]]?.string } ? "\(named.count) of them" : nil
    },
    Claim(#"In every category it is right more often than guessing would be\."#) { _, results in
      list(results, "atChance").isEmpty ? "none is at chance" : nil
    },
    Claim(#"Beside a true caption alone, one about another thing gets "# + share + #" on average\."#) { groups, results in
      evidence([(groups[0], results[number: "heldOut", "unrelated", "meanProbability"])])
    },
  ]

  // MARK: What the report's ends say

  private static let ends: [Claim] = [
    Claim(#"How probable .* finds captions of a picture, which of ([0-9,]+) false captions? fools? it, and why\."#) {
      groups, results in evidence([(groups[0], Double(falsePairs(results).count))])
    },
    Claim("Asked to choose between “.*” and “.*”, .* gives the true one " + share + #"\."#) { groups, results in
      evidence([(groups[0], results[number: "handIn", "descriptionProbability"])])
    },
    Claim(#"To its text tower the two captions are (only )?"# + angle + #" apart(, and no picture could .*)?\."#) {
      groups, results in
      let isUndecidable = (results[number: "handIn", "largestProbability"] ?? 1) < 0.6
      guard isUndecidable != groups[0].isEmpty, isUndecidable != groups[2].isEmpty else { return nil }
      return evidence([(groups[1], results[number: "handIn", "captionAngle"])])
    },
    Claim(#"Of ([0-9,]+) false captions?, (none|one|[0-9,]+) fools? it\."#) { groups, results in
      let all = falsePairs(results)
      return evidence([(groups[0], Double(all.count)), (figure(groups[1]), Double(all.count(where: isFooled)))])
    },
  ]
}
