import Basics

extension InlineSyntax {
  /// What braces stand behind.
  enum Holder { case picture, link, code, text }

  /// Reads the braces at a place, if they hold attributes.
  mutating func attributes(at start: Int, _ holder: Holder, in range: Range<Int>) {
    guard
      let attributes = Attributes(
        at: start, in: bytes, before: min(range.upperBound, start + TextRewriter.longestAddress))
    else { return }
    let text = String(decoding: bytes[start..<start + attributes.length], as: UTF8.self)
    switch holder {
    case .picture:
      guard !figureEnds.contains(start) else { return }
      sizes(attributes, at: start)
    case .link, .code:
      add(.writes("", length: attributes.length), at: start)
      tellLeftOut(text, at: start)
    case .text:
      if isHeading(start, attributes.length, in: range) {
        if let id = attributes.id {
          add(.place(id, length: attributes.length), at: start)
        } else {
          add(.writes("", length: attributes.length), at: start)
        }
        for other in attributes.classes where other != "unnumbered" && other != "unlisted" {
          tellLeftOut("." + other, at: start)
        }
        for (name, value) in attributes.values { tellLeftOut("\(name)=\(value)", at: start) }
      } else if isPlausible(attributes, text) {
        tell("{", "“\(text)” is shown as text; braces are read behind pictures, links, code and headings", at: start)
      }
    }
  }

  /// Braces in running text are told of where they cannot be words: `{-}` and `{x=1}` are.
  private func isPlausible(_ attributes: Attributes, _ text: String) -> Bool {
    attributes.id != nil || attributes.classes.contains { $0 != "unnumbered" }
      || text.wholeMatch(of: /\{\s*[a-z-]+=[^{}\s]+(\s+[^{}\s]+)*\s*\}/) != nil
  }

  private mutating func sizes(_ attributes: Attributes, at start: Int) {
    let size = OwnMark.size(
      width: attributes["width"].flatMap(MarkdownImage.Length.init),
      height: attributes["height"].flatMap(MarkdownImage.Length.init))
    let isSized = attributes.values.contains(where: LonePicture.isSize)
    add(.writes(isSized ? size.html : "", length: attributes.length), at: start)
    if let id = attributes.id {
      tell(
        "#", "“#\(id)” is left out: a picture is numbered where it stands alone in its paragraph", at: start)
    }
    for name in attributes.classes { tellLeftOut("." + name, at: start) }
    for value in attributes.values where !LonePicture.isSize(value) {
      tellLeftOut("\(value.name)=\(value.value)", at: start)
    }
  }

  mutating func tellLeftOut(_ name: String, at offset: Int) {
    if name.hasPrefix("width=") || name.hasPrefix("height=") {
      return tell(
        "size", "“\(name)” is left out: a length is a number with px, pt, mm, cm or in, or with % up to 100", at: offset
      )
    }
    tell(
      "left out",
      "“\(name)” is left out: in braces the width, the height and the label of a picture are read, and the "
        + "label of a heading", at: offset)
  }

  /// Whether what ends at a place is the end of a heading.
  private func isHeading(_ start: Int, _ length: Int, in range: Range<Int>) -> Bool {
    let line = bytes[(start + length)...].prefix { $0 != UInt8(ascii: "\n") }
    guard line.allSatisfy({ $0 <= 0x20 || $0 == UInt8(ascii: "#") }) else { return false }
    let first = bytes[range].prefix { $0 != UInt8(ascii: "\n") }
    // A line of signs below makes one of a paragraph of which this is the last line.
    let below = bytes[line.endIndex...].dropFirst().prefix { $0 != UInt8(ascii: "\n") }
    let marks = String(decoding: below.drop { " >".utf8.contains($0) }, as: UTF8.self).trimmed()
    if !marks.isEmpty, marks.allSatisfy({ $0 == "=" }) || marks.allSatisfy({ $0 == "-" }),
      bytes[below.endIndex..<max(below.endIndex, range.upperBound)].allSatisfy({ $0 <= 0x20 })
    {
      return true
    }
    guard start < first.endIndex else { return false }
    let text = first.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ">") }
    let level = text.prefix { $0 == UInt8(ascii: "#") }.count
    return (1...6).contains(level) && text.dropFirst(level).first.map { $0 <= 0x20 } == true
  }
}
