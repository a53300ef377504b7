internal import Basics
internal import Notebook
internal import Transformers

extension AttentionWriter {
  /// The section on which words matter.
  func writeImportance(on page: inout Page) throws {
    page.section("importance")
    let vector: Markdown = sizes.isCausal ? "the state of its last token" : "the mean of its tokens’ last states"
    let hiding: Markdown =
      study.model.tokenizer.maskID == nil
      ? "the text is read without the word" : "the word’s tokens become the mask token"
    page.write(
      """
      {{figure:attention/importance}} measures the importance of a word in several ways. *Occlusion* hides it (\(hiding)) and asks how \
      far the sentence’s vector, \(vector), moves [@zeiler2014]. The attention that it *receives* adds up how much others look at it. \
      *Rollout* follows attention down through the layers, and *maximum flow*, which the figure does not draw, asks how \
      much of it can pass [@abnar2020]. \
      *Norm-based* attention weighs each look by the length of the vector that it brings [@kobayashi2020].
      """)
    page.formula("Occlusion", #"o_w = 1 - \cos\left(s, s_{\setminus w}\right)"#)
    page.formula(
      "Rollout",
      #"R = \tilde A_L \cdots \tilde A_2 \tilde A_1,\quad \tilde A_l = \tfrac{1}{2}\left(\bar A_l + I\right)"#)
    page.formula(
      "Maximum flow",
      #"F_{ij} = \max \text{ flow from token } i \text{ above the last layer to } j \text{ below the first, through edges of capacity } \tilde A_l"#
    )
    page.formula("Norm-based attention", #"\left\lVert \alpha_{ij}\, v_j W_O \right\rVert"#)
    try page.figure(figures.importance, view: views("words"))
    page.write(order)
    if let reason = movement { page.write(reason) }
    if let kinds { page.write(kinds) }
    if results.words.count > 1 {
      page.write(attention)
      page.formula(
        "Kendall’s τ-b",
        #"\tau_b = \frac{C - D}{\sqrt{(n_0 - n_1)(n_0 - n_2)}},\quad n_0 = \tfrac{1}{2} n (n - 1)"#)
      try writeAgreement(on: &page)
    }
  }

  /// What hiding words shows.
  private var order: Markdown {
    let words = results.words
    guard words.count > 1, let last = words.last, words[0].distance > last.distance else {
      return words.count == 1
        ? "There is one word, *\(words[0].word)*." : "Hiding moves the sentence equally far, whichever word is hidden."
    }
    // What is printed alike shares a place.
    func alike(_ word: Attention.Results.Word) -> [Attention.Results.Word] {
      words.filter { $0.distance.threeDecimals == word.distance.threeDecimals }
    }
    let (most, least) = (alike(words[0]), alike(last))
    if most.count == words.count { return "Hiding moves the sentence equally far, whichever word is hidden." }
    var text: Markdown = "The sentence moves most without \(most.either) (\(words[0].distance.threeDecimals))"
    if most.count + least.count < words.count {
      let next = alike(words[most.count])
      text += ", then without \(next.either) (\(next[0].distance.threeDecimals))"
    }
    text += ", and least without \(least.either) (\(last.distance.threeDecimals))."
    let (count, share) = (results.functionWords, results.functionWordShare)
    if count > 0, count < words.count {
      text += """
         Of the \(words.count) words, \(count == 1 ? "one is a function word (an article, a pronoun" : "\(count) are function words (articles, pronouns"), \
        \(count == 1 ? "a preposition, a conjunction or an auxiliary" : "prepositions, conjunctions, auxiliaries")); any other is a \
        content word. Hiding function words accounts for \(share.percent) of all this movement.
        """
    }
    return text
  }

  /// Why hiding one word moves the sentence further than hiding another.
  private var movement: Markdown? {
    let words = results.words
    guard !sizes.isCausal, words.count > 2, let last = words.last, words[0].others >= 0.005
    else { return nil }
    return """
      Hiding a word takes its own vector away and moves those of the *other* words. Without \
      *\(words[0].word)* they move by \(words[0].others.twoDecimals) on average, without *\(last.word)* by \
      \(last.others.twoDecimals); over all words, this movement orders them as occlusion does with τ = \(results.agreesWithOthers.twoDecimals).
      """
  }

  /// Which words matter, content words or function words; and who depends on whom.
  private var kinds: Markdown? {
    var sentences: [Markdown] = []
    if let kinds = results.kinds, kinds.pairs > 1 {
      sentences.append(
        """
        In \(kinds.above) of the \(kinds.pairs.of("pair")) of a content word and a function word, the first moves the \
        sentence further; in \(kinds.ties) both move it equally far, as two decimals show it.
        """)
      if kinds.content > 1, kinds.function > 1 {
        sentences.append(
          """
          Hiding a content word moves function words by \(kinds.contentMovesFunction.twoDecimals) on average and other content words by \
          \(kinds.contentMovesContent.twoDecimals); hiding a function word moves other function words by \
          \(kinds.functionMovesFunction.twoDecimals) and content words by \(kinds.functionMovesContent.twoDecimals).
          """)
      }
      if kinds.sentences > 1, kinds.allPairs > 1 {
        sentences.append(
          """
          Over the \(kinds.sentences) sentences with words of both kinds, it does so in \(kinds.allAbove) of \(kinds.allPairs) pairs, and \
          in \(kinds.first) of the sentences a content word moves the sentence most.
          """)
      }
    }
    if let share = results.ownShare, results.words.count > 1 {
      sentences.append(
        """
        Of the way that the sentence’s vector goes when a word is hidden, the word’s own place makes \(share.percent), mean over the words; \
        the rest comes from the other tokens, which attention alone joins to it.
        """)
    }
    let pairs = results.dependencies.prefix(3).filter { $0.distance >= 0.005 }
    if pairs.count > 1 {
      let texts = pairs.map { "*\($0.word)* without *\($0.on)* (\($0.distance.twoDecimals))" as Markdown }
      sentences.append("Of single words, \(texts.enumerated) move furthest.")
    }
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }

  /// What attention makes of the words.
  private var attention: Markdown {
    var sentences: [Markdown] = []
    let (over, under) = (results.overrated, results.underrated)
    if !over.word.isEmpty, !under.word.isEmpty {
      sentences.append(
        """
        Beside occlusion, attention from words overrates *\(over.word)* most, which has place \(over.rankByAttention) by attention \
        and \(over.rankByOcclusion) by occlusion, and underrates *\(under.word)* most, with places \(under.rankByAttention) and \
        \(under.rankByOcclusion).
        """)
    }
    var left: [Markdown] = []
    if !study.judged.contains(where: { study.words.units[$0].isSpecial }), results.specialShare > 0 {
      left.append("special tokens, which receive \(results.specialShare.percent) of all attention")
    }
    if !study.judged.contains(where: { study.words.units[$0].isPunctuation }), results.punctuationShare > 0 {
      left.append("punctuation, which receives \(results.punctuationShare.percent)")
    }
    if !left.isEmpty { sentences.append("The figure leaves out \(left.joined(separator: ", and ")).") }
    if study.hasSpecialTokens, !study.judged.contains(where: { study.words.units[$0].isSpecial }) {
      sentences.append(
        """
        Weighed by the length of the vectors that it brings, attention to special tokens makes \
        \(results.specialShareByLength.percent) of all.
        """)
    }
    sentences.append(
      """
      How far the measures agree on the order of the words, {{table:attention/agreement}} shows by Kendall’s τ [@kendall1945]\
      \(study.importance.flow == nil ? "; maximum flow is left out, which would take minutes for so many words" : "").
      """)
    if let most = results.agreesMost, let least = results.agreesLeast, most.tau > least.tau {
      sentences.append(
        """
        The order by *\(most.measure)* agrees best with that by occlusion (τ = \(most.tau.twoDecimals)), and that by \
        *\(least.measure)* least (τ = \(least.tau.twoDecimals)).
        """)
    }
    return sentences.joined(separator: " ")
  }

  /// How far the measures of importance agree.
  private func writeAgreement(on page: inout Page) throws {
    let measures = study.importance.measures
    let agreements = study.importance.agreements
    func tau(_ a: String, _ b: String) -> String {
      guard a != b else { return "1" }
      let found = agreements.first {
        ($0.first.name, $0.second.name) == (a, b) || ($0.second.name, $0.first.name) == (a, b)
      }
      return found?.tau.map(\.twoDecimals) ?? "–"
    }
    try page.table(
      id: "agreement",
      caption: "Kendall’s τ between the measures’ orders of the words: 1 is the same order, 0 none, −1 the opposite.",
      columns: [.init("")] + measures.map { .init($0.name, .trailing) },
      rows: measures.map { row in [row.name] + measures.map { tau(row.name, $0.name) } })
  }
}

extension [Attention.Results.Word] {
  /// `*a*, *b* or *c*`.
  fileprivate var either: Markdown {
    let names = map { "*\($0.word)*" as Markdown }
    return names.count < 2 ? names.joined() : "\(names.dropLast().joined(separator: ", ")) or \(names[names.count - 1])"
  }
}
