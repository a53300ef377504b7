internal import Basics
package import FuzzSupport

extension FuzzReader {
  /// The readers of `Basics`.
  package static let basics: [FuzzReader] = [.json, .terminal]

  /// JSON: a value and what is in it.
  package static let json = FuzzReader("json", mutator: JSONMutator()) { bytes, _ in
    let value = try JSONReader.value(of: bytes)
    _ = value.description
    _ = value["a"]
    _ = value[["a", "0", "last"] as [Substring]]
  }

  /// Text for a terminal: nothing that a terminal obeys is left.
  package static let terminal = FuzzReader("terminal") { bytes, _ in
    let text = String(decoding: bytes, as: UTF8.self)
    for shown in [TerminalText.escaped(text), TerminalText.line(text)] {
      let isClean = shown.unicodeScalars.allSatisfy {
        $0 == "\n" || $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value)
      }
      try BrokenPromise.unless(isClean, "a control character reaches the terminal")
      try BrokenPromise.unless(
        !TerminalText.turnsDirection(shown), "the direction of writing is turned on the terminal")
    }
    try BrokenPromise.unless(!TerminalText.line(text).contains("\n"), "a line has a line break")
    _ = PlainText.line(text)
    let destination = LinkDestination.of(path: text)
    let path = LinkDestination.path(of: destination)
    try BrokenPromise.unless(
      path.map { Array($0.utf8) } == Array(text.utf8), "a path changes when it is made a link and read again")
  }
}
