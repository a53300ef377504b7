/// The compression of GIF (GIF89a specification, appendix F), as strict as Pillow's.
struct LZWDecoder {
  private let bytes: [UInt8]
  private var place: Int
  private let codeSize: Int
  /// Bytes left in the block that is being read.
  private var left = 0
  private var bits: UInt32 = 0
  private var bitCount = 0

  /// - Parameters:
  ///   - place: Where the blocks begin.
  ///   - codeSize: Bits of a value.
  init(bytes: [UInt8], place: Int, codeSize: Int) {
    (self.bytes, self.place, self.codeSize) = (bytes, place, codeSize)
  }

  /// The most codes.
  private static let tableSize = 4096

  /// Gives value after value to `take` until that wants no more or there are none.
  ///
  /// - Returns: What is wrong with the data, `nil` where they end of themselves or are not wanted any more.
  mutating func run(_ take: (UInt8) -> Bool) -> String? {
    let damage = "its data are damaged"
    guard codeSize <= 8 else { return damage }
    let (clear, end) = (1 << codeSize, 1 << codeSize + 1)
    // Of each code its last value, and the code of those before it.
    var (values, links) = ([UInt8](repeating: 0, count: Self.tableSize), [Int16](repeating: 0, count: Self.tableSize))
    var text = [UInt8](repeating: 0, count: Self.tableSize)
    var (next, width) = (clear + 2, codeSize + 1)
    var (last, first): (Int?, UInt8) = (nil, 0)
    while let code = code(width) {
      if code == clear {
        (next, width, last) = (clear + 2, codeSize + 1, nil)
        continue
      }
      if code == end { return nil }
      guard let before = last else {
        guard code < clear else { return damage }
        (last, first) = (code, UInt8(code))
        guard take(first) else { return nil }
        continue
      }
      guard code <= next else { return damage }
      // From the end of `text` on.
      var start = text.count
      var link = code
      if code == next {
        start -= 1
        text[start] = first
        link = before
      }
      while link >= clear {
        guard start > 1 else { return damage }
        start -= 1
        text[start] = values[link]
        link = Int(links[link])
      }
      first = UInt8(link)
      start -= 1
      text[start] = first
      if next < Self.tableSize {
        (values[next], links[next]) = (first, Int16(before))
        if next == 1 << width - 1, width < 12 { width += 1 }
        next += 1
      }
      last = code
      for place in start..<text.count where !take(text[place]) { return nil }
    }
    return "the file ends too early"
  }

  /// The next code, `nil` at the end of the blocks.
  private mutating func code(_ width: Int) -> Int? {
    while bitCount < width {
      if left == 0 {
        guard place < bytes.count, bytes[place] > 0 else { return nil }
        left = Int(bytes[place])
        place += 1
      }
      guard place < bytes.count else { return nil }
      bits |= UInt32(bytes[place]) << UInt32(bitCount)
      place += 1
      left -= 1
      bitCount += 8
    }
    defer {
      bits >>= UInt32(width)
      bitCount -= width
    }
    return Int(bits & (1 << UInt32(width) - 1))
  }
}
