internal import Basics

/// The numbers of the report's equations: those with a label are counted through, a tag is taken as it is.
struct EquationNumbers {
  /// An equation that texts may refer to.
  struct Target: Equatable {
    /// What stands between its parentheses.
    var text: String
    /// What links point to.
    var anchor: String
  }

  /// Equations by label.
  private(set) var targets: [String: Target] = [:]
  private var count = 0

  /// Numbers the displayed formulas of a text.
  ///
  /// - Returns: Labels that were given before.
  mutating func take(_ document: MarkdownDocument, _ anchors: inout Anchors) -> [String] {
    var doubled: [String] = []
    for formula in DisplayedFormula.all(in: document) {
      for line in TeXLabels(formula.tex).lines where !line.labels.isEmpty {
        let new = line.labels.filter { targets[$0] == nil }
        doubled += line.labels.filter { targets[$0] != nil }
        guard let first = new.first else { continue }
        if line.tag == nil { count += 1 }
        let name = first.replacing(":", with: "-")
        let stem = name.hasPrefix("eq-") ? String(name.dropFirst(3)) : name
        let target = Target(text: line.tag ?? String(count), anchor: anchors.take("equation-" + Anchors.slug(stem)))
        for label in new { targets[label] = target }
      }
    }
    return doubled
  }

  /// The equation of a label: as it is, or with the other of the signs that follow `eq`.
  func target(_ label: String) -> Target? {
    if let target = targets[label] { return target }
    for (sign, other) in [(":", "-"), ("-", ":")] where label.hasPrefix("eq" + sign) {
      return targets["eq" + other + label.dropFirst(3)]
    }
    return targets["eq:" + label] ?? targets["eq-" + label]
  }

  /// A formula with its numbers and without labels and tags.
  func numbered(_ formula: DisplayedFormula) -> DisplayedFormula {
    let labels = TeXLabels(formula.tex)
    guard labels.lines.contains(where: \.isNumbered) || labels.tex != formula.tex else { return formula }
    var result = DisplayedFormula(labels.tex)
    result.lines = labels.lines.count
    for (index, line) in labels.lines.enumerated() where line.isNumbered {
      let target = line.labels.lazy.compactMap { targets[$0] }.first
      result.numbers.append(
        .init(line: index, text: line.tag ?? target?.text ?? "", anchor: target?.anchor ?? ""))
    }
    return result
  }

  /// A text whose formulas have their numbers.
  func numbered(_ document: MarkdownDocument) -> MarkdownDocument {
    var document = document
    document.blocks = document.blocks.map(numbered)
    document.footnotes = document.footnotes.map { $0.map(numbered) }
    return document
  }

  private func numbered(_ block: MarkdownBlock) -> MarkdownBlock {
    switch block {
    case .math(let formula): return .math(numbered(formula))
    case .quote(let blocks): return .quote(blocks.map(numbered))
    case .alert(let kind, let title, let blocks): return .alert(kind: kind, title: title, blocks.map(numbered))
    case .details(let summary, let isOpen, let blocks):
      return .details(summary: summary, isOpen: isOpen, blocks.map(numbered))
    case .list(var list):
      for item in list.items.indices { list.items[item].blocks = list.items[item].blocks.map(numbered) }
      return .list(list)
    case .definitions(var list):
      for item in list.indices { list[item].definitions = list[item].definitions.map { $0.map(numbered) } }
      return .definitions(list)
    case .paragraph, .heading, .code, .table, .figure, .rule, .pageBreak: return block
    }
  }
}

extension DisplayedFormula {
  /// Those of a document, in order.
  static func all(in document: MarkdownDocument) -> [DisplayedFormula] {
    (document.blocks + document.footnotes.joined()).flatMap(all)
  }

  private static func all(_ block: MarkdownBlock) -> [DisplayedFormula] {
    switch block {
    case .math(let formula): [formula]
    case .quote(let blocks), .alert(_, _, let blocks), .details(_, _, let blocks): blocks.flatMap(all)
    case .list(let list): list.items.flatMap { $0.blocks.flatMap(all) }
    case .definitions(let list): list.flatMap { $0.definitions.joined().flatMap(all) }
    case .paragraph, .heading, .code, .table, .figure, .rule, .pageBreak: []
    }
  }
}
