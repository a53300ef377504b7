internal import CImageIO
internal import Synchronization

/// A part of a very large JPEG, which is decoded anew, a strip at a time, whenever something of it is wanted: a photo of 200 million
/// pixels would take 800 MB, and what is made of it is small.
///
/// What comes of it is what comes of the whole picture in memory, byte for byte: sums of integers do not depend on their order.
@usableFromInline
final class DistantImage: Sendable {
  /// A stretch of a picture.
  struct Area: Equatable {
    var x: Int
    var y: Int
    var width: Int
    var height: Int
  }

  /// The file, which has been decoded once without an error.
  private let file: JPEGStrips
  /// How it is stored.
  private let orientation: Orientation
  /// What is seen of it, in the pixels of the upright picture.
  let area: Area
  private let cache = Mutex<[UInt8]?>(nil)

  /// All of a picture.
  convenience init(_ file: JPEGStrips, orientation: Orientation) {
    let sides = orientation.swapsSides ? (file.height, file.width) : (file.width, file.height)
    self.init(file, orientation, Area(x: 0, y: 0, width: sides.0, height: sides.1))
  }

  private init(_ file: JPEGStrips, _ orientation: Orientation, _ area: Area) {
    (self.file, self.orientation, self.area) = (file, orientation, area)
  }

  /// The bytes of all pixels, kept once they were wanted.
  @usableFromInline var pixels: [UInt8] {
    cache.withLock { cache in
      if let cache { return cache }
      let stored = self.stored
      var pixels = [UInt8](repeating: 0, count: 4 * stored.width * stored.height)
      pixels.withUnsafeMutableBytes { room in
        file.forEachRow { row, y in
          guard y >= stored.y, y < stored.y + stored.height else { return }
          let bytes = UnsafeRawBufferPointer(start: row + 4 * stored.x, count: 4 * stored.width)
          UnsafeMutableRawBufferPointer(rebasing: room[(4 * stored.width * (y - stored.y))...]).copyMemory(from: bytes)
        }
      }
      let image = Image(filled: pixels, width: stored.width, height: stored.height)
      let upright = orientation == .upright ? pixels : image.turnedUpright(from: orientation).pixels
      cache = upright
      return upright
    }
  }

  /// A part, `nil` where some of it lies outside.
  func cropped(x: Int, y: Int, width: Int, height: Int) -> Image? {
    guard x >= 0, y >= 0, x + width <= area.width, y + height <= area.height else { return nil }
    return Image(
      DistantImage(file, orientation, Area(x: area.x + x, y: area.y + y, width: width, height: height)))
  }

  /// The same with left and right exchanged.
  func mirrored() -> DistantImage {
    var mirrored = area
    mirrored.x = (orientation.swapsSides ? file.height : file.width) - area.x - area.width
    return DistantImage(file, orientation.mirrored, mirrored)
  }

  /// The area in the pixels of the file.
  private var stored: Area {
    var (x, y) = orientation.swapsSides ? (area.y, area.x) : (area.x, area.y)
    let (width, height) = orientation.swapsSides ? (area.height, area.width) : (area.width, area.height)
    if orientation.reversesColumns { x = file.width - x - width }
    if orientation.reversesRows { y = file.height - y - height }
    return Area(x: x, y: y, width: width, height: height)
  }

  /// At another size, `nil` where a side stays as it is.
  func resized(width: Int, height: Int, by filter: ResamplingFilter) -> Image? {
    guard width != area.width, height != area.height else { return nil }
    let stored = self.stored
    let swaps = orientation.swapsSides
    // In the file's own rows and columns.
    let size = swaps ? (width: height, height: width) : (width: width, height: height)
    let across = ResamplingWeights(
      from: stored.width, to: size.width, by: filter, isReversed: orientation.reversesColumns)
    let down = ResamplingWeights(from: stored.height, to: size.height, by: filter, isReversed: orientation.reversesRows)
    let isFlattened = Image(self).isFlattened(width: width, height: height)
    let small =
      isFlattened == swaps
      ? down.resampledDown(narrowed(stored, across, to: size.width, rows: down.reach))
      : across.resampledAcross(flattened(stored, down, to: size.height))
    return small.turnedUpright(from: orientation)
  }

  /// Some rows at another width.
  private func narrowed(_ stored: Area, _ across: ResamplingWeights, to width: Int, rows: Range<Int>) -> Image {
    let moved = across.part(0..<width, from: -stored.x)
    let pixels = moved.filled(4 * width * rows.count) { resampling, room in
      file.forEachRow { row, y in
        guard rows.contains(y - stored.y) else { return }
        quire_resample_across(row, 1, file.width, resampling, room + 4 * width * (y - stored.y - rows.lowerBound))
      }
    }
    return Image(filled: pixels, width: width, height: rows.count)
  }

  /// All columns at another height, of which no more rows of the file are kept than one new row is made of.
  private func flattened(_ stored: Area, _ down: ResamplingWeights, to height: Int) -> Image {
    let stride = 4 * stored.width
    var result = [UInt8]()
    result.reserveCapacity(stride * height)
    var window = [UInt8]()
    var (first, next) = (0, 0)
    file.forEachRow { row, place in
      let y = place - stored.y
      guard y >= 0, y < stored.height, next < height else { return }
      if window.isEmpty { first = y }
      window.append(contentsOf: UnsafeBufferPointer(start: row + 4 * stored.x, count: stride))
      while next < height, down.sources(of: next).upperBound == y + 1 {
        let one = down.part(next..<(next + 1), from: first)
        result += one.filled(stride) { quire_resample_down(window, stored.width, $0, $1) }
        next += 1
      }
      // Twice as many rows are kept before the old ones are let go, so that little is moved.
      guard next < height else { return }
      let needless = min(y + 1, down.sources(of: next).lowerBound) - first
      if needless > 64 || needless * stride > window.count / 2 {
        window.removeFirst(max(0, needless) * stride)
        first += max(0, needless)
      }
    }
    return Image(filled: result, width: stored.width, height: height)
  }
}
