import Basics
import Foundation

extension CaptionClaims {
  /// What was measured here and elsewhere.
  static let limits: [Claim] = [
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
    Claim(#"(?:Measured here, .*: o|O)f ([0-9,]+) pairs? written by hand, (none|one|[0-9,]+) do(?:es)?\."#) {
      groups, results in
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
    Claim(
      #"It does no better than guessing at (.*): the share of right answers is less than two standard errors above chance\."#
    ) {
      groups, results in
      let named = groups[0].split(separator: /“|”/).map(String.init).filter {
        $0.contains(where: \.isLetter) && $0 != " and "
      }
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
    Claim(#"Beside a true caption alone, one about another thing has a mean probability of "# + share + #"\."#) {
      groups, results in
      evidence([(groups[0], results[number: "heldOut", "unrelated", "meanProbability"])])
    },
    Claim(
      #"In ([0-9,]+) batch(?:es)?, of ([0-9,]+) captions? that says? which of two things is where, ([0-9,]+) \("#
        + share
        + #"\) had in their batch one that names the same two things the other way round\."#
    ) { groups, results in
      let rivals = results[["rivals"]]
      let (placed, exchanged) = (rivals?[number: "placed"], rivals?[number: "exchanged"])
      return evidence([
        (groups[0], rivals?[number: "batches"]), (groups[1], placed), (groups[2], exchanged),
        (groups[3], (exchanged ?? .nan) / (placed ?? .nan)),
      ])
    },
    Claim(#"(No|One|[0-9,]+) captions? gives? two numbers\."#) { groups, results in
      let numbered = results[number: "rivals", "numbered"]
      switch groups[0] {
      case "No": return numbered == 0 ? "none" : nil
      case "One": return numbered == 1 ? "one" : nil
      default: return evidence([(groups[0], numbered)])
      }
    },
  ]

  /// What the report's ends say of the chapter.
  static let ends: [Claim] = [
    Claim(
      #"How probable .* finds captions of a picture, which of ([0-9,]+) pairs? of a true and a false one it gets wrong or leaves open, and why\."#
    ) {
      groups, results in evidence([(groups[0], Double(falsePairs(results).count))])
    },
    Claim("Asked to choose between “.*” and “.*”, .* gives the true one " + share + #"\."#) { groups, results in
      evidence([(groups[0], results[number: "handIn", "descriptionProbability"])])
    },
    Claim("To its text tower the two captions are only " + angle + #" apart, and no picture could .*\."#) {
      groups, results in
      (results[number: "handIn", "largestProbability"] ?? 1) < 0.6
        ? evidence([(groups[0], results[number: "handIn", "captionAngle"])]) : nil
    },
    Claim("To its text tower the two captions are " + angle + #" apart\."#) { groups, results in
      evidence([(groups[0], results[number: "handIn", "captionAngle"])])
    },
    Claim(
      "To its text tower the two captions are " + angle + " apart, those of every pair that it gets right at least "
        + angle + #"\."#
    ) { groups, results in
      let all = falsePairs(results)
      let fooled = all.filter(isFooled).compactMap { $0[number: "captionAngle"] }
      let right = all.filter { !isFooled($0) }.compactMap { $0[number: "captionAngle"] }
      guard let largest = fooled.max(), let smallest = right.min(), largest < smallest else { return nil }
      return evidence([(groups[0], results[number: "handIn", "captionAngle"]), (groups[1], smallest)])
    },
    Claim(
      #"Of ([0-9,]+) pairs? of a true and a false caption, it decides (none|one|[0-9,]+) rightly, leaves (none|one|[0-9,]+) open(?:, in (?:(one|[0-9,]+) of )?(which) the false caption leads,)? and gets (none|one|[0-9,]+) wrong\."#
    ) { groups, results in
      let all = falsePairs(results)
      let undecided = all.count { $0[["isUndecided"]] == .bool(true) }
      let fooled = all.count(where: isFooled)
      let leading = all.count {
        $0[["isUndecided"]] == .bool(true) && ($0[number: "descriptionProbability"] ?? 1) < 0.5
      }
      let led = groups[4].isEmpty ? "0" : groups[3].isEmpty ? "1" : figure(groups[3])
      return evidence([
        (groups[0], Double(all.count)), (figure(groups[1]), Double(all.count - fooled)),
        (figure(groups[2]), Double(undecided)), (led, Double(leading)),
        (figure(groups[5]), Double(fooled - undecided)),
      ])
    },
  ]
}
