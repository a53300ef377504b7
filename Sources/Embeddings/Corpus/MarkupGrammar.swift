/// Where a tag or an entity ends, and what it stands for.
enum MarkupGrammar {
  /// A tag that is longer is none: somebody wrote `<` and, far away, `>`.
  private static let longestTag = 2_000

  /// The end of the tag or comment that begins with the `<` at an index; `nil` where none does.
  static func tag(in text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int? {
    if text[index...].starts(with: "<!--".utf8) { return endOfComment(in: text, from: index + 4) }
    var place = index + 1
    if place < text.count, text[place] == UInt8(ascii: "/") { place += 1 }
    let start = place
    while place < text.count, place - start <= longestName, isLetterOrDigit(text[place]) { place += 1 }
    guard place > start, place < text.count, isEndOfName(text[place]) else { return nil }
    let name = String(decoding: text[start..<place], as: UTF8.self).lowercased()
    guard elements.contains(name) else { return nil }
    while place < min(text.count, index + longestTag) {
      if text[place] == UInt8(ascii: ">") { return place + 1 }
      if text[place] == UInt8(ascii: "<") { return nil }
      place += 1
    }
    return nil
  }

  private static func endOfComment(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var place = start
    while place + 3 <= text.count {
      if text[place...].starts(with: "-->".utf8) { return place + 3 }
      place += 1
    }
    return nil
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || isDigit(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private static func isEndOfName(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") || byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  /// The end of the entity that begins with the `&` at an index, and the character that it names.
  static func entity(in text: UnsafeBufferPointer<UInt8>, at index: Int) -> (end: Int, code: UInt32)? {
    // The longest name has 8 letters, the longest number 7 digits behind `#x`.
    let limit = min(text.count, index + 12)
    guard let end = text[(index + 1)..<limit].firstIndex(of: UInt8(ascii: ";")), end > index + 1 else { return nil }
    let name = String(decoding: text[(index + 1)..<end], as: UTF8.self)
    let code: UInt32?
    if name.first == "#" {
      let digits = name.dropFirst(name.hasPrefix("#x") || name.hasPrefix("#X") ? 2 : 1)
      let isDecimal = digits.count == name.count - 1
      // A sign would be read as part of the number.
      code = digits.allSatisfy(\.isHexDigit) ? UInt32(digits, radix: isDecimal ? 10 : 16).flatMap(character) : nil
    } else {
      code = entities[name]
    }
    return code.map { (end + 1, $0) }
  }

  /// The character of a number: as browsers do, 128 to 159 are Windows-1252's.
  private static func character(_ number: UInt32) -> UInt32? {
    if (128...159).contains(number) { return windows[Int(number) - 128] }
    return number == 0 ? nil : Unicode.Scalar(number)?.value
  }

  private static let windows: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F,
    0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E,
    0x178,
  ]

  private static let longestName = 10

  /// The elements that texts are written with; those of frames and forms seldom survive in a data set, but cost nothing.
  static let elements = Set(
    """
    a abbr acronym address article aside audio b bdi bdo big blockquote body br button canvas caption center cite code col \
    colgroup dd del details dfn dir div dl dt em embed fieldset figcaption figure font footer form frame h1 h2 h3 h4 h5 h6 \
    head header hr html i iframe img input ins kbd label legend li link main map mark meta nav noscript object ol option p \
    param picture pre q s samp script section select small source span strike strong style sub summary sup svg table tbody \
    td textarea tfoot th thead time title tr track tt u ul var video wbr
    """.split(separator: " ").map(String.init))

  /// The entities of XML, of Latin-1 and of typography, by name.
  private static let entities: [String: UInt32] = {
    let latin = """
      nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para \
      middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute \
      Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml \
      Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml \
      eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml
      """.split(separator: " ")
    var found = Dictionary(uniqueKeysWithValues: zip(latin.map(String.init), (0xA0 as UInt32)...0xFF))
    let others: [(String, UInt32)] = [
      ("quot", 0x22), ("amp", 0x26), ("lt", 0x3C), ("gt", 0x3E), ("apos", 0x27), ("QUOT", 0x22), ("AMP", 0x26),
      ("LT", 0x3C), ("GT", 0x3E), ("OElig", 0x152), ("oelig", 0x153), ("Scaron", 0x160), ("scaron", 0x161),
      ("Yuml", 0x178), ("fnof", 0x192), ("circ", 0x2C6), ("tilde", 0x2DC), ("ensp", 0x2002), ("emsp", 0x2003),
      ("thinsp", 0x2009), ("zwnj", 0x200C), ("zwj", 0x200D), ("ndash", 0x2013), ("mdash", 0x2014), ("lsquo", 0x2018),
      ("rsquo", 0x2019), ("sbquo", 0x201A), ("ldquo", 0x201C), ("rdquo", 0x201D), ("bdquo", 0x201E),
      ("dagger", 0x2020), ("Dagger", 0x2021), ("bull", 0x2022), ("hellip", 0x2026), ("permil", 0x2030),
      ("prime", 0x2032), ("Prime", 0x2033), ("lsaquo", 0x2039), ("rsaquo", 0x203A), ("frasl", 0x2044),
      ("euro", 0x20AC), ("trade", 0x2122), ("larr", 0x2190), ("uarr", 0x2191), ("rarr", 0x2192), ("darr", 0x2193),
      ("harr", 0x2194), ("minus", 0x2212), ("ne", 0x2260), ("le", 0x2264), ("ge", 0x2265), ("spades", 0x2660),
      ("clubs", 0x2663), ("hearts", 0x2665), ("diams", 0x2666),
    ]
    found.merge(others) { first, _ in first }
    return found
  }()
}
