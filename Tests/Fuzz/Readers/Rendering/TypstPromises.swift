internal import FuzzSupport

/// What holds of the code that the PDF is set from, whoever wrote what is in it: people's words stand in literals, and outside them is
/// nothing but Quire's own calls.
enum TypstPromises {
  /// The names that Quire's code uses: functions of the template and of Typst, their arguments, and keywords.
  private static let names = Set(
    """
    align alone anchor area arguments array attach authors auto block body bottom box callout caption cells center chapter closing
    code colbreak columns contents counter course cover data-title date description details direction displayed
    drawings drawn emph end enum false figure first floating footnote for form formula groups h head height import in
    inline-picture is-apart is-breakable is-drawn is-heading is-nested item items kept key keyboard kind label
    language left let line linebreak link list listed ltr margin marker may-be-split measured mime-type name none note
    number own-figure page page-label pagebreak paper par parts pdf picture place points provenance question quote raw
    references region relationship remark remarks report right rtl rule running second separator set-size show size
    small-code small-print spoken standing start std str strike strong style sub substitutions subtitle summary
    super table tabular target terms text tight title top true type underline update weak wide width with words x y
    """.split(whereSeparator: \.isWhitespace).map(String.init))

  /// Looks through the code of a document.
  static func check(_ code: String) throws {
    let bytes = Array(code.utf8)
    var open: [UInt8] = []
    var strange: Set<String> = []
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      // Between brackets Typst reads markup: Quire writes calls there and nothing else.
      let isMarkup = open.last == UInt8(ascii: "[")
      let isCall = byte == UInt8(ascii: "#") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "(")
      try BrokenPromise.unless(
        !isMarkup || isCall || bytes[place - 1] == UInt8(ascii: "#"),
        "the code has markup in it: \(around(place, bytes))")
      switch byte {
      case UInt8(ascii: "\""):
        place = try end(of: bytes, from: place)
        continue
      case UInt8(ascii: "("), UInt8(ascii: "{"), UInt8(ascii: "["):
        open.append(byte)
      case UInt8(ascii: ")"), UInt8(ascii: "}"), UInt8(ascii: "]"):
        // In ASCII the closing sign is the next but one, for parentheses the next.
        let pair = open.popLast().map { $0 == UInt8(ascii: "(") ? $0 + 1 : $0 + 2 }
        try BrokenPromise.unless(pair == byte, "the code closes what is not open: \(around(place, bytes))")
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
        let start = place
        while place < bytes.count, isNamePart(bytes[place]) { place += 1 }
        let name = String(decoding: bytes[start..<place], as: UTF8.self)
        if !names.contains(name) { strange.insert("\(name) in \(around(start, bytes))") }
        continue
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        while place < bytes.count, isNamePart(bytes[place]) || bytes[place] == UInt8(ascii: ".") { place += 1 }
        continue
      case UInt8(ascii: "/"):
        try BrokenPromise.unless(
          place + 1 == bytes.count || ![UInt8(ascii: "/"), UInt8(ascii: "*")].contains(bytes[place + 1]),
          "the code has a comment in it: \(around(place, bytes))")
      default:
        try BrokenPromise.unless(
          " \n,;:.+-*=<>!%#".utf8.contains(byte), "the code has a sign of its reader's: \(around(place, bytes))")
      }
      place += 1
    }
    try BrokenPromise.unless(strange.isEmpty, "the code has names that Quire has not: \(strange.sorted())")
    try BrokenPromise.unless(open.isEmpty, "the code does not close what it opens")
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// The place behind a literal.
  private static func end(of bytes: [UInt8], from start: Int) throws -> Int {
    var place = start + 1
    while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    try BrokenPromise.unless(place < bytes.count, "a literal has no end: \(around(start, bytes))")
    return place + 1
  }

  private static func around(_ place: Int, _ bytes: [UInt8]) -> String {
    String(decoding: bytes[max(place - 20, 0)..<min(place + 40, bytes.count)], as: UTF8.self)
  }
}
