internal import Basics
internal import Notebook
internal import Transformers

extension AttentionWriter {
  /// The section on what words look at, and the chosen one among them.
  func writeLooks(_ looks: WordLooks, on page: inout Page) throws {
    page.section("looks")
    guard let look = results.look else {
      let word = study.names[findings.focus.unit]
      page.write(
        results.looks.isEmpty
          ? "The sentence has no two words that could look at each other."
          : "The word *\(word)*, which the settings choose, has no other word to look at.")
      return
    }
    let neighbours: Markdown =
      results.specialists.contains { $0.qualifies && Self.neighbours.contains($0.category) }
      ? " Neighbours are left out: some heads look at the previous or the next token whatever the words are." : ""
    page.write(
      """
      For every two words, {{figure:attention/looks}} shows the head in which the one looks hardest at the other, that is, gives it \
      the most attention.\(neighbours) The word *\(look.word)* is followed from here on, \(reason(look)). {{figure:attention/word}} sets the \
      sentence once for each head that shows something of it.
      """)
    try page.figure(figures.looks(looks))
    try page.figure(
      figures.word(findings.focus.unit, lines(look, looks), scope: WordLooks.Scope(rawValue: look.scope) ?? .neighbours)
    )
    page.write([answer(look), moved(look)].compactMap(\.self).joined(separator: "\n\n"))
  }

  private func reason(_ look: Attention.Results.ChosenLook) -> Markdown {
    switch findings.focus.reason {
    case .settings: "as the settings ask"
    case .pronoun: "because it is the first pronoun that has a word to look back at"
    case .demonstrative: "because words of its kind may point back at others"
    case .importance:
      look.word == results.words[0].word
        ? "because no word matters more: hiding it moves the sentence most"
        : "because no word matters more that has another to look at"
    }
  }

  /// Where the word looks, and whether that is its own doing.
  private func answer(_ look: Attention.Results.ChosenLook) -> Markdown {
    let scope: Markdown =
      switch WordLooks.Scope(rawValue: look.scope) {
      case .before: "Of the words before it, its neighbour left aside, the pronoun"
      case .far: "Of all words but its neighbours, the word"
      case .neighbours, nil: "The word"
      }
    var text: Markdown =
      """
      \(scope) *\(look.word)* looks hardest at \
      *\(look.target)*, with \(look.weight.twoDecimals) in \(Attention.Results.Head(layer: look.layer, head: look.head).prose).
      """
    let own = look.own
    let isSame = own.target == look.target && own.layer == look.layer && own.head == look.head
    if study.judged.count > 2 {
      text +=
        look.others >= look.weight / 2
        ? " But the other words give *\(look.target)* \(look.others.twoDecimals) there on average, so that this tells more about the head than about *\(look.word)*."
        : " The other words give *\(look.target)* only \(look.others.twoDecimals) there on average."
      if isSame {
        text +=
          " In no other head does *\(look.word)* differ as much from the other words in what it gives to any of these."
      } else if settings.layer == nil && settings.head == nil, own.weight > own.others {
        text += """
           Of these words, *\(look.word)* singles out *\(own.target)* most: in \(own.place.prose), *\(own.target)* gets \
          \(own.weight.twoDecimals) of its attention and \(own.others.twoDecimals) of that of the other words on average.
          """
      }
    }
    if !look.antecedent.isEmpty {
      let isFound = EnglishWords.plain(own.target).lowercased() == look.antecedent.lowercased()
      text +=
        isFound
        ? " And *\(look.antecedent)* is what *\(look.word)* stands for."
        : " But what *\(look.word)* stands for is *\(look.antecedent)*."
    }
    return text
  }

  /// Which hidden words move the vector of the chosen one.
  private func moved(_ look: Attention.Results.ChosenLook) -> Markdown? {
    guard look.moved.count > 1, look.moved[0].distance > look.moved[1].distance, look.moved[0].distance >= 0.005 else {
      return nil
    }
    return """
      Hiding words asks the same question without looking at attention. The vector that *\(look.word)* has in the end moves most \
      without *\(look.moved[0].word)* (\(look.moved[0].distance.twoDecimals)), and next without *\(look.moved[1].word)* \
      (\(look.moved[1].distance.twoDecimals)).
      """
  }

  private static let neighbours = [HeadCategory.previous.title, HeadCategory.next.title]

  /// The heads of the figure of the word: that of its own look, the strongest for each of a few words, those that look at
  /// neighbours, the one whose removal moves the sentence most, and the mean.
  private func lines(_ look: Attention.Results.ChosenLook, _ looks: WordLooks) -> [WordLine] {
    var heads = [look.own.place]
    let focus = findings.focus.unit
    var further = look.targets.prefix(3).map(\.place)
    // A pronoun looks ahead too, and heads that look at neighbours do so from every word.
    further += looks.targets(of: focus, isPronoun: false).prefix(1).map(\.place)
    further += results.specialists.filter { $0.qualifies && Self.neighbours.contains($0.category) }
      .map { Attention.Results.Head(layer: $0.layer, head: $0.head) }
    for head in further + [results.ablation.mostImportant] where !heads.contains(head) { heads.append(head) }
    let lines = heads.compactMap { head -> WordLine? in
      guard let best = looks.favourite(of: focus, head.layer, head.head) else { return nil }
      return WordLine(
        head: head, note: "\(study.names[best.key]) \(best.weight.twoDecimals) (\(best.others.twoDecimals))")
    }
    return lines + [WordLine(head: nil, note: "\(look.mean.word) \(look.mean.weight.twoDecimals)")]
  }
}
