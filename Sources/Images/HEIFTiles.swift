/// How the main picture of a HEIC file is put together from tiles (ISO/IEC 23008-12, §6.6.2.3), read before libheif takes any
/// memory for it.
struct HEIFTiles {
  /// The most that are read: of the usual 512 × 512 pixels they make a thousand million.
  static let most = 4096

  /// How many the file names.
  private(set) var count = 0
  /// The sides of the whole, 1 where nothing says them.
  private(set) var width = 1
  private(set) var height = 1

  private let bytes: [UInt8]

  /// - Returns: `nil` for a file that names no tiles, or none in a way that is understood.
  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    guard let meta = boxes(0..<bytes.count).first(where: { $0.type == "meta" })?.content, meta.count >= 4 else {
      return nil
    }
    let children = boxes(meta.dropFirst(4))
    func content(_ type: String) -> Range<Int>? { children.first { $0.type == type }?.content }
    guard let primary = content("pitm").flatMap(mainItem), let references = content("iref"),
      let count = tiles(of: primary, in: references)
    else { return nil }
    self.count = count
    if let locations = content("iloc"), let place = place(of: primary, in: locations, data: content("idat")) {
      readSides(at: place)
    }
  }

  /// Version and flags of a grid, rows and columns less 1, then its sides in 16 or 32 bits each.
  private mutating func readSides(at place: Int) {
    guard let flags = number(place + 1, 1) else { return }
    let length = flags & 1 == 1 ? 4 : 2
    guard let width = number(place + 4, length), let height = number(place + 4 + length, length) else { return }
    (self.width, self.height) = (max(1, width), max(1, height))
  }

  private func mainItem(_ box: Range<Int>) -> Int? {
    number(box.lowerBound, 1).flatMap { number(box.lowerBound + 4, $0 == 0 ? 2 : 4) }
  }

  /// How many pictures an item is derived from.
  private func tiles(of item: Int, in box: Range<Int>) -> Int? {
    guard let version = number(box.lowerBound, 1) else { return nil }
    let length = version == 0 ? 2 : 4
    return boxes(box.dropFirst(4)).first {
      $0.type == "dimg" && number($0.content.lowerBound, length) == item
    }.flatMap { number($0.content.lowerBound + length, 2) }
  }

  /// Where an item's data begin: in the file, or in the box that holds small ones.
  private func place(of item: Int, in box: Range<Int>, data: Range<Int>?) -> Int? {
    guard let version = number(box.lowerBound, 1), let sizes = number(box.lowerBound + 4, 2) else { return nil }
    let (offsetLength, lengthLength) = (sizes >> 12, sizes >> 8 & 15)
    let (baseLength, indexLength) = (sizes >> 4 & 15, version == 0 ? 0 : sizes & 15)
    let idLength = version < 2 ? 2 : 4
    guard let items = number(box.lowerBound + 6, idLength) else { return nil }
    var place = box.lowerBound + 6 + idLength
    for _ in 0..<min(items, box.count) {
      guard let id = number(place, idLength) else { return nil }
      place += idLength
      var method = 0
      if version > 0 {
        method = (number(place, 2) ?? 0) & 15
        place += 2
      }
      place += 2
      guard let base = number(place, baseLength), let extents = number(place + baseLength, 2) else { return nil }
      place += baseLength + 2
      if id == item {
        guard extents > 0, let offset = number(place + indexLength, offsetLength) else { return nil }
        let (start, overflow) = base.addingReportingOverflow(offset)
        guard !overflow else { return nil }
        return method == 0 ? start : method == 1 ? data.map { $0.lowerBound + min(start, bytes.count) } : nil
      }
      place += extents * (indexLength + offsetLength + lengthLength)
    }
    return nil
  }

  private typealias Box = (type: String, content: Range<Int>)

  /// The boxes that lie one after the other in a stretch of the file.
  private func boxes(_ range: Range<Int>) -> [Box] {
    var found: [Box] = []
    var place = range.lowerBound
    while place + 8 <= range.upperBound, let short = number(place, 4), found.count < 100_000 {
      let type = String(decoding: bytes[(place + 4)..<(place + 8)], as: UTF8.self)
      let head = short == 1 ? 16 : 8
      let length = short == 1 ? number(place + 8, 8) ?? 0 : short == 0 ? range.upperBound - place : short
      guard length >= head, length <= range.upperBound - place else { break }
      found.append((type, (place + head)..<(place + length)))
      place += length
    }
    return found
  }

  /// A whole number of 0 to 8 bytes, `nil` beyond the end and where it is too large.
  private func number(_ place: Int, _ length: Int) -> Int? {
    guard length <= 8, place >= 0, place <= bytes.count - length else { return nil }
    return Int(exactly: bytes[place..<(place + length)].reduce(0) { $0 << 8 | UInt64($1) })
  }
}
