internal import FuzzSupport

/// What holds of every page that Quire makes, whoever wrote what is in it.
enum HTMLPromises {
  /// The elements that a page's main part has, Quire's own and those that Markdown makes.
  private static let elements: Set<String> = [
    "a", "abbr", "annotation", "aside", "blockquote", "br", "button", "caption", "cite", "code", "col", "colgroup",
    "dd", "del",
    "details", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "img",
    "input", "kbd", "li", "main", "mark", "nav", "noscript", "ol", "p", "picture", "pre", "q", "s", "section", "small",
    "source", "span",
    "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "wbr",
    // Formulas.
    "math", "mfrac", "mi", "mn", "mo", "mover", "mrow", "mspace", "msqrt", "mroot", "mstyle", "msub", "msubsup", "msup",
    "mtable",
    "mtd", "mtext", "mtr", "munder", "munderover", "mpadded", "mphantom", "menclose", "semantics",
  ]

  /// What an address may begin with, beside what stays in the page or the report's folder.
  private static let schemes = [
    "https:", "http:", "mailto:", "data:image/png", "data:image/jpeg", "data:image/webp", "data:image/svg",
  ]

  /// Looks through the main part of a page.
  static func check(_ page: String) throws {
    guard let start = page.firstRange(of: "<main")?.lowerBound, let end = page.firstRange(of: "</main>")?.upperBound
    else {
      throw BrokenPromise("a page has no main part")
    }
    for tag in tags(of: Array(page[start..<end].utf8)) {
      try BrokenPromise.unless(elements.contains(tag.name), "the page has an element <\(tag.name)>")
      for (name, value) in tag.attributes {
        try BrokenPromise.unless(!name.hasPrefix("on"), "<\(tag.name)> has a handler \(name)")
        try BrokenPromise.unless(name != "style" || !value.contains("url("), "<\(tag.name)> fetches by its style")
        guard ["href", "src", "action", "formaction", "srcset", "poster", "data"].contains(name) else { continue }
        let address = value.lowercased()
        let scheme = address.prefix { $0.isLetter || $0.isNumber || "+-.".contains($0) }
        let hasScheme = address.dropFirst(scheme.count).first == ":"
        try BrokenPromise.unless(
          !hasScheme || schemes.contains(where: address.hasPrefix), "<\(tag.name)> leads to \(value)")
        let fetches = name != "href" && (address.hasPrefix("http") || address.hasPrefix("//"))
        try BrokenPromise.unless(!fetches, "<\(tag.name)> fetches \(value)")
      }
    }
  }

  /// Looks for the words of an answer that has nothing in it whose text a reader of Markdown leaves out.
  static func checkWords(of answer: String, in page: String) throws {
    let leavesOut = ["]:", "```", "~~~", "{{", "&", "\\", "<", "@", "[!", ":::", "$", "](", "|", "\0", "---"]
    guard !leavesOut.contains(where: answer.contains) else { return }
    for word in answer.utf8.split(whereSeparator: { !(0x61...0x7A).contains($0) }) where word.count >= 5 {
      let text = String(Substring(word))
      try BrokenPromise.unless(page.utf8.firstRange(of: text.utf8) != nil, "the page has lost the word \(text)")
    }
  }

  private struct Tag {
    var name: String
    var attributes: [(name: String, value: String)] = []
  }

  /// The tags that begin elements, comments among them, as a browser would find them.
  private static func tags(of page: [UInt8]) -> [Tag] {
    var tags: [Tag] = []
    var place = 0
    func isNameEnd(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == 0x3E || byte == 0x2F || byte == 0x3D }
    while let open = page[place...].firstIndex(of: 0x3C) {
      place = open + 1
      guard place < page.count else { break }
      if page[place] == 0x2F { continue }
      guard page[place] == 0x21 || page[place] == 0x3F || (0x41...0x5A).contains(page[place] & 0xDF) else { continue }
      var end = place
      while end < page.count, !isNameEnd(page[end]) { end += 1 }
      var tag = Tag(name: String(decoding: page[place..<end], as: UTF8.self).lowercased())
      place = end
      while place < page.count, page[place] != 0x3E {
        let start = place
        while place < page.count, !isNameEnd(page[place]) { place += 1 }
        let name = String(decoding: page[start..<place], as: UTF8.self).lowercased()
        guard place < page.count, page[place] == 0x3D, !name.isEmpty else {
          if !name.isEmpty { tag.attributes.append((name, "")) } else { place += page[place] == 0x3E ? 0 : 1 }
          continue
        }
        place += 1
        var value: ArraySlice<UInt8> = []
        if place < page.count, page[place] == 0x22 || page[place] == 0x27 {
          let quote = page[place]
          let close = page[(place + 1)...].firstIndex(of: quote) ?? page.count
          value = page[(place + 1)..<close]
          place = min(close + 1, page.count)
        } else {
          let begin = place
          while place < page.count, page[place] > 0x20, page[place] != 0x3E { place += 1 }
          value = page[begin..<place]
        }
        tag.attributes.append((name, String(decoding: value, as: UTF8.self)))
      }
      tags.append(tag)
    }
    return tags
  }
}
