internal import Foundation
package import Graphics
package import Transformers

/// A white label with black letters, or with none, as it is laid on a picture.
package struct WrittenLabel {
  /// What is written; empty for a blank label.
  package let text: String
  /// The label's width as a share of what the model sees.
  package let share: Double

  /// The letters' height beside the width of the label is that of this word in all labels of one experiment.
  package let measure: String

  package init(text: String, share: Double, measure: String) {
    (self.text, self.share, self.measure) = (text, share, measure)
  }

  /// The picture with the label near the lower edge of what the model sees.
  package func laid(on image: Image, seen crop: CLIPPixels.Rectangle) throws -> Image {
    let style = TextStyle(Font(size: 100, weight: .bold))
    let width = min(Double(image.width), max(1, (crop.width * share).rounded()))
    // The measure fills all but a rim of the label.
    var size = 0.0
    var height = 0.0
    _ = try Canvas.image(size: Size(width: 1, height: 1), dpi: 72) { canvas in
      let box = canvas.measure(measure, style)
      size = 100 * width * 0.86 / max(1, box.width)
      height = min(Double(image.height), max(1, (size * 1.25).rounded()))
    }
    let label = try Canvas.image(size: Size(width: width, height: height), dpi: 72) { canvas in
      canvas.fill(.white)
      guard !text.isEmpty else { return }
      canvas.draw(
        text, at: Point(width / 2, height / 2), TextStyle(Font(size: size, weight: .bold)), .black,
        anchor: TextAnchor(.center, .middle))
    }
    let left = crop.x + (crop.width - width) / 2
    let top = crop.y + crop.height * 0.96 - height
    return image.covered(
      by: label, x: min(max(0, Int(left.rounded())), image.width - label.width),
      y: min(max(0, Int(top.rounded())), image.height - label.height))
  }
}

extension Image {
  /// The picture with another one over it, whose upper left pixel is at (`x`, `y`) and which lies within.
  fileprivate func covered(by other: Image, x: Int, y: Int) -> Image {
    var result = self
    for row in 0..<other.height {
      let (to, from) = (((y + row) * width + x) * 4, row * other.width * 4)
      result.pixels.replaceSubrange(to..<to + other.width * 4, with: other.pixels[from..<from + other.width * 4])
    }
    return result
  }
}
