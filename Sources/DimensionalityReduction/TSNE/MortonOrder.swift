/// The points of a map along a Z-shaped curve: what is near in the map is near in the order.
///
/// A point's code has the bits of its column and row in turn, sixteen of each, within the square around all points.
/// Morton 1966, "A computer oriented geodetic data base".
package struct MortonOrder: Sendable {
  /// The points, by ascending code; of equal codes the first point comes first.
  package let order: Buffer<UInt32>
  /// Their codes, ascending.
  package let codes: Buffer<UInt32>

  private let spareOrder: Buffer<UInt32>
  private let spareCodes: Buffer<UInt32>

  /// An order of as many points, which holds nothing before the first `sort`.
  package init(points: Int) {
    order = Buffer(repeating: 0, count: points)
    codes = Buffer(repeating: 0, count: points)
    spareOrder = Buffer(repeating: 0, count: points)
    spareCodes = Buffer(repeating: 0, count: points)
  }

  /// Puts the points of a map in order.
  package func sort(_ layout: Layout) {
    let box = layout.box
    let extent = max(box.highX - box.lowX, box.highY - box.lowY)
    let scale = extent > 0 ? 65535 / extent : 0
    for point in 0..<layout.count {
      let column = UInt32((layout.x[point] - box.lowX) * scale)
      let row = UInt32((layout.y[point] - box.lowY) * scale)
      codes[point] = Self.spread(min(column, 65535)) | Self.spread(min(row, 65535)) << 1
      order[point] = UInt32(point)
    }
    // Four passes by a byte each end where they began.
    for shift in stride(from: UInt32(0), to: 32, by: 16) {
      Self.pass(codes, order, to: spareCodes, spareOrder, shift)
      Self.pass(spareCodes, spareOrder, to: codes, order, shift + 8)
    }
  }

  private static func pass(
    _ codes: Buffer<UInt32>, _ order: Buffer<UInt32>, to newCodes: Buffer<UInt32>, _ newOrder: Buffer<UInt32>,
    _ shift: UInt32
  ) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 257) { starts in
      starts.initialize(repeating: 0)
      for code in codes.elements { starts[Int(code >> shift & 255) + 1] += 1 }
      for digit in 1..<257 { starts[digit] += starts[digit - 1] }
      for place in 0..<codes.count {
        let digit = Int(codes[place] >> shift & 255)
        newCodes[starts[digit]] = codes[place]
        newOrder[starts[digit]] = order[place]
        starts[digit] += 1
      }
    }
  }

  /// The bits of a number of 16 bits, with a 0 before each.
  private static func spread(_ value: UInt32) -> UInt32 {
    var value = (value | value << 8) & 0x00FF_00FF
    value = (value | value << 4) & 0x0F0F_0F0F
    value = (value | value << 2) & 0x3333_3333
    return (value | value << 1) & 0x5555_5555
  }
}
