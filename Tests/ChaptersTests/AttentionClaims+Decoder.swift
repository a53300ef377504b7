import Basics
import Foundation
import Notebook

extension AttentionClaims {
  /// What the chapter says of a decoder, and what bears it out.
  static let decoders: [Claim] = spoken + crossed

  private static func texts(_ value: JSONValue?) -> [String] { value?.array?.compactMap(\.string) ?? [] }

  private static func near(_ text: String, _ value: Double?, _ unit: Double) -> Bool {
    guard let value, let shown = number(in: text) else { return false }
    return abs(shown - value) <= 0.500001 * unit
  }

  private static func claim(
    _ pattern: String, _ conditions: @escaping @Sendable ([String], JSONValue) -> [Bool]
  ) -> Claim {
    Claim(pattern) { groups, results in
      let found = conditions(groups, results)
      return found.allSatisfy { $0 } ? "\(found.count) comparisons with the results" : nil
    }
  }

  private static func isHead(_ layer: String, _ head: String, _ value: JSONValue?) -> Bool {
    Int(layer) == value?["layer"]?.integer && Int(head) == value?["head"]?.integer
  }

  /// The section on what the decoder says.
  private static let spoken: [Claim] = [
    claim(
      #"Beside its encoder, the model has a decoder of (\d+) layers? with (\d+) heads? each, which says a text, token by token\."#
    ) { m, r in
      [Int(m[0]) == r[["decoder", "layers"]]?.integer, Int(m[1]) == r[["decoder", "heads"]]?.integer]
    },
    claim(#"What follows is the model’s own output for the sentence, the likeliest token at each step\."#) { _, r in
      [r[["decoder", "isOwn"]] == .bool(true)]
    },
    claim(#"It was stopped at (\d+) tokens?\."#) { m, r in
      [r[["decoder", "isEnded"]] == .bool(false), Int(m[0]) == texts(r[["decoder", "tokens"]]).count]
    },
    claim(
      #"The model’s files ask for a search that follows (\d+) texts at a time; here one is followed\."#
    ) { m, r in
      [Int(m[0]) == r[["decoder", "beams"]]?.integer, r[["decoder", "isOwn"]] == .bool(true)]
    },
    claim(#"Here it is given a text to say, whatever it would have said itself\."#) { _, r in
      [r[["decoder", "isOwn"]] == .bool(false)]
    },
    claim(
      #"Of the (\d+) tokens? to be said, the one that ends the text counted, (all are|none is|one is|\d+ are) what the decoder holds likeliest after those before; the geometric mean of their probabilities is (.+%)\."#
    ) { m, r in
      let first = r[["decoder", "firstChoices"]]?.integer ?? -1
      let said = m[1] == "all are" ? Int(m[0]) : m[1] == "none is" ? 0 : m[1] == "one is" ? 1 : Int(m[1].dropLast(4))
      return [
        Int(m[0]) == r[["decoder", "answers"]]?.integer, said == first,
        near(m[2], r[number: "decoder", "probability"], 1e-3),
      ]
    },
    claim(#"To the decoder this is (\d+) tokens?: .*"#) { m, r in
      [Int(m[0]) == texts(r[["decoder", "tokens"]]).count]
    },
    .defines(#"The first of them is what each of its texts starts from\."#),
    claim(
      #"Figure\(decoder-heads\) shows how they attend to each other; the first gets (.+%) of that attention\."#
    ) { m, r in [near(m[0], r[number: "decoder", "startShare"], 1e-3)] },
    claim(
      #"Figure\(decoder\) shows layer (\d+), head (\d+) of the decoder: no other head gives the first token less, and it gives (.+%) on average\."#
    ) { m, r in
      let share = r[number: "decoder", "chosenStartShare"] ?? 2
      return [
        isHead(m[0], m[1], r[["decoder", "chosen"]]), near(m[2], share, 1e-3),
        share <= (r[number: "decoder", "startShare"] ?? -1) + 1e-12,
      ]
    },
    claim(
      #"The decoder’s attention to its own text in head L(\d+)·H(\d+): how much each token \(row\) attends to itself and to those before it \(column\)\."#
    ) { m, r in [isHead(m[0], m[1], r[["decoder", "chosen"]])] },
    .defines(#"The decoder’s attention to its own text, head by head\."#),
    .defines(
      #"Rows are the tokens that look and columns those that are looked at; what comes later is not seen\."#),
    claim(
      #"A grid of (\d+) layers? by (\d+) heads? of the decoder, each a matrix of (\d+) by \d+ tokens, empty above the diagonal\."#
    ) { m, r in
      [
        Int(m[0]) == r[["decoder", "layers"]]?.integer, Int(m[1]) == r[["decoder", "heads"]]?.integer,
        Int(m[2]) == texts(r[["decoder", "tokens"]]).count,
      ]
    },
  ]

  /// The section on cross-attention.
  private static let crossed: [Claim] = [
    .defines(
      #"In every layer the decoder also looks at what the encoder made of the sentence: queries come from the decoder’s tokens, keys and values from the sentence’s\."#
    ),
    .defines(#"This is cross-attention\."#),
    .defines(#"A row is the step at which the decoder has read that token and is to say the next one\."#),
    .defines(#"Figure\(cross-heads\) shows all heads\."#),
    .defines(#"The cross-attention of every head\."#),
    .defines(
      #"In each rectangle, rows are the decoder’s tokens and columns those of the sentence; all share one scale\."#),
    claim(#"A grid of (\d+) layers? by (\d+) heads? of cross-attention, each a matrix of (\d+) by (\d+) tokens?\."#) {
      m, r in
      [
        Int(m[0]) == r[["cross", "layers"]]?.integer, Int(m[1]) == r[["cross", "heads"]]?.integer,
        Int(m[2]) == texts(r[["decoder", "tokens"]]).count, Int(m[3]) == texts(r[["tokens"]]).count,
      ]
    },
    claim(
      #"Figure\(cross\) shows layer (\d+), head (\d+) of the decoder: the head in which a word of the target gives most to a single word of the sentence(?:, special tokens and punctuation left aside)?, (\S+) on average\."#
    ) { m, r in
      let weights = r[["cross", "words"]]?.array?.compactMap { $0[number: "weight"] } ?? []
      return [
        isHead(m[0], m[1], r[["cross", "chosen"]]), near(m[2], r[number: "cross", "decision"], 0.01),
        near(m[2], weights.reduce(0, +) / Double(weights.count), 0.01),
      ]
    },
    .defines(
      #"Figure\(cross-arcs\) sets it beside the other heads of its layer, and Figure\(cross-mean\) shows the mean of all heads\."#
    ),
    claim(
      #"The cross-attention of head L(\d+)·H(\d+): how much each token of the decoder \(row\) attends to each token of the sentence \(column\)\."#
    ) { m, r in [isHead(m[0], m[1], r[["cross", "chosen"]])] },
    .defines(#"Weights below 0\.10 are not written\."#),
    .defines(#"A matrix of attention weights\."#),
    claim(#"The decoder’s token .* attends most to (.*) of (the sentence|its own text) \((\S+)\)\."#) { m, r in
      let among = m[1] == "the sentence" ? r[["tokens"]] : r[["decoder", "tokens"]]
      return [
        texts(among).contains { $0.trimmingCharacters(in: .whitespaces) == m[0] }, (number(in: m[2]) ?? 2) <= 1,
      ]
    },
    claim(
      #"The mean of the cross-attention of all (\d+) heads?: rows are the decoder’s tokens, columns those of the sentence\."#
    ) { m, r in
      [Int(m[0]) == (r[["cross", "layers"]]?.integer ?? 0) * (r[["cross", "heads"]]?.integer ?? 0)]
    },
    claim(
      #"The heads of the decoder’s layer (\d+) side by side, after BertViz’s head view: the decoder’s tokens on the left, those of the sentence on the right; the more the one attends to the other, the stronger the line\."#
    ) { m, r in [Int(m[0]) == r[["cross", "chosen", "layer"]]?.integer] },
    .defines(#"Weights below \S+ are left out\."#),
    .defines(#"Of each text at most 48 tokens are drawn\."#),
    .defines(
      #"\d+ strips? between the decoder’s \d+ tokens? and the sentence’s \d+, one for each head of layer \d+\."#),
    .defines(
      #"Table\(cross-words\) names, for each word of the target, the word of the sentence to which it attends most\."#),
    claim(
      #"For each word of the decoder’s text, the word of the sentence that gets most of its cross-attention, and how much: in layer (\d+), head (\d+), and in the mean of all heads(?:, special tokens and punctuation left aside)?\."#
    ) { m, r in [isHead(m[0], m[1], r[["cross", "chosen"]])] },
    .defines(#"How sharply does a head align the two texts\?"#),
    .defines(
      #"The entropy of a row, over the largest possible, is 0 where one token of the sentence gets everything and 1 where all get the same\."#
    ),
    claim(
      #"On average over rows and heads it is (\S+), and (\S+) in layer (\d+), head (\d+); the least is that of layer (\d+), head (\d+), (\S+)\."#
    ) { m, r in
      let all = r[["cross", "entropies"]]?.array?.flatMap { $0.array?.compactMap(\.double) ?? [] } ?? []
      return [
        near(m[0], all.reduce(0, +) / Double(all.count), 0.01), near(m[1], r[number: "cross", "chosenEntropy"], 0.01),
        isHead(m[2], m[3], r[["cross", "chosen"]]), isHead(m[4], m[5], r[["cross", "sharpest"]]),
        near(m[6], all.min(), 0.01),
      ]
    },
    claim(#"Special tokens of the sentence get (.+%) of all cross-attention\."#) { m, r in
      [near(m[0], r[number: "cross", "specialShare"], 1e-3)]
    },
    .defines(#"\(nothing\)"#),
  ]
}
