internal import LinearAlgebra

/// A picture as CLIP reads it: three planes of normalised numbers, and where in the picture they are from.
public struct CLIPPixels: Sendable, Equatable {
  /// A rectangle in pixels of a picture; fractions of a pixel count.
  public struct Rectangle: Sendable, Equatable {
    /// The left edge.
    public var x: Double
    /// The upper edge.
    public var y: Double
    /// From the left edge to the right one.
    public var width: Double
    /// From the upper edge to the lower one.
    public var height: Double

    package init(x: Double, y: Double, width: Double, height: Double) {
      (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }
  }

  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Pixels along a side of a patch.
  public let patchSize: Int
  /// Red, green, blue: `[3, height, width]`.
  public let planes: [Float]
  /// What the model sees of the original picture, in the original's pixels: what lies outside was cropped away. It reaches
  /// beyond the picture where black was put around, and has at most `Image.maximumPixels`, to the whole pixel.
  public let crop: Rectangle

  /// Whole patches in a row.
  public var columns: Int { width / patchSize }
  /// Rows of whole patches.
  public var rows: Int { height / patchSize }

  package init(width: Int, height: Int, patchSize: Int, planes: [Float], crop: Rectangle) {
    precondition(planes.count == 3 * width * height, "three planes of \(width) × \(height)")
    precondition(width >= patchSize && height >= patchSize, "at least one patch")
    (self.width, self.height, self.patchSize, self.planes, self.crop) = (width, height, patchSize, planes, crop)
  }

  /// Where a patch lies in the original picture; patches count from 0, row by row.
  public func rectangle(ofPatch index: Int) -> Rectangle {
    precondition(index >= 0 && index < rows * columns, "a patch of the picture")
    let (row, column) = (index / columns, index % columns)
    let (x, y) = (crop.width / Double(width), crop.height / Double(height))
    return Rectangle(
      x: crop.x + Double(column * patchSize) * x, y: crop.y + Double(row * patchSize) * y,
      width: Double(patchSize) * x, height: Double(patchSize) * y)
  }

  /// The pixels of every patch, channel by channel, row by row: `[patches, 3 · patchSize²]`.
  func patches() -> FloatBuffer {
    let area = patchSize * patchSize
    let result = FloatBuffer(rows * columns * 3 * area)
    planes.withUnsafeBufferPointer { planes in
      for patch in 0..<(rows * columns) {
        let corner = (patch / columns * width + patch % columns) * patchSize
        for line in 0..<(3 * patchSize) {
          let (channel, y) = (line / patchSize, line % patchSize)
          let source = planes.baseAddress! + channel * width * height + y * width + corner
          (result.base + patch * 3 * area + line * patchSize).update(from: source, count: patchSize)
        }
      }
    }
    return result
  }
}
