/// Deflate (RFC 1951), small and slow: what mutators need to get at the content of a stream and to wrap it again.
///
/// It is written apart from zlib, which reads the same streams in Quire.
package enum Deflate {
  /// The content in blocks that are stored as they are.
  package static func stored(_ content: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = []
    var place = 0
    repeat {
      let length = min(65535, content.count - place)
      stream.append(place + length == content.count ? 1 : 0)
      stream += [UInt8].little(length, 2) + [UInt8].little(~length, 2)
      stream += content[place..<(place + length)]
      place += length
    } while place < content.count
    return stream
  }

  /// What a stream holds, as far as it can be read: up to its end, its first fault, or `limit` bytes.
  package static func content(of stream: some Collection<UInt8>, limit: Int) -> [UInt8] {
    var reader = DeflateReader(Array(stream), limit: limit)
    reader.run()
    return reader.content
  }
}

/// Reads one stream.
private struct DeflateReader {
  private let stream: [UInt8]
  private let limit: Int
  private var bit = 0
  private(set) var content: [UInt8] = []

  init(_ stream: [UInt8], limit: Int) {
    self.stream = stream
    self.limit = limit
  }

  mutating func run() {
    while let isLast = bits(1), let kind = bits(2) {
      let isWhole =
        switch kind {
        case 0: copyStored()
        case 1: copy(Self.fixedLengths, Self.fixedDistances)
        case 2: dynamicCodes().map { copy($0, $1) } ?? false
        default: false
        }
      if !isWhole || isLast == 1 { return }
    }
  }

  /// The next bits as a number, the first the lowest; `nil` at the end.
  private mutating func bits(_ count: Int) -> Int? {
    guard bit + count <= stream.count * 8 else { return nil }
    var number = 0
    for place in 0..<count {
      number |= Int(stream[bit >> 3] >> UInt8(bit & 7) & 1) << place
      bit += 1
    }
    return number
  }

  private mutating func copyStored() -> Bool {
    let place = (bit + 7) / 8
    guard let length = stream.little(2, at: place) else { return false }
    let first = min(place + 4, stream.count)
    let end = min(first + length, stream.count, first + limit - content.count)
    content += stream[first..<max(first, end)]
    bit = end * 8
    return end == first + length
  }

  /// A canonical Huffman code: how many codes there are of each length, and the symbols in their order.
  private struct Code {
    var counts = [Int](repeating: 0, count: 16)
    var symbols: [Int] = []

    init(_ lengths: [Int]) {
      for length in lengths where length > 0 { counts[length] += 1 }
      symbols = lengths.indices.filter { lengths[$0] > 0 }.sorted { (lengths[$0], $0) < (lengths[$1], $1) }
    }
  }

  private static let fixedLengths = Code(
    (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
  private static let fixedDistances = Code([Int](repeating: 5, count: 30))

  private mutating func symbol(_ code: Code) -> Int? {
    var (value, first, index) = (0, 0, 0)
    for length in 1..<16 {
      guard let next = bits(1) else { return nil }
      value |= next
      let count = code.counts[length]
      if value - count < first {
        let place = index + value - first
        return code.symbols.indices.contains(place) ? code.symbols[place] : nil
      }
      index += count
      first = (first + count) << 1
      value <<= 1
    }
    return nil
  }

  private mutating func dynamicCodes() -> (Code, Code)? {
    guard let literals = bits(5), let distances = bits(5), let lengths = bits(4) else { return nil }
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    var ofLengths = [Int](repeating: 0, count: 19)
    for place in order.prefix(lengths + 4) {
      guard let length = bits(3) else { return nil }
      ofLengths[place] = length
    }
    let code = Code(ofLengths)
    var all: [Int] = []
    while all.count < literals + 257 + distances + 1 {
      guard let symbol = symbol(code) else { return nil }
      switch symbol {
      case 16:
        guard let last = all.last, let more = bits(2) else { return nil }
        all += [Int](repeating: last, count: more + 3)
      case 17:
        guard let more = bits(3) else { return nil }
        all += [Int](repeating: 0, count: more + 3)
      case 18:
        guard let more = bits(7) else { return nil }
        all += [Int](repeating: 0, count: more + 11)
      default: all.append(symbol)
      }
    }
    return (Code(Array(all.prefix(literals + 257))), Code(Array(all.dropFirst(literals + 257))))
  }

  private static let lengthBases = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
  ]
  private static let distanceBases = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
    8193, 12289, 16385, 24577,
  ]

  private mutating func copy(_ lengths: Code, _ distances: Code) -> Bool {
    while content.count < limit, let symbol = symbol(lengths) {
      if symbol < 256 {
        content.append(UInt8(symbol))
      } else if symbol == 256 {
        return true
      } else {
        let place = symbol - 257
        let extra = place < 8 || place == 28 ? 0 : place / 4 - 1
        guard place < Self.lengthBases.count, let more = bits(extra), let far = self.symbol(distances),
          far < Self.distanceBases.count, let further = bits(far < 4 ? 0 : far / 2 - 1)
        else { return false }
        let distance = Self.distanceBases[far] + further
        guard distance <= content.count else { return false }
        for _ in 0..<(Self.lengthBases[place] + more) { content.append(content[content.count - distance]) }
      }
    }
    return false
  }
}
