internal import Images

extension SeenPicture {
  /// Two colours that differ by more than this in red, green or blue are not one ground, of 255.
  private static let likeness = 48
  /// A patch shows something where more than this share of it is unlike the ground.
  private static let least = 0.05
  /// The ground is even where at most this share of the patches along the edge shows something.
  private static let even = 0.1

  /// For each patch whether it shows something before the ground; nil for a picture whose ground is not even, and where all
  /// patches or none show something.
  ///
  /// The ground's colour is the median of the pixels along the edge of what the model sees.
  var shownThings: [Bool]? {
    let side = 16
    let (rows, columns) = (pixels.rows, pixels.columns)
    let image = seen.resized(width: columns * side, height: rows * side)
    func color(_ x: Int, _ y: Int) -> [Int] {
      (0..<3).map { Int(image.pixels[(y * image.width + x) * 4 + $0]) }
    }
    func isEdge(_ row: Int, _ column: Int) -> Bool {
      row == 0 || column == 0 || row == rows - 1 || column == columns - 1
    }
    let ring = (0..<image.height).flatMap { y in
      (0..<image.width).filter { isEdge(y / side, $0 / side) }.map { color($0, y) }
    }
    let ground = (0..<3).map { channel in ring.map { $0[channel] }.sorted()[ring.count / 2] }
    let shows = (0..<rows * columns).map { patch -> Bool in
      let (row, column) = (patch / columns, patch % columns)
      let unlike = (0..<side * side).count { pixel in
        let here = color(column * side + pixel % side, row * side + pixel / side)
        return zip(here, ground).contains { abs($0 - $1) > Self.likeness }
      }
      return Double(unlike) > Self.least * Double(side * side)
    }
    let edge = shows.indices.filter { isEdge($0 / columns, $0 % columns) }
    let isEven = Double(edge.count { shows[$0] }) <= Self.even * Double(edge.count)
    return isEven && shows.contains(true) && shows.contains(false) ? shows : nil
  }
}
