internal import Basics
internal import Plotting
internal import Transformers

extension AttentionFigures {
  /// The words by what hiding them does and by three measures of attention; a sixth column would leave words no room.
  var importance: Figure {
    let importance = study.importance
    let names = importance.order.map { study.judgedNames[$0] }
    let titles = ["from words", "rollout", "norm-based"]
    let largest = importance.drawn.dropFirst().flatMap(\.shares).max() ?? 1
    let distances = importance.order.map { Double(importance.hidden.distances[$0]) }
    let others = importance.order.map { importance.hidden.movementOfOthers(hiding: $0) }
    let farthest = max(distances.max() ?? 0, others.max() ?? 0, 1e-6)
    let isFunction = names.map { EnglishWords.contains(EnglishWords.function, EnglishWords.plain($0)) }
    let hasKinds = isFunction.contains(true) && isFunction.contains(false)
    let bold: Markdown =
      hasKinds ? " Bold: all but articles, pronouns, prepositions, conjunctions and auxiliaries." : ""
    return Figure(
      id: "importance",
      caption:
        "How far the sentence’s vector (*occlusion*) and those of the other words, on average (*others*), move (1 − cosine) when a word is "
        + "hidden. Then each word’s share, in per cent: of the attention received *from words*, followed through the layers "
        + "(*rollout*), and weighed by the length of what it brings (*norm-based*).\(bold)",
      alternativeText: importance.drawn.map { measure in
        let top = measure.shares.indices.max { (measure.shares[$0], $1) < (measure.shares[$1], $0) } ?? 0
        return "By \(measure.name), \(study.judgedNames[top]) is first."
      }.joined(separator: " "),
      size: Size(width: 470, height: min(640, 30 + 10.8 * Double(names.count))),
      panel: Panel(
        .table(
          Table(
            [
              Table.Column("word", .text(names)),
              Table.Column("occlusion", .bars(distances, .fixed(2), range: 0...farthest)),
              Table.Column("others", .bars(others, .fixed(2), range: 0...farthest)),
            ]
              + zip(titles, importance.drawn.dropFirst()).map { title, measure in
                let shares = importance.order.map { measure.shares[$0] * 100 }
                return Table.Column(title, .bars(shares, .fixed(1), range: 0...max(largest * 100, 1e-6)))
              },
            emphasized: hasKinds
              ? Set(names.indices.filter { !isFunction[$0] }) : Set(0..<min(3, names.count))))))
  }

  /// For every two words the head in which the one looks hardest at the other.
  func looks(_ looks: WordLooks) -> Figure {
    let words = looks.words
    let names = words.map { study.names[$0] }
    let best = words.map { query in
      words.map { key -> AttentionLook? in
        let isSeen = query != key && abs(query - key) > 1 && (!map.isCausal || key < query)
        return isSeen ? looks.strongest(from: query, to: key) : nil
      }
    }
    let texts = best.map { row in
      row.map { look in look.map { $0.weight >= 0.5 ? "\($0.layer)·\($0.head)" : "" } ?? "" }
    }
    let giver = map.layers * map.heads == 1 ? "the only head" : "any of the \(map.layers * map.heads) heads"
    // Of a sentence of signs alone, signs are what is shown.
    let leftOut: Markdown =
      words.contains { study.words.units[$0].isSpecial || study.words.units[$0].isPunctuation }
      ? "" : " Special tokens and punctuation are left out, and take what is missing to 1."
    let first = best.enumerated().compactMap { row, looks -> String? in
      guard let most = looks.compactMap(\.self).max(by: { $0.weight < $1.weight }) else { return nil }
      return
        "The word \(names[row]) looks hardest at \(study.names[most.key]) (\(most.weight.twoDecimals), \(most.place.title))."
    }
    return Figure(
      id: "looks",
      caption:
        "What each word (row) looks at: the most attention that \(giver) gives from it to "
        + "another word (column). Where that is at least 0.50, the cell names the head, layer·head. Grey: the word itself and its "
        + "neighbours\(map.isCausal ? ", and what it cannot see" : "").\(leftOut)",
      alternativeText: "A matrix of \(names.count.of("word")) by \(names.count.of("word")). "
        + first.joined(separator: " "),
      size: Size(width: 470, height: min(560, 66 + 13 * Double(names.count))),
      panel: Panel(
        .heatmap(
          Heatmap(
            best.map { $0.map { $0?.weight ?? .nan } }, rowLabels: names, columnLabels: names, rowTitle: "from",
            columnTitle: "to", range: 0...1, colorBar: "most attention", texts: texts, cells: .fill))))
  }

  /// Where one word looks, in the heads that show it: the sentence once for each of them.
  ///
  /// - Parameters:
  ///   - heads: The heads, with the word that each looks at hardest.
  ///   - scope: The words among which the first of them was found.
  func word(_ focus: Int, _ heads: [WordLine], scope: WordLooks.Scope) -> Figure {
    let shown = study.words.units.indices.filter { !study.words.units[$0].isSpecial }
    func weights(_ line: WordLine) -> [Double] {
      shown.map { key in
        guard let head = line.head else {
          let all = (0..<map.layers).flatMap { layer in
            (0..<map.heads).map { Double(study.words[layer, $0, focus, key]) }
          }
          return all.mean
        }
        return Double(study.words[head.layer, head.head, focus, key])
      }
    }
    let labels = shown.map { study.words.units[$0].label.trimmed }
    let characters = labels.reduce(0) { $0 + $1.count + 1 }
    let rows = max(1, (Double(characters) * 4.3 / 352).rounded(.up))
    let name = study.names[focus]
    return Figure(
      id: "word",
      caption:
        "Where *\(name)* looks, head by head: the more attention a word gets, the more its ground stands out. On the right, the word that "
        + "gets the most, its weight, and in brackets what the other words give it on average. The first head is the one in which *\(name)* is most "
        + "unlike the other words in what it gives to \(scope.one); the last line is the mean of all \((map.layers * map.heads).of("head")).",
      alternativeText: heads.map { line in
        let title = line.head.map { "In head \($0.title)" } ?? "On average"
        return "\(title) \(name) looks at \(line.note)."
      }.joined(separator: " "),
      size: Size(width: 470, height: 18 + Double(heads.count) * (rows * 11.6 + 3)),
      panel: Panel(
        .shaded(
          ShadedText(
            words: labels.map { $0.isEmpty ? "␣" : $0 },
            lines: heads.map { ShadedText.Line($0.head?.title ?? "mean", weights($0), note: $0.note) },
            marked: shown.firstIndex(of: focus), labelTitle: "head", noteTitle: "most to (others)", range: 0...1))))
  }
}

extension WordLooks.Scope {
  /// One word of those that a word is asked about.
  fileprivate var one: Markdown {
    switch self {
    case .before: "an earlier word that is not its neighbour"
    case .far: "a word that is not its neighbour"
    case .neighbours: "another word"
    }
  }
}

/// One line of the figure of a word.
struct WordLine {
  /// The head; nil for the mean of all.
  let head: Attention.Results.Head?
  /// What it looks at, with numbers.
  let note: String
}
