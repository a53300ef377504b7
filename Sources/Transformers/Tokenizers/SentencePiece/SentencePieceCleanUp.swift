/// What SentencePiece makes of a text before it looks for pieces: characters by its table, spaces as marks.
struct SentencePieceCleanUp: Sendable {
  private let map: CharacterMap?
  /// Pieces that their makers named, which no table changes.
  private let userDefined: PrefixIndex?
  private let addsSpace, removesSpaces, escapesSpaces, putsSpacesLast: Bool

  init(_ file: SentencePieceFile) {
    map = file.map
    let own = file.pieces.filter { $0.kind == .userDefined }
    userDefined = own.isEmpty ? nil : PrefixIndex(tokens: own.map { Array($0.text.utf8) })
    (addsSpace, removesSpaces) = (file.addsSpace, file.removesSpaces)
    (escapesSpaces, putsSpacesLast) = (file.escapesSpaces, file.putsSpacesLast)
  }

  private static let space = UInt8(ascii: " ")
  private static let mark = Array("▁".utf8)

  /// - Returns: The text's bytes, and for each what it comes from.
  func normalize(_ text: ArraySlice<AlignedText.Unit>) -> (
    bytes: [UInt8], sources: [AlignedText.Unit]
  ) {
    var input: [UInt8] = []
    var units: [AlignedText.Unit] = []
    for unit in text {
      for byte in UTF8.encode(unit.scalar)! {
        input.append(byte)
        units.append(unit)
      }
    }
    var position = 0
    if removesSpaces {
      while position < input.count {
        let (prefix, length) = prefix(of: input[position...])
        guard prefix == [Self.space] else { break }
        position += length
      }
      if position == input.count { return ([], []) }
    }
    guard !input.isEmpty else { return ([], []) }
    var bytes: [UInt8] = []
    var sources: [AlignedText.Unit] = []
    func append(_ byte: UInt8, _ source: AlignedText.Unit) {
      let new = byte == Self.space && escapesSpaces ? Self.mark : [byte]
      bytes += new
      sources += Array(repeating: source, count: new.count)
    }
    func appendSpace(at place: Int32) {
      append(Self.space, AlignedText.Unit(scalar: " ", start: place, end: place))
    }
    if addsSpace, !putsSpacesLast { appendSpace(at: units[position].start) }
    var wasSpace = removesSpaces
    while position < input.count {
      let (prefix, length) = prefix(of: input[position...])
      let kept = wasSpace ? prefix.drop { $0 == Self.space } : prefix[...]
      var source = units[position]
      source.end = units[position + length - 1].end
      for byte in kept { append(byte, source) }
      if let last = kept.last { wasSpace = last == Self.space }
      position += length
      if !removesSpaces { wasSpace = false }
    }
    if removesSpaces {
      let end = escapesSpaces ? Self.mark : [Self.space]
      while bytes.suffix(end.count).elementsEqual(end) {
        bytes.removeLast(end.count)
        sources.removeLast(end.count)
      }
    }
    if addsSpace, putsSpacesLast { appendSpace(at: units[input.count - 1].end) }
    return (bytes, sources)
  }

  /// What the beginning of a text becomes, and how many bytes of it that is.
  private func prefix(of input: ArraySlice<UInt8>) -> ([UInt8], Int) {
    var longest = 0
    userDefined?.eachPrefix(of: input) { _, end in longest = end - input.startIndex }
    if longest > 0 { return (Array(input.prefix(longest)), longest) }
    if let (replacement, length) = map?.longestReplacement(in: input) {
      return (replacement, length)
    }
    let first = input[input.startIndex]
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    return (Array(input.prefix(length)), length)
  }
}
