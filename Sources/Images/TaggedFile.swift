/// A file that is laid out as TIFF 6.0 is: EXIF data (EXIF 2.3, §4.5), and TIFF files themselves, also those with offsets of 64
/// bits. What leads out of the file is as if it were not there.
struct TaggedFile {
  /// An entry of a directory.
  struct Entry {
    let tag: Int
    let type: Int
    let count: Int
    /// Where its values lie.
    let values: Range<Int>
  }

  private let bytes: ArraySlice<UInt8>
  private let isLittle: Bool
  private let isWide: Bool

  /// - Returns: `nil` for bytes that do not begin so.
  init?(_ bytes: ArraySlice<UInt8>) {
    let head = Array(bytes.prefix(4))
    // The last two of each order are wrong, and Pillow lets them pass.
    let (little, big) = (Array("II".utf8), Array("MM".utf8))
    guard head.count == 4, [little, big].contains(Array(head[..<2])) else { return nil }
    switch (head[2], head[3]) {
    case (42, 0), (0, 42): isWide = false
    case (43, 0), (0, 43): isWide = true
    default: return nil
    }
    isLittle = head.starts(with: little)
    self.bytes = bytes
  }

  /// A whole number of 1 to 8 bytes, `nil` beyond the end and where it is too large.
  func number(_ place: Int, _ length: Int) -> Int? {
    guard place >= 0, place <= bytes.count - length else { return nil }
    let digits = bytes[(bytes.startIndex + place)..<(bytes.startIndex + place + length)]
    let value =
      isLittle ? digits.reversed().reduce(0) { $0 << 8 | UInt64($1) } : digits.reduce(0) { $0 << 8 | UInt64($1) }
    return Int(exactly: value)
  }

  /// Some of the bytes.
  subscript(range: Range<Int>) -> ArraySlice<UInt8> {
    bytes[(bytes.startIndex + range.lowerBound)..<(bytes.startIndex + range.upperBound)]
  }

  /// Where the first directory lies.
  var firstDirectory: Int? { isWide ? number(8, 8) : number(4, 4) }

  /// The entries of a directory as far as they are sound, and where the next one lies; `nil` where there is none.
  func directory(at place: Int) -> (entries: [Entry], next: Int?)? {
    let (countLength, entryLength) = isWide ? (8, 20) : (2, 12)
    guard let count = number(place, countLength), count <= bytes.count / entryLength else { return nil }
    var entries: [Entry] = []
    for index in 0..<count {
      let start = place + countLength + entryLength * index
      guard let tag = number(start, 2), let type = number(start + 2, 2), let count = number(start + 4, isWide ? 8 : 4)
      else { return (entries, nil) }
      guard let size = Self.sizes[type] else { continue }
      let (length, overflow) = size.multipliedReportingOverflow(by: count)
      let inline = start + (isWide ? 12 : 8)
      let offset = length <= (isWide ? 8 : 4) ? inline : number(inline, isWide ? 8 : 4)
      guard !overflow, length > 0, length <= bytes.count, let offset, offset <= bytes.count - length else { continue }
      entries.append(Entry(tag: tag, type: type, count: count, values: offset..<(offset + length)))
    }
    let end = place + countLength + entryLength * count
    return (entries, number(end, isWide ? 8 : 4).flatMap { $0 == 0 ? nil : $0 })
  }

  /// The first value of an entry of numbers, `nil` for other types and for what is no whole number.
  func value(_ entry: Entry) -> Int? {
    let place = entry.values.lowerBound
    switch entry.type {
    case 3: return number(place, 2)
    case 4, 13: return number(place, 4)
    case 6: return number(place, 1).map { Int(Int8(truncatingIfNeeded: $0)) }
    case 8: return number(place, 2).map { Int(Int16(truncatingIfNeeded: $0)) }
    case 9: return number(place, 4).map { Int(Int32(truncatingIfNeeded: $0)) }
    case 5, 10:
      guard let upper = number(place, 4), let lower = number(place + 4, 4), lower != 0 else { return nil }
      return upper.isMultiple(of: lower) ? upper / lower : nil
    case 16, 17, 18: return number(place, 8)
    default: return nil
    }
  }

  /// Bytes of a value by its type.
  private static let sizes = [
    1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8,
  ]
}
