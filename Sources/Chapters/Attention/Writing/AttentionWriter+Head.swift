internal import Basics
internal import Notebook
internal import Transformers

extension AttentionWriter {
  private var chosen: Attention.Results.Head { findings.chosen }

  /// The section on one head and the others of its layer.
  func writeHead(on page: inout Page) throws {
    page.section("head")
    let tokens = study.labels.count
    page.write(
      """
      {{figure:attention/head}} shows \(chosen.prose) alone\(reason). {{figure:attention/arcs}} sets it beside the other heads of \
      its layer, drawn after BertViz’s head view.
      """)
    try page.figure(figures.large, view: views.head("matrix", heads: sizes.heads, tokens: tokens))
    try page.figure(figures.arcs, view: views.head("arcs", heads: sizes.heads, tokens: tokens))
    guard sizes.heads > 1, let word = results.look?.word else { return }
    page.write(
      """
      The heads of one layer read the same tokens. Asked what *\(word)* attends to most, the \
      \(sizes.heads) heads of layer \(chosen.layer) \(results.answersOfLayer == 1 ? "all name the same token" : "name \(results.answersOfLayer) different tokens").\
      \(together)
      """)
  }

  /// What the heads of a layer show of words and layers in general.
  private var together: Markdown {
    guard let together = results.together else { return "" }
    let common: Markdown =
      results.answersOfLayer > 1 && together.commonAnswerHeads > 1
      ? " More of them name \(code: together.commonAnswer) than any other token: \(together.commonAnswerHeads)."
      : ""
    return """
      \(common) Over all words and layers, \(NumberText.fixed(together.differentAnswers, 1)) different tokens are named on average.
      """
  }

  private var reason: Markdown {
    if settings.layer != nil && settings.head != nil { return ", which the settings choose" }
    guard let look = results.look else {
      return settings.layer == nil && settings.head == nil
        ? ", the one whose removal moves the sentence most"
        : ", of those that the settings leave the one whose removal moves the sentence most"
    }
    let among: Markdown =
      settings.layer != nil || settings.head != nil ? ", among those that the settings leave, " : ", "
    let asked: Markdown = look.scope == "before" ? " in what it gives to an earlier word that is not its neighbour" : ""
    return "\(among)the head in which *\(look.word)* differs most from the other words\(asked)"
  }

  /// The section on what a weight is made of.
  ///
  /// - Parameter target: The token whose score is taken apart.
  func writeQuery(_ position: Int, target: Int, _ map: QueryKeyMap?, on page: inout Page) throws {
    page.section("query-key")
    let query = results.query
    page.write(
      """
      Attention compares vectors. In a head, every token has a query, what it looks for, and a key, what it offers, of \
      \(query.products.of("number")) each.\(turning) Query and key are multiplied number by number; \(scoreClause), and the softmax of a row \
      of scores is the attention [@vaswani2017]. {{figure:attention/query}} does the sum for \
      *\(query.token)* in \(chosen.prose).
      """)
    page.formula("Attention of a head", scoreFormula)
    page.write(products)
    try page.figure(figures.query(position, target: target), view: views("neuron", ["token": "@\(position)"]))
    guard let map, let near = results.map else { return }
    page.write(
      """
      {{figure:attention/queries-keys}} puts all queries and keys of the head into one map [@yeh2023], by t-SNE [@vandermaaten2008]. \
      Attention stays the same when all keys are moved by one vector, or when queries are made longer and keys shorter by one \
      factor, so both clouds are first laid over each other. Of \(study.labels.count.of("query", "queries")), \(near.near) \
      \(near.near == 1 ? "has" : "have") the key that they attend to most among the three nearest keys; by chance it would be \
      \(near.expected).
      """)
    try page.figure(figures.queriesAndKeys(map), view: views("keys", ["token": "@\(position)"]))
  }

  /// What the score of the target is made of.
  private var products: Markdown {
    let query = results.query
    guard query.token != query.target, query.lead > 0 else {
      return "The most attention, \(query.weight.twoDecimals), goes from *\(query.token)* to *\(query.attendsTo)*."
    }
    let half: Markdown =
      query.half == 1
      ? "of the \(query.products.of("product")), the one that adds most makes at least half of this lead"
      : "of the \(query.products.of("product")), the \(query.half) that add most make half of this lead"
    let most: Markdown =
      query.attendsTo == query.target
      ? ", more than any other token gets from it"
      : "; the most, \(query.weight.twoDecimals), goes to *\(query.attendsTo)*"
    let score: Markdown =
      partOfScore(half)
      ?? "The score of *\(query.target)*, \(query.score.twoDecimals), is \(query.lead.twoDecimals) above the mean of the other keys, and \(half)."
    return """
      \(score) After the softmax, \
      *\(query.target)* gets \(query.targetWeight.twoDecimals) of the attention of *\(query.token)*\(most).\(contrast)
      """
  }

  /// The same two tokens in another head of the layer.
  private var contrast: Markdown {
    let query = results.query
    guard let contrast = query.contrast, contrast.weight < query.targetWeight else { return "" }
    return """
       In head \(contrast.head) of the same layer, which has other weights for its queries\(contrast.sharesKeys ? "" : " and keys"), the same two score \
      \(contrast.score.twoDecimals), and *\(query.target)* gets \(contrast.weight.twoDecimals).
      """
  }

  /// The section on other sentences.
  func writeSentences(on page: inout Page) throws {
    page.section("sentences")
    let count = results.sentences.count
    guard count > 1 else {
      page.write("The settings name no other sentences, so that what is said of heads here rests on one.")
      return
    }
    let theirs: Markdown =
      settings.sentences == ExampleSentence.others.map(\.text)
      ? "sentences that come with Quire, in each of which two nouns stand before the pronoun"
      : "sentences that the settings name"
    let reference = results.reference
    guard !reference.sentences.isEmpty else {
      page.write(
        """
        The kinds of heads and the properties of layers, below, are means over the sentence and the \((count - 1).of("sentence")) beside it in \
        {{table:attention/sentences}}.
        """)
      try writeTable(nil, on: &page)
      return
    }
    page.write(
      """
      One sentence proves little, so \(chosen.prose) is asked about others as well, \(theirs). {{table:attention/sentences}} shows \
      what their pronouns look at there. The kinds of heads and the properties of layers, below, are means over all \(count) sentences.
      """)
    try writeTable(reference, on: &page)
    if let verdict = verdict(reference) { page.write(verdict) }
  }

  private func verdict(_ reference: Attention.Results.Reference) -> Markdown? {
    guard reference.known > 0 else { return nil }
    var text: Markdown =
      """
      In \(reference.found) of the \(reference.known.of("sentence")) for which it is known what the pronoun stands for, that is the \
      word which the pronoun looks at hardest.
      """
    if reference.knownElsewhere > 0, sizes.layers * sizes.heads > 1 {
      text += """
         The head was picked on the first sentence; in the other \(reference.knownElsewhere), it finds the word \
        \(reference.foundElsewhere == 1 ? "once" : "\(reference.foundElsewhere) times"), an average head \
        \(NumberText.fixed(reference.meanElsewhere, 1)) times, and \
        \(reference.asGood == 0 ? "no other head does" : reference.asGood == 1 ? "one other head does" : "\(reference.asGood) other heads do") \
        at least as well.
        """
    }
    if reference.pairsElsewhere > 1, sizes.layers * sizes.heads > 1 {
      text += """
         In \(reference.pairsElsewhere) of these, two nouns are known of which the pronoun stands for one. In \
        \(reference.eitherElsewhere) it looks hardest at one of the two, in an average head in \
        \(NumberText.fixed(reference.meanEither, 1)).
        """
      if reference.eitherElsewhere > 1 {
        text += """
           Of those \(reference.eitherElsewhere), it is the right one in \(reference.rightOfEither); a coin would do at least as \
          well with a probability of \(reference.coin.twoDecimals).
          """
      }
    }
    if let missed = reference.missed.first, reference.found > 0 {
      text += """
         It fails, for example, where *\(missed.pronoun)* looks at *\(missed.target)* (\(missed.weight.twoDecimals)) and not at \
        *\(missed.antecedent)*.
        """
    }
    return text
  }

  private func writeTable(_ reference: Attention.Results.Reference?, on page: inout Page) throws {
    let rows = findings.survey.entries.map { entry -> [String] in
      let found = reference?.sentences.first { $0.sentence == entry.text }
      return [entry.text]
        + (reference == nil
          ? ["\(entry.tokens.count)"]
          : [
            found?.pronoun ?? "–", found.map { "\($0.target) \($0.weight.twoDecimals)" } ?? "–",
            found.map { $0.antecedent.isEmpty ? "–" : $0.antecedent } ?? "–",
          ])
    }
    try page.table(
      id: "sentences",
      caption: reference == nil
        ? "The sentences that heads are counted over."
        : """
        The word\(study.hasSpecialTokens ? ", special tokens left aside," : "") that the pronoun of each sentence looks at hardest in \(chosen.prose), with its weight, and what the pronoun stands for, \
        where a person wrote that down.
        """,
      columns: [.init("sentence")]
        + (reference == nil
          ? [.init("tokens", .trailing)]
          : [
            .init("pronoun"), .init("looks at"), .init("stands for"),
          ]),
      rows: rows)
  }
}
