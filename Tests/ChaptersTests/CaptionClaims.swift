import Basics
import Foundation

/// What bears out every sentence of the captions chapter.
enum CaptionClaims {
  static let all =
    definitions + captions + short + pairs + handIn + search + certificate + looks + limits + diagnosis + ends

  /// Any number that prose writes, a share with its sign, and an angle.
  static let (number, share, angle) = (#"([−0-9.,]+)"#, "([0-9.,]+[ \u{A0}]%)", "([0-9.]+)°")

  /// Whether a number of prose is a result, to the last digit that is written.
  static func equal(_ text: String, _ value: Double?) -> Bool {
    guard let value, let found = written(text) else { return false }
    let digits = text.filter { $0.isNumber || $0 == "." }.split(separator: ".").dropFirst().first?.count ?? 0
    return abs(found - value) <= 0.5001 * pow(10, -Double(digits)) / (text.hasSuffix("%") ? 100 : 1)
  }

  static func written(_ text: String) -> Double? { ChaptersTests.number(in: text) }

  /// The evidence where every number is what the results say.
  static func evidence(_ pairs: [(String, Double?)]) -> String? {
    pairs.allSatisfy { equal($0.0, $0.1) } ? pairs.map { "\($0.0) is \($0.1 ?? .nan)" }.joined(separator: ", ") : nil
  }

  /// A number that may be spelled.
  static func figure(_ text: String) -> String { ["none": "0", "one": "1"][text] ?? text }

  static func list(_ results: JSONValue, _ path: Substring...) -> [JSONValue] { results[path]?.array ?? [] }

  static func falsePairs(_ results: JSONValue) -> [JSONValue] {
    list(results, "pairs").filter { $0[["truth"]]?.string == "false" }
  }

  static func isFooled(_ pair: JSONValue) -> Bool {
    pair[["isUndecided"]] == .bool(true) || (pair[number: "descriptionProbability"] ?? 1) < 0.5
  }

  static func byHand(_ results: JSONValue, _ isByHand: Bool) -> [JSONValue] {
    falsePairs(results).filter { ($0[["category"]]?.string == "given") == isByHand }
  }

  /// Whether two captions are the same but for spaces and markup.
  static func same(_ a: String?, _ b: String) -> Bool {
    func letters(_ text: String) -> String { text.filter { $0.isLetter || $0.isNumber } }
    return a.map(letters) == letters(b)
  }

  /// Sentences that say what something is.
  static let definitions: [Claim] = [
    .defines(#"The picture is .*: (PNG|JPEG|WebP), \d+ × \d+ pixels?\."#),
    .defines(#"The submission carries it as chapters/captions/attachments/picture\.[a-z]+\."#),
    .defines(#"The model is .*\."#), .defines(#"It has two towers: one reads .* the other reads a caption\."#),
    .defines(#"Each gives one vector of length one\."#),
    .defines(#"The probabilities of the captions add up to 100.% whatever the captions say, so .*\."#),
    .defines(#"The cosine of the two vectors, times [0-9.]+, is .*\."#),
    .defines(#"The cosine of the two vectors, times [0-9.]+, (?:less|plus) [0-9.]+, is the caption's logit\."#),
    .defines(
      #"The model was trained for the logistic function of it, each caption's score of its own; such scores do not add up to 100.%\."#
    ),
    .defines(#"So where captions are compared here, and for the assignment's rule of 0\.6, .* as with CLIP\."#),
    .defines(#"No file says how a picture is prepared \(.*\); it is as .*\."#),
    .defines(#"MiniCLIP, a small CLIP .* stands in for OpenAI's CLIP ViT-B/32\."#),
    .defines(#"It knows little beyond such scenes\."#),
    .defines(#"Figure\(probabilities\) compares captions with each other\."#),
    .defines(#"Their probabilities add up to 100.% whatever the captions say, so .*\."#),
    .defines(#"From each true description, word tables make variants .*\."#),
    .defines(#"A variant is false where the change .*\."#),
    .defines(#"Captions that are the same tokens to the model make no pair\."#),
    .defines(#"A pair is undecided if .*\."#), .defines(#"A pair whose variant is false fools the model if .*\."#),
    .defines(#"Where is a difference lost\?"#),
    .defines(#"By how much the logits of two captions can differ depends .*\."#),
    .defines(#"Figure\(fooled\) shows the angles and how much of what they allow this picture uses\."#),
    .defines(#"Pairs with a false variant, by what the variant changes: .*\."#),
    .defines(#"The angle is between the text vectors of the two captions; .*\."#),
    .defines(#"Each mark is a pair of a true and a false caption: .*\."#),
    .defines(#"Marks of pairs beside two curves that close to the right\."#),
    // The curves are at ln 1.5 of a logit, as a share of the most that the angle allows.
    .defines(#"Between the two curves neither caption reaches 60.%\."#),
    .defines(#"Table\(alternatives\) sets the true caption beside each false one that is paired with it here\."#),
    .defines(#"In training an image chooses among the captions of its batch\."#),
    .defines(
      #"Rivals: of the training captions that say it, the share that had in their batch one that differs in it alone\."#
    ),
    .defines(#"The model counts as confused while neither reaches 60.%\."#),
    .defines(#"What a caption rests on shows when .*\."#), .defines(#"A hidden patch is painted in .*\."#),
    .defines(#"Where the logit rises instead, the colour suits the caption better, .*\."#),
    .defines(#"What the two captions of the pair need\."#), .defines(#"A filled square: .*\."#),
    .defines(#"A hollow one, with a minus: .*\."#),
    .defines(#"Both maps have one scale, .*\."#), .defines(#"The image tower never reads a caption, .*\."#),
    .defines(#"Does it at least tell which patches matter\?"#),
    .defines(#"Figure\(agreement\) compares each head's attention with .*\."#),
    .defines(#"Attention beside what hiding does\."#), .defines(#"Left, for every head .* agrees best\."#),
    .defines(#"The larger the square, the more; each map has a scale of its own\."#),
    .defines(#"Beside it the picture twice, under squares\."#),
    .defines(#"One picture is one sample; these counts say nothing about others\."#),
    .defines(#"Table\(held-out\) has what MiniCLIP scored on scenes .*\."#),
    .defines(
      #"MiniCLIP on scenes that it never saw(?:, [0-9,]+ for each question)?: right answers, and what guessing would get\."#
    ),
    .defines(#"Published, on OpenAI's CLIP ViT-B/32 and not measured here: Table\(published\)\."#),
    .defines(#"CLIP ViT-B/32 in published tests, right answers in percent: .*\."#),
    // 90.9 of 100 replaced objects found; 61.4 of two swapped and 59 of relations, where 50 is chance; places 30.6 where 25 is,
    // numbers 58.2 where 50 is, the order of words 8.8 where 16.7 is.
    .defines(
      "That model seldom misses a replaced object, does far worse where two objects are swapped or a relation decides, and little "
        + #"or no better than guessing where place, number or the order of words alone does\."#),
  ]
}
