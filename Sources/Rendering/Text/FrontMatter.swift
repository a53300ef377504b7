/// The lines of YAML between `---` and `---` that other programs keep at the start of a text.
enum FrontMatter {
  /// How many bytes they take, up to and with the last `---`; `nil` where a text begins otherwise.
  static func end(in bytes: [UInt8]) -> Int? {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).prefix(200)
    func text(_ line: ArraySlice<UInt8>) -> String { String(decoding: line, as: UTF8.self) }
    guard let first = lines.first, text(first).trimmed() == "---" else { return nil }
    let rest = lines.dropFirst()
    guard let last = rest.firstIndex(where: { ["---", "..."].contains(text($0).trimmed()) }), last > 1 else {
      return nil
    }
    let inside = rest[..<last].map(text)
    // Prose between two rules is the answer's.
    guard inside.contains(where: { $0.contains(/^[A-Za-z_][A-Za-z0-9_-]*:(\s|$)/) }),
      inside.allSatisfy({ $0.trimmed().isEmpty || $0.contains(/^([A-Za-z_][A-Za-z0-9_-]*:(\s|$)|\s|#|- )/) })
    else { return nil }
    return lines[last].endIndex
  }
}
