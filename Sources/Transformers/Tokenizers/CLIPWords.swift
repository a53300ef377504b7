/// CLIP's way to words: letters together, each digit alone, other signs together; spaces are left out.
enum CLIPWords {
  /// The patterns by which tokenizers of CLIP split, as their files spell them; the newer one keeps the marks around a text
  /// apart where they are written out in it.
  static let pattern = #"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"#
  static let patternWithMarks = #"<\|startoftext\|>|<\|endoftext\|>|"# + pattern

  /// What the pattern matches, split further by GPT-2's.
  static func words(of units: ArraySlice<AlignedText.Unit>, findsMarks: Bool) -> [ArraySlice<AlignedText.Unit>] {
    var words: [ArraySlice<AlignedText.Unit>] = []
    var start = units.startIndex
    while start < units.endIndex {
      if let end = findsMarks ? endOfMark(units, start) : nil {
        words += ByteLevel.words(of: units[start..<end])
        start = end
        continue
      }
      let kind = ByteLevel.kind(units[start].scalar)
      let end =
        ByteLevel.endOfContraction(units, start)
        ?? (kind == .number ? start + 1 : ByteLevel.endOfRun(units, start, kind))
      if kind != .space { words.append(units[start..<end]) }
      start = end
    }
    return words
  }

  private static let marks = ["<|startoftext|>", "<|endoftext|>"].map { Array($0.unicodeScalars) }

  private static func endOfMark(_ units: ArraySlice<AlignedText.Unit>, _ start: Int) -> Int? {
    guard units[start].scalar == "<" else { return nil }
    return marks.first { units[start...].lazy.map(\.scalar).starts(with: $0) }.map { start + $0.count }
  }
}
