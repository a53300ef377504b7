import Basics
import Foundation

extension CaptionClaims {
  /// The certificate of the pair that is handed in, and which kinds of change have a certified pair.
  static let certificate: [Claim] = [
    .defines(#"Two captions about nothing get 50.% each as well, so undecided alone may be noise\."#),
    .defines(#"Table\(certificate\) holds the pair against eight gates\."#),
    .defines(#"The certificate of the pair\."#),
    Claim(#"It passes all of them: the pair is certified\."#) { _, results in
      failedGates(results[["certificate"]]).isEmpty ? "by every number of the certificate" : nil
    },
    Claim(
      #"It passes (\d) of them and fails (.*), so it is not certified: what it shows may say little of the model\."#
    ) { groups, results in
      let failed = failedGates(results[["certificate"]])
      return words(groups[1]) == failed ? evidence([(groups[0], Double(8 - failed.count))]) : nil
    },
    Claim(#"It passes none of them, so it is not certified\."#) { _, results in
      failedGates(results[["certificate"]]).count == 8 ? "by every number of the certificate" : nil
    },
    Claim(#"Under the perturbations of the picture and of the wording, the higher probability is (.*)\."#) {
      groups, results in
      let said = groups[0].matches(of: /([0-9.]+[ \u{A0}]%) \((.*?)\)(?=,| and [0-9]|$)/)
      let known = perturbations(results[["certificate"]]).filter { $0[["isDone"]] == .bool(true) }
      let isSame = said.allSatisfy { match in
        known.contains {
          $0[["title"]]?.string?.replacing("\u{A0}", with: " ") == String(match.2)
            && equal(String(match.1), $0[number: "highestProbability"])
        }
      }
      return isSame && said.count == known.count ? "\(said.count) perturbations" : nil
    },
    Claim(#"A crop stands in for the mirror image, since the captions name a side\."#) { _, results in
      let captions = [results[["certificate", "description"]], results[["certificate", "variant"]]].map {
        $0?.string?.lowercased() ?? ""
      }
      return captions.contains { $0.contains(/\b(left|right)/) } ? "left or right" : nil
    },
    Claim(#"An image of stands in for a picture of, which the model never learnt\."#) { _, results in
      let asked = results[["certificate", "perturbations"]]
      return asked?[["image"]] != nil && asked?[["picture"]] == nil ? "an opening of its own" : nil
    },
    Claim(#"The perturbation (.*) could not be done and counts as failed: .*\."#) { groups, results in
      let one = perturbations(results[["certificate"]]).first { $0[["title"]]?.string == groups[0] }
      return one?[["isDone"]] == .bool(false) && one?[["isUndecided"]] == .bool(false) ? "not done" : nil
    },
    Claim(
      #"Relevant: how many of (?:([0-9,]+) captions of the same form, drawn at random,|the one other caption of the same form|the ([0-9,]+) other captions of the same form) fits? the picture better than the true caption and than the false one\."#
    ) { groups, results in
      let others = results[["certificate", "distractors"]]
      guard (others?[["isAll"]] == .bool(true)) == groups[0].isEmpty else { return nil }
      let said = groups[0].isEmpty ? groups[1].isEmpty ? "1" : groups[1] : groups[0]
      return evidence([(said, others?[number: "count"])])
    },
    Claim(#"Easy contrast: the true caption's probability beside “(.*)”, which names other things\."#) {
      groups, results in
      same(results[["certificate", "contrast", "caption"]]?.string, groups[0]) ? "the contrast" : nil
    },
    Claim(#"Paraphrase: how far its logit is from that of “(.*)”\."#) { groups, results in
      same(results[["certificate", "paraphrase", "caption"]]?.string, groups[0]) ? "the paraphrase" : nil
    },
    Claim(#"No pair that was examined passes all eight gates\."#) { _, results in
      kinds(results).isEmpty && !failedGates(results[["certificate"]]).isEmpty ? "none is certified" : nil
    },
    Claim(#"Of all kinds of change, only (.*) has a certified pair(, and this is its best)?\."#) { groups, results in
      let kinds = kinds(results)
      guard kinds.count == 1, kinds[0][["categoryTitle"]]?.string == groups[0] else { return nil }
      let isThis = kinds[0][["variant"]] == results[["certificate", "variant"]]
      return isThis != groups[1].isEmpty ? "one kind" : nil
    },
    Claim(#"(Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|[0-9]+) kinds of change have a certified pair: (.*)\."#) {
      groups, results in
      let kinds = kinds(results)
      let names = ["Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"]
      let count = names.firstIndex(of: groups[0]).map { $0 + 2 } ?? Int(groups[0])
      return count == kinds.count && words(groups[1]) == Set(kinds.compactMap { $0[["categoryTitle"]]?.string })
        ? "the certified ones" : nil
    },
    .defines(#"Table\(certified\) has the best one of each kind\."#),
    .defines(
      #"For each kind of change the best certified pair(, \d+ of \d+ kinds)?: the higher one of its two probabilities, and .*\."#
    ),
    Claim(#"(One|In all, [0-9,]+) pairs? (?:was|were) examined; every certificate is in .*\."#) { groups, results in
      evidence([(groups[0] == "One" ? "1" : String(groups[0].dropFirst(8)), results[number: "examined"])])
    },
    Claim(
      #"Another (one|[0-9,]+) pass(?:es)? the gates that need no other caption, and (?:was|were) not examined: at most \d+ of a kind are, and captions of at most \d+ forms are drawn\."#
    ) { groups, results in
      evidence([(groups[0] == "one" ? "1" : groups[0], results[number: "unexamined"])])
    },
    Claim(
      #"Besides, ([0-9,]+) undecided pairs? (?:is|are) decided once the picture is changed in two or more of the ways, so (?:it|they) cannot be robust\."#
    ) { groups, results in evidence([(groups[0], results[number: "unsteady"])]) },
    Claim(#"The pair is not certified: it fails (.*)\."#) { groups, _ in
      words(groups[0]).isEmpty ? nil : "by its own certificate"
    },
  ]

  /// The gates that a certificate fails by its numbers, by their titles.
  private static func failedGates(_ certificate: JSONValue?) -> Set<String> {
    guard let certificate else { return [] }
    func share(_ side: Substring) -> Double {
      (certificate[number: "distractors", side] ?? .infinity) / (certificate[number: "distractors", "count"] ?? 0)
    }
    let undecided = perturbations(certificate).count { ($0[number: "highestProbability"] ?? 1) < 0.6 }
    let passed: [(String, Bool)] = [
      ("truth", certificate[["gates", "truth", "isPassed"]] == .bool(true)),
      ("one edit", certificate[["change"]]?.string?.isEmpty == false),
      ("fluent", certificate[["gates", "fluency", "isPassed"]] == .bool(true)),
      ("undecided", (certificate[number: "highestProbability"] ?? 1) < 0.6),
      ("relevant", max(share("aboveDescription"), share("aboveVariant")) <= 0.02), ("robust", undecided >= 9),
      ("easy contrast", (certificate[number: "contrast", "probability"] ?? 0) > 0.95),
      ("paraphrase", abs(certificate[number: "paraphrase", "gap"] ?? 1) < log(1.5)),
    ]
    return Set(passed.filter { !$0.1 }.map(\.0))
  }

  private static func perturbations(_ certificate: JSONValue?) -> [JSONValue] {
    guard case .object(let members)? = certificate?[["perturbations"]] else { return [] }
    return members.map(\.value)
  }

  private static func kinds(_ results: JSONValue) -> [JSONValue] {
    guard case .object(let members)? = results[["certified"]] else { return [] }
    return members.map(\.value)
  }

  /// The entries of `a, b and c`.
  private static func words(_ list: String) -> Set<String> {
    Set(list.split(separator: #/, | and /#).map(String.init))
  }
}
