import Basics

extension TextRewriter {
  /// What a text says in the syntax of other programs, and what that comes to in this report.
  struct Extensions {
    var syntax: InlineSyntax
    /// The numbers of the text's own figures and tables, by the place where each begins.
    var numbered: [Int: Resolver.Target] = [:]
    /// The anchors of the names that the text gives to its headings.
    var places: [String: String] = [:]
    /// Citations as they are set, wherever they stand.
    var citations: [Citation: Markdown] = [:]
  }
}

extension RewritingPass {
  /// Writes what other programs' syntax at a place means; gives where it ends, or `nil` where there is none.
  mutating func extended(at index: Int, _ end: Int) -> Int? {
    if case .mark(let length)? = source.own[index] {
      output.write(source: source.bytes[index..<index + length])
      return index + length
    }
    guard let extensions = rewriter.extensions else { return nil }
    if case .caption? = source.own[index], let target = extensions.numbered[index], captioned != index {
      captioned = index
      write(labelOf: target, anchor: true)
      return index
    }
    guard let construct = extensions.syntax.constructs[index], index + construct.length <= end else { return nil }
    switch construct {
    case .writes(let marks, _): output.write(source: marks)
    case .note(let range, _): note(range)
    case .place(let id, _):
      if let anchor = extensions.places[id] { output.write(source: anchorElement(anchor)) }
    case .figure(let picture):
      guard let target = extensions.numbered[index] else { return nil }
      figure(picture, target)
    case .reference(let label, _):
      guard reference(label, at: index) else { return nil }
    case .citation(let citation):
      guard let text = extensions.citations[citation.anywhere] else { return nil }
      output.write(text)
      output.finishValue(before: source.bytes[index + construct.length..<end])
    }
    return index + construct.length
  }

  private func anchorElement(_ anchor: String) -> String { OwnMark.anchor(anchor).html + OwnMark.closesAnchor.html }

  /// “**Figure 2.** ”.
  private mutating func write(labelOf target: Resolver.Target, anchor: Bool) {
    if anchor { output.write(source: anchorElement(target.anchor)) }
    output.write("**\(rewriter.resolver.wording.caption(target.label))** ")
    output.write(source: "")
  }

  // MARK: Footnotes

  private mutating func note(_ range: Range<Int>) {
    let main = output
    output = MarkdownWriter()
    rewrite(range)
    notes.append(output)
    output = main
    output.write(source: "[^\(name(ofNote: notes.count))]")
  }

  /// No name that somebody writes has a plus sign in this place.
  private func name(ofNote number: Int) -> String { "\(rewriter.footnotePrefix)+\(number)" }

  /// Writes the footnotes behind the text, each on a line of its own.
  mutating func writeNotes() {
    guard !notes.isEmpty else { return }
    if let fence = openFence() { output.write(source: (output.bytes.last == UInt8(ascii: "\n") ? "" : "\n") + fence) }
    if output.bytes.last == UInt8(ascii: "\n") { output.write(source: "\n") } else { output.write(source: "\n\n") }
    for (number, note) in notes.enumerated() {
      output.write(source: (number == 0 ? "" : "\n\n") + "[^\(name(ofNote: number + 1))]: ")
      output.write(source: Self.line(of: note.bytes)[...])
    }
    output.write(source: "\n")
  }

  /// The fence that closes a code block which goes on to the end of the text.
  private func openFence() -> String? {
    guard let leaf = MarkdownParser.leaves(of: output.bytes).last, leaf.kind == .code else { return nil }
    let lines = output.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard leaf.lines.lowerBound <= lines.count else { return nil }
    let first = String(decoding: lines[leaf.lines.lowerBound - 1], as: UTF8.self)
    guard let match = first.prefixMatch(of: /\ {0,3}(`{3,}|~{3,})/) else { return nil }
    let fence = String(match.1)
    let isClosed = lines[leaf.lines.lowerBound...].contains {
      let text = String(decoding: $0, as: UTF8.self).trimmed()
      return text.hasPrefix(fence) && text.allSatisfy { $0 == fence.first }
    }
    return isClosed ? nil : fence
  }

  /// A note on one line, with nothing at its start that would make a list, a quotation or code of it.
  private static func line(of note: [UInt8]) -> [UInt8] {
    var line: [UInt8] = []
    for piece in note.split(separator: UInt8(ascii: "\n")) {
      let text = piece.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "\t") }
      if !line.isEmpty { line.append(UInt8(ascii: " ")) }
      line += text
    }
    line = Array(line.drop { $0 <= 0x20 })
    let text = String(decoding: line.prefix(24), as: UTF8.self)
    if text.contains(/^(>|[-+*]\s|#{1,6}(\s|$)|-{3,}\s*$|~{3,}|={1,}\s*$)/) {
      line.insert(UInt8(ascii: "\\"), at: 0)
    } else if let match = text.prefixMatch(of: /([0-9]{1,9})[.)](\s|$)/) {
      line.insert(UInt8(ascii: "\\"), at: match.1.utf8.count)
    }
    return line
  }

  // MARK: Figures and references

  private mutating func figure(_ picture: LonePicture, _ target: Resolver.Target) {
    output.write(source: anchorElement(target.anchor) + "![")
    if let text = picture.alternativeText { output.write(text: text) } else { rewrite(picture.content) }
    output.write(source: "]")
    let address = picture.address
    if source.bytes[address.lowerBound] == UInt8(ascii: "(") {
      output.write(source: "(")
      let end = picture.title == nil ? address.upperBound + 1 : address.upperBound
      let next = destination(at: address.lowerBound + 1, end)
      if next < address.upperBound { output.write(source: source.bytes[next..<address.upperBound]) }
      output.write(source: ")")
    } else {
      output.write(source: source.bytes[address])
    }
    if let attributes = picture.attributes, attributes.values.contains(where: LonePicture.isSize) {
      output.write(
        source: OwnMark.size(
          width: attributes["width"].flatMap(MarkdownImage.Length.init),
          height: attributes["height"].flatMap(MarkdownImage.Length.init)
        ).html)
    }
    output.write(source: OwnMark.lineBreak.html)
    write(labelOf: target, anchor: false)
    rewrite(picture.caption)
  }

  /// What a label leads to.
  private func target(of label: String) -> Resolver.Target? {
    if Labels.kind(of: label) == "equation" {
      return rewriter.resolver.equations.target(label).map { .init(label: "(\($0.text))", anchor: $0.anchor) }
    }
    return Labels.split(label).flatMap { rewriter.resolver.targets[$0.kind]?[$0.name] }
  }

  /// The anchor of a label or of a heading's name.
  func place(of label: String) -> String? {
    rewriter.extensions.flatMap { $0.places[label] ?? target(of: label)?.anchor }
  }

  private mutating func reference(_ label: String, at index: Int) -> Bool {
    if Labels.kind(of: label) == "equation" {
      do { output.write(try rewriter.resolver.equation(label)) } catch {
        report(error.message, at: index)
        return false
      }
      return true
    }
    if let target = target(of: label) {
      output.write("[\(target.label)](#\(markdown: target.anchor))")
      return true
    }
    guard let (kind, name) = Labels.split(label) else { return false }
    report(rewriter.resolver.absence(of: kind, name), at: index)
    return false
  }
}
