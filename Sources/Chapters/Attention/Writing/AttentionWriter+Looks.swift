internal import Basics
internal import Notebook
internal import Transformers

extension AttentionWriter {
  /// The section on what words look at, and the chosen one among them.
  func writeLooks(_ looks: WordLooks, on page: inout Page) throws {
    page.section("looks")
    guard let look = results.look else {
      page.write("The sentence has no two words that could look at each other.")
      return
    }
    let kinds = Set(results.specialists.filter { $0.sentences > 0 }.map(\.category))
    let neighbours: Markdown =
      kinds.contains(HeadCategory.previous.title) || kinds.contains(HeadCategory.next.title)
      ? " Neighbours are left out: some heads look at the previous or the next token whatever the words are." : ""
    page.write(
      """
      For every two words, {{figure:attention/looks}} shows the head in which the one looks hardest at the other, that is, gives it \
      the most attention.\(neighbours) *\(look.word)* is followed from here on, \(reason(look)). {{figure:attention/word}} sets the \
      sentence once for each head that shows something of it.
      """)
    try page.figure(figures.looks(looks))
    try page.figure(figures.word(findings.focus.unit, lines(look, looks)))
    page.write(answer(look))
    if let moved = moved(look) { page.write(moved) }
  }

  private func reason(_ look: Attention.Results.ChosenLook) -> Markdown {
    switch findings.focus.reason {
    case .settings: "as the settings ask"
    case .pronoun: "because it is the first pronoun that has a word to look back at"
    case .importance: "because no word matters more: hiding it moves the sentence most"
    }
  }

  /// Where the word looks, and whether that is its own doing.
  private func answer(_ look: Attention.Results.ChosenLook) -> Markdown {
    let isRestricted = look.isPronoun && look.targets.count > 1
    var text: Markdown =
      """
      \(isRestricted ? "Of the words before it, neighbours apart, " : "")*\(look.word)* looks hardest at *\(look.target)*: \
      \(look.weight.twoDecimals) in \(Attention.Results.Head(layer: look.layer, head: look.head).prose).
      """
    let own = look.own
    let isSame = own.target == look.target && own.layer == look.layer && own.head == look.head
    if study.judged.count > 2 {
      text +=
        look.others >= look.weight / 2
        ? " But that is how this head works rather than what *\(look.word)* does: the other words give *\(look.target)* \(look.others.twoDecimals) there on average."
        : " The other words give *\(look.target)* only \(look.others.twoDecimals) there on average."
      if isSame {
        text += " In no other head does *\(look.word)* differ as much from the other words."
      } else if settings.layer == nil && settings.head == nil, own.weight > own.others {
        text += """
           What sets *\(look.word)* apart most is \(own.place.prose), where it gives *\(own.target)* \(own.weight.twoDecimals) and the \
          others give it \(own.others.twoDecimals) on average.
          """
      }
    }
    if !look.antecedent.isEmpty {
      let isFound = EnglishWords.plain(own.target).lowercased() == look.antecedent.lowercased()
      text +=
        isFound
        ? " *\(look.antecedent)* is what *\(look.word)* stands for."
        : " *\(look.word)* stands for *\(look.antecedent)*, which this is not."
    }
    return text
  }

  /// Which hidden words move the vector of the chosen one.
  private func moved(_ look: Attention.Results.ChosenLook) -> Markdown? {
    guard look.moved.count > 1, look.moved[0].distance > look.moved[1].distance, look.moved[0].distance >= 0.005 else {
      return nil
    }
    return """
      Hiding words asks the same without looking at attention. The vector that *\(look.word)* has in the end moves most when \
      *\(look.moved[0].word)* is hidden (\(look.moved[0].distance.twoDecimals)), then *\(look.moved[1].word)* \
      (\(look.moved[1].distance.twoDecimals)).
      """
  }

  /// The heads of the figure of the word: that of its own look, the strongest for each of four words, the one whose removal moves
  /// the sentence most, and the mean.
  private func lines(_ look: Attention.Results.ChosenLook, _ looks: WordLooks) -> [WordLine] {
    var heads = [look.own.place]
    for head in look.targets.prefix(4).map(\.place) + [results.ablation.mostImportant] where !heads.contains(head) {
      heads.append(head)
    }
    let focus = findings.focus.unit
    let lines = heads.compactMap { head -> WordLine? in
      guard let best = looks.favourite(of: focus, head.layer, head.head) else { return nil }
      return WordLine(
        head: head, note: "\(study.names[best.key]) \(best.weight.twoDecimals) (\(best.others.twoDecimals))")
    }
    return lines + [WordLine(head: nil, note: "\(look.mean.word) \(look.mean.weight.twoDecimals)")]
  }
}
