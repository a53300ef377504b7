/// A Windows or OS/2 bitmap as Pillow's `BmpImagePlugin` reads it: 1, 4, 8, 16, 24 and 32 bits, runs of 4 and 8 bits, fields of
/// bits, from the bottom up or from the top down.
struct BMP {
  let width: Int
  let height: Int
  private let bytes: [UInt8]
  private let isTopDown: Bool
  private let bits: Int
  private let compression: Compression
  private let fields: BMPFields?
  /// Red, green, blue and alpha of each index.
  private let palette: [(UInt8, UInt8, UInt8, UInt8)]
  /// Where the pixels begin.
  private let start: Int

  /// The kinds that are read, by their numbers in the file.
  private enum Compression: Int {
    case none = 0
    case runsOf8, runsOf4, fields
  }

  /// Reads up to the pixels.
  init(_ bytes: [UInt8]) throws(ImageError) {
    func number(_ place: Int, _ length: Int) throws(ImageError) -> Int {
      guard place <= bytes.count - length else { throw .decoding("the file ends too early") }
      return bytes[place..<(place + length)].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
    let header = try number(14, 4)
    let isOld = header == 12
    guard [12, 40, 52, 56, 64, 108, 124].contains(header) else {
      throw .decoding("a header of \(header) bytes, which no version of the format has")
    }
    let wide = isOld ? 2 : 4
    width = try number(18, wide)
    let rows = try number(18 + wide, wide)
    isTopDown = !isOld && bytes[25] == 0xFF
    height = isTopDown ? 1 << 32 - rows : rows
    bits = try number(20 + 2 * wide, 2)
    let kind = isOld ? 0 : try number(30, 4)
    guard width > 0, height > 0 else { throw .decoding("a side of 0 pixels") }
    guard [1, 4, 8, 16, 24, 32].contains(bits) else { throw .decoding("\(bits) bits for each pixel") }
    guard let compression = Compression(rawValue: kind) else {
      throw .decoding("its compression (number \(kind)) is not read")
    }
    self.compression = compression
    var place = 14 + header
    if compression == .fields {
      let isBrief = header < 52
      let masks = try (0..<3).map { (index) throws(ImageError) in try number((isBrief ? place : 54) + 4 * index, 4) }
      fields = try BMPFields(bits: bits, masks: masks + [isBrief || header < 56 ? 0 : try number(66, 4)])
      if isBrief { place += 12 }
    } else {
      fields = bits == 16 || bits == 32 ? BMPFields(bits) : nil
    }
    var named = isOld ? 0 : try number(46, 4)
    if named == 0 { named = bits <= 8 ? 1 << bits : 0 }
    let offset = try number(10, 4)
    if bits <= 8 {
      guard named <= 65_536 else { throw .decoding("a palette of \(named) colours") }
      let step = isOld ? 3 : 4
      guard place + step * named <= bytes.count else { throw .decoding("the file ends too early") }
      palette = Self.colours(bytes[place..<(place + step * named)], step: step)
      // Some programs say that the pixels begin where the palette does.
      start = offset == 14 + header ? place + step * named : offset == 0 ? place + step * named : offset
    } else {
      palette = []
      start = offset == 0 ? place : offset
    }
    self.bytes = bytes
  }

  /// The first 256 colours of a palette; an index beyond the last is black, or the grey of its number where all are such greys.
  private static func colours(_ entries: ArraySlice<UInt8>, step: Int) -> [(UInt8, UInt8, UInt8, UInt8)] {
    let named = stride(from: entries.startIndex, to: entries.endIndex, by: step).prefix(256).map {
      (entries[$0 + 2], entries[$0 + 1], entries[$0], UInt8(255))
    }
    let areGreys =
      named.count != 2
      && named.enumerated().allSatisfy { index, colour in
        [colour.0, colour.1, colour.2].allSatisfy { Int($0) == index }
      }
    let rest = (named.count..<256).map { index in
      let grey = areGreys ? UInt8(index) : 0
      return (grey, grey, grey, UInt8(255))
    }
    return named + rest
  }
}

extension BMP {
  /// Whether its pixels have an alpha.
  var mayBeTransparent: Bool { fields?.hasAlpha == true }

  /// The pixels: straight RGBA.
  func image() throws(ImageError) -> Image {
    let stride = (width * bits + 31) / 32 * 4
    let indices = compression == .runsOf4 || compression == .runsOf8 ? try runs() : []
    if indices.isEmpty {
      // The last row needs no padding.
      let needed = (height - 1) * stride + (width * bits + 7) / 8
      guard start <= bytes.count, needed <= bytes.count - start else { throw .decoding("the file ends too early") }
    }
    let count = 4 * width * height
    let pixels = [UInt8](unsafeUninitializedCapacity: count) { room, filled in
      let room = UnsafeMutableRawPointer(room.baseAddress!)
      bytes.withUnsafeBufferPointer { bytes in
        for y in 0..<height {
          let target = 4 * width * (isTopDown ? y : height - 1 - y)
          let row = start + stride * y
          for x in 0..<width {
            let colour: (UInt8, UInt8, UInt8, UInt8)
            switch (bits, indices.isEmpty) {
            case (24, _):
              let place = row + 3 * x
              colour = (bytes[place + 2], bytes[place + 1], bytes[place], 255)
            case (16, _), (32, _):
              let place = row + bits / 8 * x
              var value = UInt32(bytes[place]) | UInt32(bytes[place + 1]) << 8
              if bits == 32 { value |= UInt32(bytes[place + 2]) << 16 | UInt32(bytes[place + 3]) << 24 }
              colour = fields!.colour(value)
            default:
              let index: Int
              if indices.isEmpty {
                let bit = bits * x
                index = Int(bytes[row + bit / 8]) >> (8 - bits - bit % 8) & (1 << bits - 1)
              } else {
                index = Int(indices[y * width + x])
              }
              colour = palette[index]
            }
            let place = target + 4 * x
            room.storeBytes(of: colour.0, toByteOffset: place, as: UInt8.self)
            room.storeBytes(of: colour.1, toByteOffset: place + 1, as: UInt8.self)
            room.storeBytes(of: colour.2, toByteOffset: place + 2, as: UInt8.self)
            room.storeBytes(of: colour.3, toByteOffset: place + 3, as: UInt8.self)
          }
        }
      }
      filled = count
    }
    return try Image(width: width, height: height, pixels: pixels)
  }

  /// The indices of a picture that is compressed in runs, row by row of the file, as lenient as Pillow's `BmpRleDecoder`: a run
  /// ends with its row, and pixels that are jumped over have index 0.
  private func runs() throws(ImageError) -> [UInt8] {
    let count = width * height
    var found: [UInt8] = []
    found.reserveCapacity(count)
    var place = start
    var column = 0
    func byte() -> UInt8? {
      guard place < bytes.count else { return nil }
      defer { place += 1 }
      return bytes[place]
    }
    func half(_ byte: UInt8, _ index: Int) -> UInt8 { index % 2 == 0 ? byte >> 4 : byte & 0x0F }
    reading: while found.count < count, let first = byte(), let second = byte() {
      guard first == 0 else {
        let length = min(Int(first), max(0, width - column))
        found += (0..<length).map { compression == .runsOf4 ? half(second, $0) : second }
        column += length
        continue
      }
      switch second {
      case 0:
        let rest = found.count % width
        if rest > 0 { found += repeatElement(0, count: width - rest) }
        column = 0
      case 1: break reading
      case 2:
        guard let right = byte(), let up = byte() else { break reading }
        found += repeatElement(0, count: min(count - found.count, Int(right) + Int(up) * width))
        column = found.count % width
      default:
        let length = min(count - found.count, Int(second))
        let packed = compression == .runsOf4 ? (length + 1) / 2 : length
        guard place + packed <= bytes.count else { break reading }
        found += (0..<length).map { compression == .runsOf4 ? half(bytes[place + $0 / 2], $0) : bytes[place + $0] }
        place += packed
        column += Int(second)
        place += place % 2
      }
    }
    guard found.count >= count else { throw .decoding("the file ends too early") }
    return found
  }
}
