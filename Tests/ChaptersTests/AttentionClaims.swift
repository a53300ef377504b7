import Basics
import Notebook

/// What the chapter on attention says, and what bears it out.
enum AttentionClaims {
  static let all: [Claim] =
    frame + looks + heads + importance + kinds + layers + losses + pictures + prediction + decoders + quotations

  private static func near(_ text: String, _ value: Double?, _ digits: Int) -> Bool {
    guard let value, let shown = number(in: text) else { return false }
    return abs(shown - value) <= 0.500001 * pow10(-digits)
  }

  private static func pow10(_ exponent: Int) -> Double {
    exponent == 0 ? 1 : exponent > 0 ? 10 * pow10(exponent - 1) : pow10(exponent + 1) / 10
  }

  private static func text(_ value: JSONValue?) -> String? { if case .string(let text)? = value { text } else { nil } }
  private static func list(_ value: JSONValue?) -> [JSONValue] {
    if case .array(let list)? = value { list } else { [] }
  }
  private static func texts(_ value: JSONValue?) -> [String] { list(value).compactMap(text) }
  private static func integer(_ value: JSONValue?) -> Int? { value?.double.map { Int($0) } }
  private static func holds(_ value: JSONValue?) -> Bool { value == .bool(true) }

  /// A claim that holds where all of its conditions do.
  private static func claim(_ pattern: String, _ conditions: @escaping @Sendable ([String], JSONValue) -> [Bool])
    -> Claim
  {
    Claim(pattern) { groups, results in
      let found = conditions(groups, results)
      return found.allSatisfy { $0 } ? "\(found.count) comparisons with the results" : nil
    }
  }

  /// What the chapter says of itself, and the section on the sentence.
  private static let frame: [Claim] = [
    claim(
      #"Where the words of “.*” look in (\S+) heads? of (\S+) layers?, which words matter, and what would be lost without a head or a layer\."#
    ) { m, r in
      [near(m[0], r[number: "headCount"], 0), near(m[1], r[number: "model", "layers"], 0)]
    },
    claim(#"In the sentence that was read, (.+) matters most: hiding it moves the sentence’s vector furthest\."#) {
      m, r in
      let words = list(r[["words"]])
      return [text(words[0][["word"]]) == m[0], words[0][number: "distance"]! > words[1][number: "distance"]!]
    },
    claim(
      #"Among the words (before|that are not neighbours of|beside) (.+?)(, its neighbour left aside)?, (.+) is the one that (.+) singles out most: in layer (\d+), head (\d+), (.+) gets (\S+) of the attention of (.+) and (\S+) of that of the other words on average\."#
    ) { m, r in
      let scopes = ["before": "before", "far": "that are not neighbours of", "neighbours": "beside"]
      return own(m[1], m[5], m[6], m[3], m[8], m[10], r)
        + [
          m[1] == m[4], m[1] == m[9], m[3] == m[7], m[0] == scopes[text(r[["look", "scope"]])!]!,
          m[2].isEmpty == (m[0] != "before"),
        ]
    },
    claim(
      #"Over (\d+) sentences, a content word moves the sentence further than a function word in (\d+) of (\d+) pairs\."#
    ) { m, r in
      kinds(m[0], m[1], m[2], r)
    },
    claim(
      #"In layer (\d+), head (\d+), the pronoun of (\d+) of (\d+) other sentences looks hardest(?:, special tokens left aside,)? at one of the two nouns before it, and in (\d+) of these at the right one\."#
    ) { m, r in
      let found = elsewhere(r).filter { text($0[["rival"]]) != "" }
      func names(_ sentence: JSONValue, _ key: Substring) -> Bool {
        text(sentence[[key]])?.lowercased() == text(sentence[["target"]])?.lowercased()
      }
      return chosen(m[0], m[1], r) + [
        Int(m[3]) == found.count, Int(m[2]) == found.count { names($0, "antecedent") || names($0, "rival") },
        Int(m[4]) == found.count { names($0, "antecedent") },
      ]
    },
    claim(
      #"In (\d+) of (\d+) other sentences the pronoun looks hardest at what it stands for in layer (\d+), head (\d+)\."#
    ) { m, r in
      [
        Int(m[0]) == integer(r[["reference", "foundElsewhere"]]),
        Int(m[1]) == integer(r[["reference", "knownElsewhere"]]),
      ] + chosen(m[2], m[3], r)
    },
    claim(#"The sentence.* becomes (\d+) tokens?: .*"#) { m, r in
      [integer(r[["model", "layers"]]) != nil, Int(m[0]) == texts(r[["tokens"]]).count]
    },
    claim(#"The model is .+; (?:it|its encoder, which reads the sentence,) has (\d+) layers? with (\d+) heads? each\."#)
    { m, r in
      [Int(m[0]) == integer(r[["model", "layers"]]), Int(m[1]) == integer(r[["model", "heads"]])]
    },
    claim(
      #"In every head, every token spreads an attention of 1 over (all tokens|itself and the tokens before it)(?:,(?: in (\d+) of the layers)? only over those that are less than (\d+) tokens away)?\."#
    ) { m, r in
      let near = integer(r[["model", "scoring", "nearLayers"]]) ?? 0
      return [
        holds(r[["model", "isCausal"]]) == (m[0] != "all tokens"), m[2].isEmpty == (near == 0),
        m[2].isEmpty || Int(m[2]) == integer(r[["model", "scoring", "nearest"]]),
        m[2].isEmpty || (Int(m[1]) ?? integer(r[["model", "layers"]])) == near,
      ]
    },
    .defines(#"Figure\(heads\) shows all of this attention\."#),
    .defines(#"Layers and heads are counted from 0, as BertViz counts them: L1·H10 is head 10 of layer 1\."#),
    .defines(#"An upright stripe is a token that many others look at\."#),
    claim(
      #"The tokenizer added .+; (this special token gets|these special tokens get) (.+%) of all attention, and the token that gets the most is (.+) with (.+%)\."#
    ) { m, r in
      [
        near(m[1], r[number: "specialShare"], 3), text(r[["mostReceived", "token"]]) == m[2],
        near(m[3], r[number: "mostReceived", "share"], 3), holds(r[["model", "hasSpecialTokens"]]),
      ]
    },
    claim(#"The token that gets the most attention is (.+) with (.+%) of it\."#) { m, r in
      [text(r[["mostReceived", "token"]]) == m[0], near(m[1], r[number: "mostReceived", "share"], 3)]
    },
    .defines(#"The attention of every head\."#),
    claim(
      #"In each square, rows are the tokens that look and columns those that are looked at, in the order of the sentence, from (.+) to (.+); all squares share one scale\."#
    ) { m, r in
      // A token of blanks alone is drawn as a box.
      func isToken(_ name: String, _ token: String?) -> Bool { name == "␣" || token?.contains(name) == true }
      return [isToken(m[0], texts(r[["tokens"]]).first), isToken(m[1], texts(r[["tokens"]]).last)]
    },
    claim(#"A grid of (\d+) layers? by (\d+) heads?, each a matrix of (\d+) by \d+ tokens\."#) { m, r in
      [
        Int(m[0]) == integer(r[["model", "layers"]]), Int(m[1]) == integer(r[["model", "heads"]]),
        Int(m[2]) == texts(r[["tokens"]]).count,
      ]
    },
    claim(#"A cell stands for \d+ by \d+ of the (\d+) tokens and shows the largest of their weights\."#) { m, r in
      [Int(m[0]) == texts(r[["tokens"]]).count]
    },
    claim(#"Only some of the (\d+) tokens have room for their names; colours go up to the largest weight\."#) { m, r in
      [Int(m[0]) == texts(r[["tokens"]]).count]
    },
    claim(#"Of (\d+) tokens the first (\d+) are drawn\."#) { m, r in
      [Int(m[0])! <= texts(r[["tokens"]]).count, Int(m[1])! < Int(m[0])!]
    },
    .defines(#"An upright stripe is a token that many others look at, a diagonal a head that looks at neighbours\."#),
  ]

  private static func own(
    _ word: String, _ layer: String, _ head: String, _ target: String, _ weight: String, _ others: String,
    _ r: JSONValue
  ) -> [Bool] {
    [
      text(r[["look", "word"]]) == word, text(r[["look", "own", "target"]]) == target,
      Int(layer) == integer(r[["look", "own", "layer"]]), Int(head) == integer(r[["look", "own", "head"]]),
      near(weight, r[number: "look", "own", "weight"], 2), near(others, r[number: "look", "own", "others"], 2),
      r[number: "look", "own", "weight"]! > r[number: "look", "own", "others"]!,
    ]
  }

  private static func kinds(_ sentences: String, _ above: String, _ pairs: String, _ r: JSONValue) -> [Bool] {
    [
      Int(sentences) == integer(r[["kinds", "sentences"]]), Int(above) == integer(r[["kinds", "allAbove"]]),
      Int(pairs) == integer(r[["kinds", "allPairs"]]),
      integer(r[["kinds", "sentences"]])! <= texts(r[["sentences"]]).count,
    ]
  }

  /// The pronouns of all sentences but the chosen one, which may have none.
  private static func elsewhere(_ r: JSONValue) -> [JSONValue] {
    list(r[["reference", "sentences"]]).filter { $0[["sentence"]] != r[["sentence"]] }
  }

  private static func found(_ found: String, _ known: String, _ r: JSONValue) -> [Bool] {
    let sentences = list(r[["reference", "sentences"]]).filter { text($0[["antecedent"]]) != "" }
    let right = sentences.count { text($0[["antecedent"]])?.lowercased() == text($0[["target"]])?.lowercased() }
    return [Int(known) == sentences.count, Int(found) == right]
  }

  /// What words look at.
  private static let looks: [Claim] = [
    claim(#"The sentence has no two words that could look at each other\."#) { _, r in [list(r[["looks"]]).isEmpty] },
    claim(#"The word (.+), which the settings choose, has no other word to look at\."#) { _, r in
      [!list(r[["looks"]]).isEmpty, r[["look"]] == nil]
    },
    .defines(
      #"For every two words, Figure\(looks\) shows the head in which the one looks hardest at the other, that is, gives it the most attention\."#
    ),
    claim(#"Neighbours are left out: some heads look at the previous or the next token whatever the words are\."#) {
      _, r in
      [
        list(r[["specialists"]]).contains {
          ["next token", "previous token"].contains(text($0[["category"]])) && $0[number: "mean"]! > 0.5
        }
      ]
    },
    claim(#"The word (.+) is followed from here on, (.+)\."#) { m, r in
      let reasons = [
        "as the settings ask": "settings", "because it is the first pronoun that has a word to look back at": "pronoun",
        "because no word matters more: hiding it moves the sentence most": "importance",
        "because no word matters more that has another to look at": "importance",
        "because words of its kind may point back at others": "demonstrative",
      ]
      let isMost = text(r[["words", "0", "word"]]) == m[0]
      return [
        text(r[["look", "word"]]) == m[0], text(r[["look", "reason"]]) == reasons[m[1]],
        reasons[m[1]] != "importance" || isMost == m[1].hasPrefix("because no word matters more:"),
      ]
    },
    .defines(#"Figure\(word\) sets the sentence once for each head that shows something of it\."#),
    claim(
      #"(?:Of the words before it, its neighbour left aside, the pronoun|Of all words but its neighbours, the word|The word) (.+) looks hardest at (.+), with (\S+) in layer (\d+), head (\d+)\."#
    ) { m, r in
      let targets = list(r[["look", "targets"]]).compactMap { $0[number: "weight"] }
      return [
        text(r[["look", "word"]]) == m[0], text(r[["look", "target"]]) == m[1],
        near(m[2], r[number: "look", "weight"], 2),
        Int(m[3]) == integer(r[["look", "layer"]]), Int(m[4]) == integer(r[["look", "head"]]),
        targets.allSatisfy { $0 <= r[number: "look", "weight"]! },
      ]
    },
    claim(
      #"But the other words give (.+) (\S+) there on average, so that this tells more about the head than about (.+)\."#
    ) { m, r in
      [
        text(r[["look", "target"]]) == m[0], near(m[1], r[number: "look", "others"], 2),
        text(r[["look", "word"]]) == m[2],
        r[number: "look", "others"]! >= r[number: "look", "weight"]! / 2,
      ]
    },
    claim(#"The other words give (.+) only (\S+) there on average\."#) { m, r in
      [
        text(r[["look", "target"]]) == m[0], near(m[1], r[number: "look", "others"], 2),
        r[number: "look", "others"]! < r[number: "look", "weight"]! / 2,
      ]
    },
    claim(#"In no other head does (.+) differ as much from the other words in what it gives to any of these\."#) {
      m, r in
      [
        text(r[["look", "word"]]) == m[0], r[["look", "own", "layer"]] == r[["look", "layer"]],
        r[["look", "own", "head"]] == r[["look", "head"]],
      ]
    },
    claim(
      #"Of these words, (.+) singles out (.+) most: in layer (\d+), head (\d+), (.+) gets (\S+) of its attention and (\S+) of that of the other words on average\."#
    ) { m, r in
      let leads = list(r[["look", "targets"]]).map { $0[number: "weight"]! - $0[number: "others"]! }
      let own = r[number: "look", "own", "weight"]! - r[number: "look", "own", "others"]!
      return Self.own(m[0], m[2], m[3], m[1], m[5], m[6], r) + [m[1] == m[4], leads.allSatisfy { $0 <= own + 1e-9 }]
    },
    claim(#"And (.+) is what (.+) stands for\."#) { m, r in
      [
        text(r[["look", "antecedent"]]) == m[0], text(r[["look", "own", "target"]])?.hasPrefix(m[0]) == true,
        text(r[["look", "word"]]) == m[1],
      ]
    },
    claim(#"But what (.+) stands for is (.+)\."#) { m, r in
      [
        text(r[["look", "antecedent"]]) == m[1], text(r[["look", "own", "target"]]) != m[1],
        text(r[["look", "word"]]) == m[0],
      ]
    },
    .defines(#"Hiding words asks the same question without looking at attention\."#),
    claim(#"The vector that (.+) has in the end moves most without (.+) \((\S+)\), and next without (.+) \((\S+)\)\."#)
    {
      m, r in
      let moved = list(r[["look", "moved"]])
      return [
        text(moved[0][["word"]]) == m[1], near(m[2], moved[0][number: "distance"], 2), text(moved[1][["word"]]) == m[3],
        near(m[4], moved[1][number: "distance"], 2),
        moved.dropFirst().allSatisfy { $0[number: "distance"]! < moved[0][number: "distance"]! },
      ]
    },
    claim(
      #"What each word \(row\) looks at: the most attention that (?:the only head|any of the (\d+) heads) gives from it to another word \(column\)\."#
    ) { m, r in
      [Int(m[0]) ?? 1 == integer(r[["headCount"]])]
    },
    .defines(#"Where that is at least 0\.50, the cell names the head, layer·head\."#),
    .defines(#"Grey: the word itself and its neighbours(, and what it cannot see)?\."#),
    .defines(#"Special tokens and punctuation are left out, and take what is missing to 1\."#),
    claim(#"A matrix of (\d+) words? by \d+ words?\."#) { m, r in [Int(m[0]) == list(r[["words"]]).count] },
    claim(#"The word (.+) looks hardest at (.+) \((\S+), L(\d+)·H(\d+)\)\."#) { m, r in
      // Pronouns are asked about what is before them in the results, and about all words in the figure.
      guard let look = list(r[["looks"]]).first(where: { text($0[["word"]]) == m[0] }) else { return [false] }
      let shown = number(in: m[2])!
      return [
        shown >= look[number: "weight"]! - 0.0051,
        text(look[["target"]]) != m[1] || integer(look[["head"]]) == Int(m[4]) || shown >= look[number: "weight"]!,
      ]
    },
    claim(
      #"Where (.+) looks, head by head: the more attention a word gets, the more its ground stands out\."#
    ) { m, r in
      [text(r[["look", "word"]]) == m[0]]
    },
    .defines(
      #"On the right, the word that gets the most, its weight, and in brackets what the other words give it on average\."#
    ),
    claim(
      #"The first head is the one in which (.+) is most unlike the other words in what it gives to (an earlier word that is not its neighbour|a word that is not its neighbour|another word); the last line is the mean of all (\S+) heads?\."#
    ) { m, r in
      let scopes = [
        "before": "an earlier word that is not its neighbour", "far": "a word that is not its neighbour",
        "neighbours": "another word",
      ]
      return [
        text(r[["look", "word"]]) == m[0], scopes[text(r[["look", "scope"]])!] == m[1],
        near(m[2], r[number: "headCount"], 0),
      ]
    },
    claim(#"In head L(\d+)·H(\d+) (.+) looks at (.+) (\S+) \((\S+)\)\."#) { m, r in
      let known = list(r[["look", "targets"]]) + [r[["look", "own"]]].compactMap(\.self)
      let same = known.filter {
        integer($0[["layer"]]) == Int(m[0]) && integer($0[["head"]]) == Int(m[1]) && text($0[["target"]]) == m[3]
      }
      return [
        text(r[["look", "word"]]) == m[2],
        same.allSatisfy { near(m[4], $0[number: "weight"], 2) && near(m[5], $0[number: "others"], 2) },
      ]
    },
    claim(#"On average (.+) looks at (.+) (\S+)\."#) { m, r in
      [text(r[["look", "mean", "word"]]) == m[1], near(m[2], r[number: "look", "mean", "weight"], 2)]
    },
  ]

  /// One head, its layer, its numbers, and what it does elsewhere.
  private static let heads: [Claim] = [
    claim(#"Figure\(head\) shows layer (\d+), head (\d+) alone(, .+)?\."#) { m, r in
      [Int(m[0]) == integer(r[["chosen", "layer"]]), Int(m[1]) == integer(r[["chosen", "head"]])]
        + (m[2].contains("differs most from the other words")
          ? [
            r[["look", "own", "layer"]] == r[["chosen", "layer"]],
            r[["look", "own", "head"]] == r[["chosen", "head"]],
          ]
          : m[2].hasSuffix("moves the sentence most") ? [r[["ablation", "mostImportant"]] == r[["chosen"]]] : [])
    },
    .defines(#"Figure\(arcs\) sets it beside the other heads of its layer, drawn after BertViz’s head view\."#),
    .defines(#"The heads of one layer read the same tokens\."#),
    claim(
      #"Asked what (.+) attends to most, the (\d+) heads of layer (\d+) (?:all name the same token|name (\d+) different tokens)\."#
    ) { m, r in
      [
        text(r[["look", "word"]]) == m[0], Int(m[1]) == integer(r[["model", "heads"]]),
        Int(m[2]) == integer(r[["chosen", "layer"]]), Int(m[3]) ?? 1 == integer(r[["answersOfLayer"]]),
      ]
    },
    claim(#"More of them name (.+) than any other token: (\d+)\."#) { m, r in
      let (named, answers) = (integer(r[["together", "commonAnswerHeads"]])!, integer(r[["answersOfLayer"]])!)
      return [
        text(r[["together", "commonAnswer"]]) == m[0], Int(m[1]) == named, answers > 1,
        named + answers - 1 <= integer(r[["model", "heads"]])!,
      ]
    },
    claim(#"Over all words and layers, (\S+) different tokens are named on average\."#) { m, r in
      let mean = r[number: "together", "differentAnswers"]!
      return [near(m[0], mean, 1), mean >= 1, mean <= r[number: "model", "heads"]!]
    },
    claim(
      #"In head (\d+) of the same layer, which has other weights for its queries( and keys)?, the same two score (\S+), and (.+) gets (\S+)\."#
    ) { m, r in
      [
        Int(m[0]) == integer(r[["query", "contrast", "head"]]), Int(m[0]) != integer(r[["query", "head"]]),
        m[1].isEmpty == holds(r[["query", "contrast", "sharesKeys"]]),
        near(m[2], r[number: "query", "contrast", "score"], 2), text(r[["query", "target"]]) == m[3],
        near(m[4], r[number: "query", "contrast", "weight"], 2),
        r[number: "query", "contrast", "weight"]! < r[number: "query", "targetWeight"]!,
      ]
    },
    claim(#"Head L(\d+)·H(\d+): how much each token \(row\) attends to each other one \(column\)\."#) { m, r in
      chosen(m[0], m[1], r)
    },
    .defines(#"Weights below 0\.10 are not written\."#),
    .defines(#"A matrix of attention weights\."#),
    claim(#"The token (.+) attends most to (.+) \((\S+)\)\."#) { m, r in
      // Every token is named once, and the followed one as the results have it.
      let isQuery = m[0] == text(r[["query", "token"]]) && texts(r[["tokens"]]).count { $0 == m[0] } == 1
      return [
        texts(r[["tokens"]]).contains(m[1]),
        !isQuery || (m[1] == text(r[["query", "attendsTo"]]) && near(m[2], r[number: "query", "weight"], 2)),
      ]
    },
    claim(
      #"The heads of layer (\d+) side by side, after BertViz’s head view: the more a token on the left attends to one on the right, the stronger the line\."#
    ) { m, r in
      [Int(m[0]) == integer(r[["chosen", "layer"]])]
    },
    .defines(#"Weights below 0\.\d\d are left out\."#),
    claim(#"What special tokens get is left out\."#) { _, r in
      [holds(r[["model", "hasSpecialTokens"]])]
    },
    claim(
      #"(\d+) strips? between two columns of the same tokens, one for each head of layer (\d+), with lines from token to token\."#
    ) { m, r in
      [Int(m[0]) == integer(r[["model", "heads"]]), Int(m[1]) == integer(r[["chosen", "layer"]])]
    },
    .defines(
      #"Level lines are tokens that look at themselves, parallel slanting ones heads that look at neighbours, and a fan is a token that many look at\."#
    ),
    .defines(#"Attention compares vectors\."#),
    claim(
      #"In a head, every token has a query, what it looks for, and a key, what it offers, of (\d+) numbers? each\."#
    ) { m, r in
      [Int(m[0]) == integer(r[["model", "headSize"]])]
    },
    claim(
      #"Query and key are multiplied number by number; the sum of the products(?:, divided by (\S+?),)?( and a number that the head has for the distance between the two tokens add up to| is bent by a hyperbolic tangent so that it stays between −(\S+) and (\S+), which gives| is) the score, and the softmax of a row of scores is the attention\."#
    ) { m, r in
      scored(m[0], r) + [
        m[1].hasPrefix(" and") == holds(r[["model", "scoring", "addsDistance"]]),
        m[2] == m[3] && Double(m[2]) == r[number: "model", "scoring", "cap"],
      ]
    },
    claim(
      #"First, both are turned by angles that grow with the token’s position, so that their products depend on how far apart two tokens are\."#
    ) { _, r in [holds(r[["model", "scoring", "turns"]])] },
    claim(
      #"The products give (.+) (\S+), which is (\S+) above the mean of the other keys, and of the (\d+) products?, the (?:(\d+) that add most make half|one that adds most makes at least half) of this lead\."#
    ) { m, r in
      [
        text(r[["query", "target"]]) == m[0], near(m[1], r[number: "query", "score"], 2),
        near(m[2], r[number: "query", "lead"], 2), r[number: "query", "lead"]! > 0,
        Int(m[3]) == integer(r[["query", "products"]]), Int(m[4]) ?? 1 == integer(r[["query", "half"]]),
        holds(r[["model", "scoring", "addsDistance"]]),
      ]
    },
    claim(#"(?:With the number for the distance, its score|Bent, it) is (\S+)\."#) { m, r in
      [
        near(m[0], r[number: "query", "whole"], 2), !holds(r[["model", "scoring", "isUsual"]]),
        r[number: "model", "scoring", "cap"].map { abs(r[number: "query", "whole"]!) <= $0 } ?? true,
      ]
    },
    claim(#"Figure\(query\) does the sum for (.+) in layer (\d+), head (\d+)\."#) { m, r in
      [text(r[["query", "token"]]) == m[0]] + chosen(m[1], m[2], r)
    },
    claim(#"The most attention, (\S+), goes from (.+) to (.+)\."#) { m, r in
      [
        near(m[0], r[number: "query", "weight"], 2), text(r[["query", "token"]]) == m[1],
        text(r[["query", "attendsTo"]]) == m[2],
      ]
    },
    claim(
      #"(?:The|Before it is bent, the) score of (.+), (\S+), is (\S+) above the mean of the other keys, and of the (\d+) products?, the (?:(\d+) that add most make half|one that adds most makes at least half) of this lead\."#
    ) { m, r in
      [
        text(r[["query", "target"]]) == m[0], near(m[1], r[number: "query", "score"], 2),
        near(m[2], r[number: "query", "lead"], 2), r[number: "query", "lead"]! > 0,
        Int(m[3]) == integer(r[["query", "products"]]), Int(m[4]) ?? 1 == integer(r[["query", "half"]]),
      ]
    },
    claim(
      #"After the softmax, (.+) gets (\S+) of the attention of (.+?)(?:, more than any other token gets from it|; the most, (\S+), goes to (.+))\."#
    ) { m, r in
      [
        text(r[["query", "target"]]) == m[0], near(m[1], r[number: "query", "targetWeight"], 2),
        text(r[["query", "token"]]) == m[2],
        m[3].isEmpty
          ? r[["query", "target"]] == r[["query", "attendsTo"]]
          : near(m[3], r[number: "query", "weight"], 2) && text(r[["query", "attendsTo"]]) == m[4],
      ]
    },
    claim(
      #"Head L(\d+)·H(\d+): the query q of (.+) in the top row above the keys k of all tokens( that it sees)?, number by number; their products q × k; a row’s sum(?: over (\S+?))?( and what the distance adds)?(?:, kept between −(\S+) and (\S+))?, the score; and the softmax of the scores, the attention\."#
    ) { m, r in
      chosen(m[0], m[1], r) + scored(m[4], r) + [
        text(r[["query", "token"]]) == m[2],
        m[3].isEmpty || (integer(r[["model", "scoring", "nearLayers"]]) ?? 0) > 0,
        m[5].isEmpty != holds(r[["model", "scoring", "addsDistance"]]),
        m[6] == m[7] && Double(m[6]) == r[number: "model", "scoring", "cap"],
      ]
    },
    claim(#"The (\d+) columns? come in the order of what they add to the lead of (.+) over the other keys\."#) { m, r in
      [Int(m[0]) == integer(r[["query", "products"]]), text(r[["query", "target"]]) == m[1]]
    },
    .defines(#"Four matrices with a row for each token\."#),
    claim(#"The highest attention of (.+) is to (.+)\."#) { m, r in
      [text(r[["query", "token"]]) == m[0], text(r[["query", "attendsTo"]]) == m[1]]
    },
    .defines(#"Figure\(queries-keys\) puts all queries and keys of the head into one map, by t-SNE\."#),
    .defines(
      #"Attention stays the same when all keys are moved by one vector, or when queries are made longer and keys shorter by one factor, so both clouds are first laid over each other\."#
    ),
    claim(
      #"Of (\d+) quer(?:y|ies), (\d+) (?:has|have) the key that they attend to most among the three nearest keys; by chance it would be (\d+)\."#
    ) { m, r in
      [
        Int(m[0]) == texts(r[["tokens"]]).count, Int(m[1]) == integer(r[["map", "near"]]),
        Int(m[2]) == min(3, texts(r[["tokens"]]).count),
      ]
    },
    claim(
      #"The queries \(circles\) and keys \(squares\) of head L(\d+)·H(\d+) in one map by t-SNE, after both clouds were given one middle and one spread, which leaves the attention as it is\."#
    ) { m, r in
      chosen(m[0], m[1], r)
    },
    .defines(#"Labels without room are left out\."#),
    claim(#"A map of as many queries as keys, (\d+)\."#) { m, r in [Int(m[0]) == texts(r[["tokens"]]).count] },
    claim(#"Nearest to the query of (.+) lies the key of (.+)\."#) { m, r in
      [texts(r[["tokens"]]).contains(m[0]), texts(r[["tokens"]]).contains(m[1])]
    },
    claim(#"The settings name no other sentences, so that what is said of heads here rests on one\."#) { _, r in
      [texts(r[["sentences"]]).count == 1]
    },
    claim(
      #"The kinds of heads and the properties of layers, below, are means over the sentence and the (\d+) sentences? beside it in Table\(sentences\)\."#
    ) { m, r in
      [Int(m[0]) == texts(r[["sentences"]]).count - 1, list(r[["reference", "sentences"]]).isEmpty]
    },
    claim(
      #"One sentence proves little, so layer (\d+), head (\d+) is asked about others as well, sentences that (come with Quire, in each of which two nouns stand before the pronoun|the settings name)\."#
    ) { m, r in
      chosen(m[0], m[1], r) + [texts(r[["sentences"]]).count > 1]
    },
    .defines(#"Table\(sentences\) shows what their pronouns look at there\."#),
    claim(#"The kinds of heads and the properties of layers, below, are means over all (\d+) sentences\."#) { m, r in
      [Int(m[0]) == texts(r[["sentences"]]).count]
    },
    claim(
      #"In (\d+) of the (\d+) sentences? for which it is known what the pronoun stands for, that is the word which the pronoun looks at hardest\."#
    ) { m, r in
      found(m[0], m[1], r)
    },
    claim(
      #"The head was picked on the first sentence; in the other (\d+), it finds the word (once|\d+ times), an average head (\S+) times, and (no|one|\d+) other heads? do(?:es)? at least as well\."#
    ) { m, r in
      [
        Int(m[0]) == integer(r[["reference", "knownElsewhere"]]),
        (m[1] == "once" ? 1 : Int(m[1].prefix { $0 != " " })) == integer(r[["reference", "foundElsewhere"]]),
        near(m[2], r[number: "reference", "meanElsewhere"], 1),
        (m[3] == "no" ? 0 : Int(m[3]) ?? 1) == integer(r[["reference", "asGood"]]),
      ]
    },
    claim(#"In (\d+) of these, two nouns are known of which the pronoun stands for one\."#) { m, r in
      [Int(m[0]) == elsewhere(r).count { text($0[["rival"]]) != "" }]
    },
    claim(#"In (\d+) it looks hardest at one of the two, in an average head in (\S+)\."#) { m, r in
      [
        Int(m[0]) == integer(r[["reference", "eitherElsewhere"]]), near(m[1], r[number: "reference", "meanEither"], 1),
        r[number: "reference", "meanEither"]! <= r[number: "reference", "pairsElsewhere"]!,
      ]
    },
    claim(
      #"Of those (\d+), it is the right one in (\d+); a coin would do at least as well with a probability of (\S+)\."#
    ) { m, r in
      let (all, right) = (Int(m[0])!, Int(m[1])!)
      // Pascal's triangle: how many of all throws show at least so many heads.
      var row = [1.0]
      for _ in 0..<all { row = zip([0] + row, row + [0]).map { $0.0 + $0.1 } }
      let coin = row[right...].reduce(0, +) / row.reduce(0, +)
      return [
        all == integer(r[["reference", "eitherElsewhere"]]), right == integer(r[["reference", "rightOfEither"]]),
        near(m[2], coin, 2),
      ]
    },
    claim(#"It fails, for example, where (.+) looks at (.+) \((\S+)\) and not at (.+)\."#) { m, r in
      [
        list(r[["reference", "missed"]]).contains {
          text($0[["pronoun"]]) == m[0] && text($0[["target"]]) == m[1] && near(m[2], $0[number: "weight"], 2)
            && text($0[["antecedent"]]) == m[3]
        }
      ]
    },
    .defines(#"The sentences that heads are counted over\."#),
    claim(
      #"The word(, special tokens left aside,)? that the pronoun of each sentence looks at hardest in layer (\d+), head (\d+), with its weight, and what the pronoun stands for, where a person wrote that down\."#
    ) { m, r in
      chosen(m[1], m[2], r) + [m[0].isEmpty != holds(r[["model", "hasSpecialTokens"]])]
    },
  ]

  /// Whether scores are divided by what a text says: a root, a number, or nothing for 1.
  private static func scored(_ divisor: String, _ r: JSONValue) -> [Bool] {
    guard let exact = r[number: "model", "scoring", "divisor"] else { return [false] }
    if divisor.isEmpty { return [exact == 1] }
    guard divisor.hasPrefix("√") else { return [near(divisor, exact, 2)] }
    return [Double(divisor.dropFirst()).map { abs($0.squareRoot() - exact) < 1e-4 } ?? false]
  }

  private static func chosen(_ layer: String, _ head: String, _ r: JSONValue) -> [Bool] {
    [Int(layer) == integer(r[["chosen", "layer"]]), Int(head) == integer(r[["chosen", "head"]])]
  }

  /// Which words matter.
  private static let importance: [Claim] = [
    .defines(#"Figure\(importance\) measures the importance of a word in several ways\."#),
    claim(
      #"Occlusion hides it \((?:the word’s tokens become the mask token|the text is read without the word)\) and asks how far the sentence’s vector, (the state of its last token|the mean of its tokens’ last states), moves\."#
    ) { m, r in
      [holds(r[["model", "isCausal"]]) == m[0].hasPrefix("the state")]
    },
    .defines(#"The attention that it receives adds up how much others look at it\."#),
    .defines(
      #"Rollout follows attention down through the layers, and maximum flow, which the figure does not draw, asks how much of it can pass\."#
    ),
    .defines(#"Norm-based attention weighs each look by the length of the vector that it brings\."#),
    claim(#"There is one word, (.+)\."#) { m, r in
      [list(r[["words"]]).count == 1, text(r[["words", "0", "word"]]) == m[0]]
    },
    claim(#"Hiding moves the sentence equally far, whichever word is hidden\."#) { _, r in
      let distances = list(r[["words"]]).compactMap { $0[number: "distance"] }
      return [distances.allSatisfy { abs($0 - distances[0]) <= 0.001 }]
    },
    claim(
      #"The sentence moves most without (.+?) \((\d\S+)\)(?:, then without (.+?) \((\d\S+)\))?, and least without (.+) \((\S+)\)\."#
    ) { m, r in
      let words = list(r[["words"]])
      let distances = words.compactMap { $0[number: "distance"] }
      // The words that are printed alike share a place, and all of them are named.
      func named(_ names: String, _ shown: String) -> Bool {
        words.allSatisfy { word in
          let isNamed = names.replacing(" or ", with: ", ").split(separator: ", ").contains {
            $0 == text(word[["word"]])!
          }
          return isNamed ? near(shown, word[number: "distance"], 3) : true
        } && words.count { near(shown, $0[number: "distance"], 3) } >= names.split(separator: " or ").count
      }
      return [
        named(m[0], m[1]), near(m[1], distances[0], 3), distances == distances.sorted(by: >),
        m[2].isEmpty || (named(m[2], m[3]) && number(in: m[3])! < number(in: m[1])!),
        named(m[4], m[5]), near(m[5], distances.last, 3), number(in: m[5])! < number(in: m[1])!,
      ]
    },
    claim(
      #"In (\d+) of the (\d+) pairs of a content word and a function word, the first moves the sentence further; in (\d+) both move it equally far, as two decimals show it\."#
    ) { m, r in
      let words = list(r[["words"]])
      let (function, content) = (
        words.filter { holds($0[["isFunctionWord"]]) }, words.filter { !holds($0[["isFunctionWord"]]) }
      )
      func shown(_ word: JSONValue) -> Double { (word[number: "distance"]! * 100).rounded() }
      let above = content.reduce(0) { sum, word in sum + function.count { shown($0) < shown(word) } }
      let ties = content.reduce(0) { sum, word in sum + function.count { shown($0) == shown(word) } }
      return [Int(m[0]) == above, Int(m[1]) == function.count * content.count, Int(m[2]) == ties]
    },
    claim(
      #"Hiding a content word moves function words by (\S+) on average and other content words by (\S+); hiding a function word moves other function words by (\S+) and content words by (\S+)\."#
    ) { m, r in
      let kinds = ["contentMovesFunction", "contentMovesContent", "functionMovesFunction", "functionMovesContent"]
      return kinds.indices.map { near(m[$0], r[number: "kinds", Substring(kinds[$0])], 2) }
    },
    claim(
      #"Over the (\d+) sentences with words of both kinds, it does so in (\d+) of (\d+) pairs, and in (\d+) of the sentences a content word moves the sentence most\."#
    ) { m, r in
      kinds(m[0], m[1], m[2], r) + [
        Int(m[3]) == integer(r[["kinds", "first"]]), Int(m[3])! <= Int(m[0])!,
      ]
    },
    claim(
      #"Of the way that the sentence’s vector goes when a word is hidden, the word’s own place makes (.+%), mean over the words; the rest comes from the other tokens, which attention alone joins to it\."#
    ) { m, r in
      let shares = list(r[["words"]]).compactMap { $0[number: "ownShare"] }
      return [
        near(m[0], shares.reduce(0, +) / Double(shares.count), 3), shares.count == list(r[["words"]]).count,
        !holds(r[["model", "isCausal"]]),
      ]
    },
    claim(#"Of single words, these move furthest: (.+)\."#) { m, r in
      let pairs = list(r[["dependencies"]])
      let count = m[0].matches(of: /\(\d\.\d\d\)/).count
      return [count > 1, count <= pairs.count]
        + pairs.prefix(count).map { pair in
          let start = "\(text(pair[["word"]])!) without \(text(pair[["on"]])!) ("
          return m[0].ranges(of: start).contains {
            near(String(m[0][$0.upperBound...].prefix(4)), pair[number: "distance"], 2)
          }
        }
    },
    claim(
      #"Weighed by the length of the vectors that it brings, attention to special tokens makes (.+%) of all\."#
    ) { m, r in
      [near(m[0], r[number: "specialShareByLength"], 3), holds(r[["model", "hasSpecialTokens"]])]
    },
    claim(
      #"Of the (\d+) words, (?:(\d+) are function words \(articles, pronouns, prepositions, conjunctions, auxiliaries\)|one is a function word \(an article, a pronoun, a preposition, a conjunction or an auxiliary\)); any other is a content word\."#
    ) { m, r in
      let words = list(r[["words"]])
      return [Int(m[0]) == words.count, (Int(m[1]) ?? 1) == words.count { holds($0[["isFunctionWord"]]) }]
    },
    claim(#"Hiding function words accounts for (.+%) of all this movement\."#) { m, r in
      let function = list(r[["words"]]).filter { holds($0[["isFunctionWord"]]) }
      return [near(m[0], function.reduce(0) { $0 + $1[number: "occlusion"]! }, 3), !function.isEmpty]
    },
    .defines(#"Hiding a word takes its own vector away and moves those of the other words\."#),
    claim(
      #"Without (.+) they move by (\S+) on average, without (.+) by (\S+); over all words, this movement orders them as occlusion does with τ = (\S+)\."#
    ) { m, r in
      let words = list(r[["words"]])
      return [
        text(words[0][["word"]]) == m[0], near(m[1], words[0][number: "others"], 2),
        text(words.last![["word"]]) == m[2],
        near(m[3], words.last![number: "others"], 2), near(m[4], r[number: "agreesWithOthers"], 2),
      ]
    },
    claim(
      #"Beside occlusion, attention from words overrates (.+) most, which has place (\d+) by attention and (\d+) by occlusion, and underrates (.+) most, with places (\d+) and (\d+)\."#
    ) { m, r in
      let words = list(r[["words"]])
      // Words that are printed alike share a place.
      func places(_ values: [Double]) -> [Int] {
        values.map { value in 1 + values.count { $0 > value } }
      }
      let byAttention = places(words.map { ($0[number: "received"]! * 1000).rounded() })
      let byHiding = places(words.map { ($0[number: "distance"]! * 100).rounded() })
      let gaps = zip(byHiding, byAttention).map { $0 - $1 }
      func place(_ word: String) -> Int { words.firstIndex { text($0[["word"]]) == word }! }
      let (over, under) = (place(m[0]), place(m[3]))
      return [
        Int(m[1]) == byAttention[over], Int(m[2]) == byHiding[over], gaps[over] == gaps.max(),
        Int(m[4]) == byAttention[under], Int(m[5]) == byHiding[under], gaps[under] == gaps.min(),
      ]
    },
    claim(
      #"The figure leaves out (?:special tokens, which receive (.+?%) of all attention)?(?:, and )?(?:punctuation, which receives (.+%))?\."#
    ) { m, r in
      [
        m[0].isEmpty ? r[number: "specialShare"] == 0 : near(m[0], r[number: "specialShare"], 3),
        m[1].isEmpty ? r[number: "punctuationShare"] == 0 : near(m[1], r[number: "punctuationShare"], 3),
      ]
    },
    claim(
      #"How far the measures agree on the order of the words, Table\(agreement\) shows by Kendall’s τ(; maximum flow is left out, which would take minutes for so many words)?\."#
    ) { m, r in
      [m[0].isEmpty == (r[["words", "0", "flow"]] != nil)]
    },
    claim(
      #"The order by (.+) agrees best with that by occlusion \(τ = (\S+)\), and that by (.+) least \(τ = (\S+)\)\."#
    ) { m, r in
      [
        text(r[["agreesMost", "measure"]]) == m[0], near(m[1], r[number: "agreesMost", "tau"], 2),
        text(r[["agreesLeast", "measure"]]) == m[2], near(m[3], r[number: "agreesLeast", "tau"], 2),
        r[number: "agreesMost", "tau"]! > r[number: "agreesLeast", "tau"]!,
      ]
    },
    .defines(
      #"How far the sentence’s vector \(occlusion\) and those of the other words, on average \(others\), move \(1 − cosine\) when a word is hidden\."#
    ),
    .defines(
      #"Then each word’s share, in per cent: of the attention received from words, followed through the layers \(rollout\), and weighed by the length of what it brings \(norm-based\)\."#
    ),
    claim(#"Bold: all but articles, pronouns, prepositions, conjunctions and auxiliaries\."#) { _, r in
      [r[["kinds"]] != nil]
    },
    claim(#"By (occlusion|attention from words|rollout|norm-based), (.+) is first\."#) { m, r in
      let keys: [String: Substring] = [
        "occlusion": "occlusion", "attention from words": "received", "rollout": "rollout", "norm-based": "normBased",
      ]
      let words = list(r[["words"]])
      let most = words.compactMap { $0[number: keys[m[0]]!] }.max()!
      return [words.contains { text($0[["word"]]) == m[1] && $0[number: keys[m[0]]!] == most }]
    },
    .defines(#"Kendall’s τ between the measures’ orders of the words: 1 is the same order, 0 none, −1 the opposite\."#),
    .defines(#"The pieces of the sentence, and the words of each whose hiding moves it most\."#),
  ]

  /// Kinds of heads.
  private static let kinds: [Claim] = [
    .defines(#"Clark et al\. sort heads by where their attention goes\."#),
    claim(
      #"For each of their kinds, Table\(specialists\) counts the heads and names the one that is most like it(?:, on the mean of the (\d+) sentences)?\."#
    ) { m, r in
      [Int(m[0]) ?? 1 == texts(r[["sentences"]]).count]
    },
    claim(#"By the published thresholds, none of the (\S+) heads? is of any kind\."#) { m, r in
      [near(m[0], r[number: "headCount"], 0), r[["uncategorised"]] == r[["headCount"]]]
    },
    claim(#"By the published thresholds, of (\S+) heads?, (.+); (?:none is left over|(\S+) fits? none of the kinds)\."#)
    { m, r in
      let phrases = [
        ("the next token", "next"), ("the previous token", "previous"), ("the first token", "start"),
        ("a separator", "separator"),
        ("punctuation", "punctuation"), ("attention broadly", "broad"),
      ]
      let counts = phrases.map { phrase, key -> Bool in
        let count = integer(r[["categories", Substring(key)]]) ?? 0
        let shown = m[1].split(separator: " and ").flatMap { $0.split(separator: ", ") }.first { $0.hasSuffix(phrase) }
        return count == (shown.map { Int($0.prefix { $0 != " " }) ?? 1 } ?? 0)
      }
      return [
        near(m[0], r[number: "headCount"], 0), (m[2].isEmpty ? 0 : Int(m[2]) ?? 1) == integer(r[["uncategorised"]]),
      ] + counts
    },
    .defines(
      #"Figure\(entropy\) shows how evenly each head spreads its attention in the chosen sentence, by the entropy of its rows\."#
    ),
    .defines(
      #"Figure\(similarity\) lays all heads out by how differently they attend, by the Jensen–Shannon divergence of their rows(, the mean over the sentences)?\."#
    ),
    claim(
      #"The two that differ most are layer (\d+), head (\d+) and layer (\d+), head (\d+): their divergence is (\S+), of at most ln 2 = 0\.69\."#
    ) { m, r in
      [
        Int(m[0]) == integer(r[["mostDifferent", "1", "layer"]]),
        Int(m[1]) == integer(r[["mostDifferent", "1", "head"]]),
        Int(m[2]) == integer(r[["mostDifferent", "0", "layer"]]),
        Int(m[3]) == integer(r[["mostDifferent", "0", "head"]]),
        near(m[4], r[number: "largestDivergence"], 2), r[number: "largestDivergence"]! <= 0.6932,
      ]
    },
    claim(
      #"The kinds of heads: the share of attention above which a head is of the kind \(of a broad head, the relative entropy\), how many of the (\d+) heads? are, and the head that is most like it with its own share(?:, the mean over (\d+) sentences and the least and largest of them)?\."#
    ) { m, r in
      [Int(m[0]) == integer(r[["headCount"]]), Int(m[1]) ?? 1 == texts(r[["sentences"]]).count]
    },
    .defines(#"How evenly each head spreads its attention: the entropy of its rows over the largest possible\."#),
    .defines(#"At 0 a token looks at one token, at 1 at all alike\."#),
    claim(#"A matrix of (\d+) layers? by (\d+) heads?\."#) { m, r in
      [Int(m[0]) == integer(r[["model", "layers"]]), Int(m[1]) == integer(r[["model", "heads"]])]
    },
    claim(
      #"The largest (entropy|distance in thousandths), (\S+), is at layer (\d+), head (\d+), the smallest, (\S+), at layer (\d+), head (\d+)\."#
    ) { m, r in
      m[0].hasPrefix("distance")
        ? [
          near(m[1], r[number: "ablation", "largestDistance"]! * 1000, 2),
          Int(m[2]) == integer(r[["ablation", "mostImportant", "layer"]]),
          Int(m[3]) == integer(r[["ablation", "mostImportant", "head"]]),
        ] : [number(in: m[1])! > number(in: m[4])! || m[1] == m[4]]
    },
    .defines(#"All values are the same\."#),
    .defines(
      #"The heads as points: the nearer two are, the more alike they attend, by the Jensen–Shannon divergence of their rows, as far as a plane allows \(multidimensional scaling\)\."#
    ),
    claim(#"The heads by kind: (.+)\."#) { m, r in
      // Each head is in one group, the first of its kinds.
      let groups = m[0].split(separator: ", ").map {
        ($0.split(separator: " ").dropLast().joined(separator: " "), Int($0.split(separator: " ").last!)!)
      }
      let rest = groups.first { $0.0 == "none of these" }?.1 ?? 0
      return [groups.reduce(0) { $0 + $1.1 } == integer(r[["headCount"]]), rest == integer(r[["uncategorised"]])]
    },
  ]

  /// Layers.
  private static let layers: [Claim] = [
    .defines(
      #"Figure\(layers\) shows where the attention of each layer goes, how far it reaches, and what is lost without the layer\."#
    ),
    claim(
      #"There is one layer: its evenness is (\S+), and the words that it looks at are (\S+) tokens away on average\."#
    ) { m, r in
      [
        near(m[0], r[number: "layers", "0", "entropy"], 2), near(m[1], r[number: "layers", "0", "distance"], 2),
        list(r[["layers"]]).count == 1,
      ]
    },
    claim(#"Layer (\d+) is the most selective \(mean evenness (\S+)\) and layer (\d+) the least \((\S+)\)\."#) { m, r in
      extremes("entropy", least: (m[0], m[1]), most: (m[2], m[3]), 2, r)
    },
    claim(
      #"Words look least far in layer (\d+) \((\S+) tokens on average\) and furthest in layer (\d+) \((\S+)\); spread evenly, attention would reach (\S+)\."#
    ) { m, r in
      extremes("distance", least: (m[0], m[1]), most: (m[2], m[3]), 2, r) + [near(m[4], r[number: "evenDistance"], 2)]
    },
    claim(
      #"(Special tokens get|The first token gets) most in layer (\d+) \((.+%)\) and least in layer (\d+) \((.+%)\)\."#
    ) { m, r in
      extremes(m[0] == "Special tokens get" ? "special" : "start", least: (m[3], m[4]), most: (m[1], m[2]), 3, r)
        + [holds(r[["model", "hasSpecialTokens"]]) == (m[0] == "Special tokens get")]
    },
    claim(
      #"(The tokens beside the one that looks|Words further away) get most in layer (\d+) \((.+%)\) and least in layer (\d+) \((.+%)\)\."#
    ) { m, r in
      let key: Substring = m[0].hasPrefix("Words") ? "words" : "neighbours"
      let values = list(r[["layers"]]).compactMap { $0[number: "mix", key] }
      return [
        values[Int(m[1])!] == values.max(), near(m[2], values.max(), 3), values[Int(m[3])!] == values.min(),
        near(m[4], values.min(), 3), values.count { near(m[2], $0, 3) } == 1,
      ]
    },
    claim(
      #"Where the attention of each layer goes, mean over its heads and (\d+) sentences?, each part counted once\."#
    ) { m, r in
      let parts: [Substring] = ["special", "itself", "previous", "next", "punctuation", "words"]
      let sums = list(r[["layers"]]).map { layer in parts.reduce(0) { $0 + layer[number: "mix", $1]! } }
      return [
        Int(m[0]) == texts(r[["sentences"]]).count,
        sums.allSatisfy { abs($0 - 1) < 1e-4 },
      ]
    },
    claim(#"The last row is the mean of the (\d+) heads? that fits? no kind\."#) { m, r in
      [Int(m[0]) == integer(r[["uncategorised"]])]
    },
    claim(
      #"On the right, each column on its own scale: how many tokens away the words are that it looks at \(reach\), and how far the sentence’s vector moves \(1 − cosine, in thousandths\) (without one of its heads, on average \(a head\), with one pattern for all of them, the mean of theirs \(shared\), without all of them \(heads\), and|without its heads \(heads\) and) without the whole layer \(layer\)\."#
    ) { m, r in
      [m[0].hasPrefix("without one") == (integer(r[["model", "heads"]])! > 1)]
    },
    claim(#"Two matrices with a row for each of (\d+) layers?\."#) { m, r in
      [Int(m[0]) == list(r[["layers"]]).count]
    },
    claim(
      #"Layer (\d+): (special|first) (.+%), other words (.+%), reach (\S+), lost without it (\S+)\."#
    ) { m, r in
      let layer = list(r[["layers"]])[Int(m[0])!]
      return [
        holds(r[["model", "hasSpecialTokens"]]) == (m[1] == "special"), near(m[2], layer[number: "mix", "special"], 3),
        near(m[3], layer[number: "mix", "words"], 3), near(m[4], layer[number: "distance"], 2),
        near(m[5], layer[number: "withoutLayer"], 3),
      ]
    },
  ]

  private static func extremes(
    _ key: Substring, least: (String, String), most: (String, String), _ digits: Int, _ r: JSONValue
  ) -> [Bool] {
    let values = list(r[["layers"]]).compactMap { $0[number: key] }
    return [
      values[Int(least.0)!] == values.min(), near(least.1, values.min(), digits), values[Int(most.0)!] == values.max(),
      near(most.1, values.max(), digits), values.max()! > values.min()!,
    ]
  }

  /// What is lost without a head or a layer.
  private static let losses: [Claim] = [
    .defines(#"A head that matters leaves a gap\."#),
    .defines(
      #"Figure\(ablation\) shows how far the sentence’s vector moves when a head is silenced, Table\(layers\) what happens without all heads of a layer, and without the layer\."#
    ),
    claim(#"No head moves it by as much as half a thousandth\."#) { _, r in
      [r[number: "ablation", "largestDistance"]! < 0.0005 || integer(r[["headCount"]]) == 1]
    },
    claim(
      #"The most important is layer (\d+), head (\d+): without it the sentence moves by (\S+), (\S+) times the mean of all heads(?: and (\S+) times that of the heads of its layer)?\."#
    ) { m, r in
      [
        m[4].isEmpty || near(m[4], r[number: "ablation", "timesLayerMean"], 1),
        Int(m[0]) == integer(r[["ablation", "mostImportant", "layer"]]),
        Int(m[1]) == integer(r[["ablation", "mostImportant", "head"]]),
        near(m[2], r[number: "ablation", "largestDistance"], 3), near(m[3], r[number: "ablation", "timesMean"], 1),
      ]
    },
    claim(
      #"(?:It alone makes|The (\d+) most important of the (\d+) heads make) half of all that removing single heads does\."#
    ) { m, r in
      [
        Int(m[0]) ?? 1 == integer(r[["ablation", "headsOfHalf"]]),
        m[1].isEmpty || Int(m[1]) == integer(r[["headCount"]]),
      ]
    },
    claim(
      #"In (none of the other|each of the (\d+)|(\d+) of the (\d+)) sentences (?:is it|it is) the most important\."#
    ) { m, r in
      let (first, all) = (integer(r[["ablation", "sentencesFirst"]])!, texts(r[["sentences"]]).count)
      return [
        m[0].hasPrefix("none")
          ? first == 1
          : m[0].hasPrefix("each")
            ? first == all && Int(m[1]) == all
            : Int(m[2]) == first && Int(m[3]) == all
      ]
    },
    claim(#"Without layer (\d+) the sentence moves most \((\S+)\), without layer (\d+) least \((\S+)\)\."#) { m, r in
      let losses = list(r[["ablation", "layer"]]).compactMap(\.double)
      return [
        losses[Int(m[0])!] == losses.max(), near(m[1], losses.max(), 3), losses[Int(m[2])!] == losses.min(),
        near(m[3], losses.min(), 3),
      ]
    },
    claim(
      #"The heads of a layer can also be made to share one pattern, the mean of theirs, while each still brings (its own values|the values that it had)\."#
    ) { m, r in
      let shares = integer(r[["model", "scoring", "keyHeads"]])! < integer(r[["model", "heads"]])!
      return [shares == (m[0] != "its own values")]
    },
    claim(#"In layer (\d+) that moves the sentence most, by (\S+), and in all layers at once by (\S+)\."#) { m, r in
      let moved = list(r[["together", "sharing"]]).compactMap(\.double)
      return [
        moved[Int(m[0])!] == moved.max(), near(m[1], moved.max(), 3), moved.count { near(m[1], $0, 3) } == 1,
        near(m[2], r[number: "together", "sharingAll"], 3), moved.count == list(r[["layers"]]).count,
      ]
    },
    claim(#"In all layers at once that moves the sentence by (\S+)\."#) { m, r in
      [near(m[0], r[number: "together", "sharingAll"], 3)]
    },
    .defines(
      #"How far the sentence’s vector moves without one head \(1 − cosine, in thousandths; below 0\.5 not written\)\."#),
    .defines(
      #"How far the sentence’s vector moves \(1 − cosine\) when all heads of a layer are silenced, and when the layer is skipped(, with the change of the mean log-probability of the sentence’s own tokens)?\."#
    ),
  ]

  /// The heads of a picture.
  private static let pictures: [Claim] = []

  /// The sentence itself, and the tokens where a full stop among them ends a sentence.
  private static let quotations: [Claim] = [
    Claim("(.+)") { groups, results in
      let tokens = texts(results[["tokens"]]).joined(separator: " ")
      let sentence = text(results[["sentence"]]) ?? ""
      // What a model says of itself may hold anything; signs that cannot be seen are shown in other ways.
      func plain(_ text: String) -> String { String(text.filter { $0.isLetter || $0.isNumber }) }
      let spoken = plain(text(results[["decoder", "target"]]) ?? "")
      let isToken = tokens.contains(groups[0].hasSuffix(".") ? String(groups[0].dropLast()) : groups[0])
      let isSpoken = !spoken.isEmpty && spoken.contains(plain(groups[0]))
      return sentence.contains(groups[0]) || isToken || isSpoken ? "the sentence, its tokens or what is said" : nil
    }
  ]
}
