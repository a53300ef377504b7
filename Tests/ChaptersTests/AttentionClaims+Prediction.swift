import Basics
import Foundation

extension AttentionClaims {
  private static func near(_ shown: String, _ value: Double?, _ digits: Int) -> Bool {
    guard let value, let shown = number(in: shown) else { return false }
    var unit = 1.0
    for _ in 0..<digits { unit /= 10 }
    return abs(shown - value) <= 0.500001 * unit
  }

  private static func text(_ value: JSONValue?) -> String? { value?.string }

  private static func claim(
    _ pattern: String, _ conditions: @escaping @Sendable ([String], JSONValue) -> [Bool]
  ) -> Claim {
    Claim(pattern) { groups, results in
      guard let found = results[["prediction"]] else { return nil }
      let conditions = conditions(groups, found)
      return conditions.allSatisfy { $0 } ? "\(conditions.count) comparisons with the results" : nil
    }
  }

  private static func words(_ found: JSONValue) -> [JSONValue] { found[["words"]]?.array ?? [] }
  private static func effect(_ word: JSONValue) -> Double? { word[number: "masked"] ?? word[number: "leftOut"] }
  private static func isLabel(_ name: String, _ found: JSONValue) -> Bool { text(found[["label"]]) == name }

  /// What the checkpoint's head says.
  static let prediction: [Claim] = [
    claim(
      #"The checkpoint was trained for a task: on the last state of (.+), its head (?:gives each of (\d+) classes a score|gives one score), in Table\(classes\)\."#
    ) { m, p in
      [(Int(m[1]) ?? 1) == p[["classCount"]]?.integer, m[0] == "␣" || text(p[["token"]])?.contains(m[0]) == true]
    },
    claim(#"The softmax of the scores makes them probabilities\."#) { _, p in
      let sum = (p[["classes"]]?.array ?? []).reduce(0) { $0 + ($1[number: "probability"] ?? 0) }
      return [text(p[["answer"]]) == "single_label_classification", sum <= 1.000001]
    },
    claim(#"The sigmoid of a score is the probability that its class holds, whatever holds of others\."#) { _, p in
      [text(p[["answer"]]) == "multi_label_classification"]
    },
    claim(#"A score of this model is a number by itself, no probability\."#) { _, p in
      [text(p[["answer"]]) == "regression", p[["classes", "0", "probability"]] == nil]
    },
    Claim(#"Of the (\d+) pieces of the sentence, the first is judged\."#) { m, r in
      Int(m[0]) == r[["windows"]]?.integer ? "one comparison with the results" : nil
    },
    claim(#"The most probable class is (.+), with (\S+)\."#) { m, p in
      let all = (p[["classes"]]?.array ?? []).compactMap { $0[number: "probability"] }
      return [
        text(p[["classes", "0", "label"]]) == m[0], near(m[1], p[number: "classes", "0", "probability"], 2),
        all.allSatisfy { $0 <= all[0] },
      ]
    },
    claim(#"The class is (.+), with a probability of (\S+)\."#) { m, p in
      [
        text(p[["classes", "0", "label"]]) == m[0], near(m[1], p[number: "classes", "0", "probability"], 2),
        p[["classCount"]]?.integer == 1,
      ]
    },
    claim(#"At least 0\.50 is reached by (\d+) of the (\d+)\."#) { m, p in
      let all = (p[["classes"]]?.array ?? []).compactMap { $0[number: "probability"] }
      return [
        Int(m[0]) == p[["likely"]]?.integer, Int(m[1]) == p[["classCount"]]?.integer,
        all.count < Int(m[1])! || all.count { $0 >= 0.5 } == Int(m[0]),
      ]
    },
    claim(#"The score is (\S+)\."#) { m, p in [near(m[0], p[number: "score"], 2), p[["classCount"]]?.integer == 1] },
    claim(#"The largest score, (\S+), is that of (.+)\."#) { m, p in
      [near(m[0], p[number: "classes", "0", "score"], 2), text(p[["classes", "0", "label"]]) == m[1]]
    },
    claim(#"Words and heads are judged by the score of (.+), as the settings ask\."#) { m, p in
      [isLabel(m[0], p), p[["isChosen"]] == .bool(true)]
    },
    claim(#"Without its one word, nothing of the sentence is left to read\."#) { _, p in [words(p).isEmpty] },
    .defines(#"Which words matter for this\?"#),
    claim(
      #"(Each word is hidden in two ways, by the mask token in its place and by leaving it out|Each word is left out, since the model has no mask token), and Figure\(prediction\) shades it by what the score of (.+) loses\."#
    ) { m, p in
      [(p[["usesMask"]] == .bool(true)) == m[0].contains("mask token in"), isLabel(m[1], p)]
    },
    claim(#"No word changes the score\."#) { _, p in [words(p).allSatisfy { effect($0) == 0 }] },
    claim(
      #"With (.+) (masked|left out), the score (falls|rises) by (\S+), the most of all words(?:, and the probability (?:goes from (\S+) to|stays at) (\S+))?\."#
    ) { m, p in
      let all = words(p).compactMap(effect)
      return [
        text(p[["words", "0", "word"]]) == m[0], (m[1] == "masked") == (p[["words", "0", "masked"]] != nil),
        (m[2] == "falls") == (all[0] > 0), near(m[3], abs(all[0]), 3), all.allSatisfy { abs($0) <= abs(all[0]) },
        m[5].isEmpty
          ? p[["probability"]] == nil
          : near(m[4].isEmpty ? m[5] : m[4], p[number: "probability"], 2)
            && near(m[5], p[number: "words", "0", "probability"], 2),
      ]
    },
    claim(
      #"Of the (\d+) words, (one|\d+) speaks? for (.+), as its score falls without (?:it|them), and (\d+) against it\."#
    ) { m, p in
      let all = words(p).compactMap(effect)
      return [
        Int(m[0]) == all.count, (Int(m[1]) ?? 1) == all.count { $0 > 0 }, isLabel(m[2], p),
        Int(m[3]) == all.count { $0 < 0 },
      ]
    },
    claim(#"Whichever word is hidden, no other class gets a larger score than the first\."#) { _, p in
      [p[["turning"]]?.integer == 0]
    },
    claim(
      #"Another class gets a larger score than the first where (?:one of the words|one of (\d+) words) is hidden\."#
    ) { m, p in
      [(Int(m[0]) ?? 1) == p[["turning"]]?.integer]
    },
    claim(#"Measures of attention ask how (.+) looks at the words, and nothing of the class\."#) { m, p in
      [m[0] == "␣" || text(p[["token"]])?.contains(m[0]) == true]
    },
    claim(#"Their order of the words agrees with that by the size of the change, by Kendall’s τ: (.+)\."#) { m, p in
      let shown = m[0].components(separatedBy: ", ")
      let all = p[["agreements"]]?.array ?? []
      return [shown.count == all.count]
        + zip(shown, all).map { shown, entry in
          let name = text(entry[["measure"]]) ?? ""
          return shown.hasPrefix(name + " ") && near(String(shown.dropFirst(name.count + 1)), entry[number: "tau"], 2)
        }
    },
    claim(#"The best is (.+), the least (.+)\."#) { m, p in
      let taus = (p[["agreements"]]?.array ?? []).compactMap { $0[number: "tau"] }
      return [
        text(p[["agreesMost", "measure"]]) == m[0], text(p[["agreesLeast", "measure"]]) == m[1],
        p[number: "agreesMost", "tau"] == taus.max(), p[number: "agreesLeast", "tau"] == taus.min(),
      ]
    },
    claim(
      #"The same is asked of heads: Table\(prediction-heads\) names those without which the score of (.+) changes most\."#
    ) { m, p in
      [isLabel(m[0], p)]
    },
    claim(
      #"It (falls|rises) by (\S+) without layer (\d+), head (\d+); the mean over all heads, whatever the sign, is (\S+)\."#
    ) { m, p in
      let all = (p[["heads"]]?.array ?? []).compactMap { $0[number: "change"] }
      return [
        (m[0] == "falls") == (all[0] < 0), near(m[1], abs(all[0]), 3),
        Int(m[2]) == p[["heads", "0", "layer"]]?.integer, Int(m[3]) == p[["heads", "0", "head"]]?.integer,
        near(m[4], p[number: "meanHeadChange"], 3), all.allSatisfy { abs($0) <= abs(all[0]) },
      ]
    },
    claim(
      #"How much the score of (.+) falls when a word is hidden: words on orange ground speak for it, on blue ground against it, the more the stronger the colour\."#
    ) { m, p in
      [isLabel(m[0], p)]
    },
    .defines(#"On the right, the word that changes it most\."#),
    claim(#"With words (masked|left out), the score changes most at (.+) (\S+)\."#) { m, p in
      let key: Substring = m[0] == "masked" ? "masked" : "leftOut"
      let all = words(p).compactMap { $0[number: key] }
      let most = all.max { abs($0) < abs($1) }.map(abs)
      return [
        words(p).contains {
          text($0[["word"]]) == m[1] && near(m[2], $0[number: key], 2) && $0[number: key].map(abs) == most
        }
      ]
    },
    claim(#"What the model’s head says of the sentence: the score(?: and the probability)? of each class\."#) { _, p in
      [!(p[["classes"]]?.array ?? []).isEmpty]
    },
    claim(#"Of (\d+), the (\d+) with the largest scores are listed\."#) { m, p in
      [Int(m[0]) == p[["classCount"]]?.integer, Int(m[1]) == p[["classes"]]?.array?.count]
    },
    claim(
      #"By how much the score of (.+) falls when a word is hidden, and what attention makes of the word: what (.+) gives it on average, followed through the layers \(rollout\), and weighed by the length of what it brings \(norm-based\)\."#
    ) { m, p in
      [isLabel(m[0], p)]
    },
    claim(#"Of (\d+) words, the (\d+) that change it most are listed\."#) { m, p in
      [Int(m[0]) == words(p).count, Int(m[1])! < Int(m[0])!]
    },
    claim(#"The change of the score of (.+) without a head, for the (\d+) heads with the largest\."#) { m, p in
      [isLabel(m[0], p), Int(m[1]) == p[["heads"]]?.array?.count]
    },
  ]
}
