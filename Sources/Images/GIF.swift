/// The first picture of a GIF file (GIF89a specification, 1990), as Pillow's `GifImagePlugin` reads it.
///
/// A reader of our own: the format is small, and its first picture is decoded with nothing beyond it taken apart.
struct GIF {
  /// The canvas, which the first picture may widen.
  let width: Int
  let height: Int
  private let bytes: [UInt8]
  private let frame: Frame

  /// What stands before the first picture's pixels.
  private struct Frame {
    var left = 0, top = 0, width = 0, height = 0
    var isInterlaced = false
    /// Red, green and blue of each index; `nil` where an index is a grey.
    var palette: ArraySlice<UInt8>?
    /// The index that stands for nothing.
    var transparent: UInt8?
    var codeSize = 0
    /// Where the blocks of its data begin.
    var start = 0
  }

  /// Reads up to the pixels.
  init(_ bytes: [UInt8]) throws(ImageError) {
    var reader = Reader(bytes: bytes, place: 6)
    guard let across = reader.word(), let down = reader.word(), let flags = reader.byte(), reader.skip(2) else {
      throw .decoding("the file ends too early")
    }
    var frame = Frame()
    let shared = flags & 0x80 != 0 ? try reader.palette(flags) : nil
    while frame.start == 0 {
      switch reader.byte() {
      case 0x21:
        let label = reader.byte()
        let block = reader.block()
        if label == 0xF9, let block, block.count >= 4, block[block.startIndex] & 1 == 1 {
          frame.transparent = block[block.startIndex + 3]
        }
        if block != nil { while reader.block() != nil {} }
      case 0x2C:
        guard let left = reader.word(), let top = reader.word(), let width = reader.word(), let height = reader.word(),
          let flags = reader.byte()
        else { throw .decoding("the file ends too early") }
        (frame.left, frame.top, frame.width, frame.height) = (left, top, width, height)
        frame.isInterlaced = flags & 0x40 != 0
        // One of greys alone gives way to the shared one, as in Pillow.
        frame.palette = (flags & 0x80 != 0 ? try reader.palette(flags) : nil) ?? shared
        guard let codeSize = reader.byte() else { throw .decoding("the file ends too early") }
        (frame.codeSize, frame.start) = (Int(codeSize), reader.place)
      case 0x3B: throw .decoding("there is no picture in it")
      case nil: throw .decoding("the file ends too early")
      default: break
      }
    }
    width = max(across, frame.left + frame.width)
    height = max(down, frame.top + frame.height)
    guard frame.width > 0, frame.height > 0 else { throw .decoding("a side of 0 pixels") }
    (self.bytes, self.frame) = (bytes, frame)
  }

  /// Whether an index stands for nothing.
  var mayBeTransparent: Bool { frame.transparent != nil }

  /// The pixels: straight RGBA, what the picture leaves free in the transparent colour or in that of index 0.
  func image() throws(ImageError) -> Image {
    // A code has three bits at least and stands for 4,095 indices at most: what the bytes cannot hold gets no memory.
    guard frame.width * frame.height / (4095 * 3) <= bytes.count - frame.start else {
      throw .decoding("the file ends too early")
    }
    var indices = [UInt8](repeating: frame.transparent ?? 0, count: width * height)
    var decoder = LZWDecoder(bytes: bytes, place: frame.start, codeSize: frame.codeSize)
    let (frame, width) = (frame, width)
    var rows = Self.rows(frame.height, isInterlaced: frame.isInterlaced).makeIterator()
    var (row, column) = (rows.next()!, 0)
    var isFull = false
    let failure = indices.withUnsafeMutableBufferPointer { indices in
      decoder.run { value in
        indices[(frame.top + row) * width + frame.left + column] = value
        column += 1
        guard column == frame.width else { return true }
        column = 0
        guard let next = rows.next() else {
          isFull = true
          return false
        }
        row = next
        return true
      }
    }
    guard isFull else { throw .decoding(failure ?? "the file ends too early") }
    return try Image(width: width, height: height, pixels: colours(of: indices))
  }

  private func colours(of indices: [UInt8]) -> [UInt8] {
    let table = (0...255).map { index -> [UInt8] in
      let alpha: UInt8 = frame.transparent.map(Int.init) == index ? 0 : 255
      guard let palette = frame.palette else { return [UInt8(index), UInt8(index), UInt8(index), alpha] }
      let place = palette.startIndex + 3 * index
      return place + 3 <= palette.endIndex ? palette[place..<(place + 3)] + [alpha] : [0, 0, 0, alpha]
    }.flatMap { $0 }
    return [UInt8](unsafeUninitializedCapacity: 4 * indices.count) { room, count in
      table.withUnsafeBytes { table in
        for (pixel, index) in indices.enumerated() {
          let colour = table.load(fromByteOffset: 4 * Int(index), as: UInt32.self)
          UnsafeMutableRawPointer(room.baseAddress!).storeBytes(of: colour, toByteOffset: 4 * pixel, as: UInt32.self)
        }
      }
      count = 4 * indices.count
    }
  }

  /// Rows in the order of the file: where interlaced every eighth, those between, and so on.
  private static func rows(_ height: Int, isInterlaced: Bool) -> [Int] {
    guard isInterlaced else { return Array(0..<height) }
    return [(0, 8), (4, 8), (2, 4), (1, 2)].flatMap { Array(stride(from: $0.0, to: height, by: $0.1)) }
  }

  /// How many pictures the file holds, as far as its blocks are sound; none is decoded.
  var pictures: Int {
    var reader = Reader(bytes: bytes, place: frame.start)
    while reader.block() != nil {}
    var found = 1
    while let kind = reader.byte(), kind != 0x3B {
      switch kind {
      case 0x21:
        guard reader.skip(1) else { return found }
        while reader.block() != nil {}
      case 0x2C:
        guard reader.skip(8), let flags = reader.byte(), reader.skip(flags & 0x80 != 0 ? 3 << (Int(flags & 7) + 1) : 0),
          reader.skip(1)
        else { return found }
        found += 1
        while reader.block() != nil {}
      default: break
      }
    }
    return found
  }

  private struct Reader {
    let bytes: [UInt8]
    var place: Int

    mutating func byte() -> UInt8? {
      guard place < bytes.count else { return nil }
      defer { place += 1 }
      return bytes[place]
    }

    mutating func word() -> Int? {
      guard let low = byte(), let high = byte() else { return nil }
      return Int(high) << 8 | Int(low)
    }

    mutating func skip(_ count: Int) -> Bool {
      guard count <= bytes.count - place else { return false }
      place += count
      return true
    }

    /// The next block of data, `nil` for the one without bytes that ends them.
    mutating func block() -> ArraySlice<UInt8>? {
      guard let count = byte(), count > 0 else { return nil }
      let start = place
      place = min(bytes.count, place + Int(count))
      return bytes[start..<place]
    }

    /// Its colours, `nil` where each is the grey of its index.
    mutating func palette(_ flags: UInt8) throws(ImageError) -> ArraySlice<UInt8>? {
      let start = place
      guard skip(3 << (Int(flags & 7) + 1)) else { throw .decoding("the file ends too early") }
      let colours = bytes[start..<place]
      let areGreys = colours.enumerated().allSatisfy { Int($0.element) == $0.offset / 3 }
      return areGreys ? nil : colours
    }
  }
}
