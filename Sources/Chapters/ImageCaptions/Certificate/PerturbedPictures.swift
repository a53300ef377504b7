internal import Foundation
package import Images
package import Transformers

/// The vectors of a picture that was changed a little.
package struct PerturbedPictures: Sendable {
  /// Of each perturbation of the picture that could be done.
  package let vectors: [Perturbation: [Float]]
  /// Why the others could not.
  package let reasons: [Perturbation: String]

  /// Vectors that somebody worked out.
  package init(vectors: [Perturbation: [Float]], reasons: [Perturbation: String] = [:]) {
    (self.vectors, self.reasons) = (vectors, reasons)
  }

  /// Reads the picture once for each perturbation.
  ///
  /// - Throws: What reading a picture throws.
  package init(_ image: Image, _ pixels: CLIPPixels, by model: CLIPModel) throws {
    var vectors: [Perturbation: [Float]] = [:]
    var reasons: [Perturbation: String] = [:]
    for perturbation in Perturbation.allCases where !perturbation.isOfCaptions {
      if perturbation == .shift {
        vectors[perturbation] = try model.imageVector(pixels.shifted())
      } else if let changed = image.changed(by: perturbation) {
        // A crop of a very thin picture may be too thin for the model.
        do {
          vectors[perturbation] = try model.imageVector(model.pixels(of: changed))
        } catch let error as ImageError {
          reasons[perturbation] = "\(error)"
        }
      } else {
        reasons[perturbation] = "the picture is too small to lose a pixel by it"
      }
    }
    self.init(vectors: vectors, reasons: reasons)
  }
}

extension Image {
  /// The picture changed; nil where the change would take nothing away.
  fileprivate func changed(by perturbation: Perturbation) -> Image? {
    switch perturbation {
    case .mirror: return mirrored()
    case .brighter: return brightened(toPercent: 105)
    case .darker: return brightened(toPercent: 95)
    default: return perturbation.keptPercent.flatMap(cropped)
    }
  }

  /// The middle of the picture with a share of its width and height, each rounded to a pixel; nil where that is all of it.
  func cropped(toPercent percent: Int) -> Image? {
    let (wide, high) = (max(1, (width * percent + 50) / 100), max(1, (height * percent + 50) / 100))
    guard wide < width || high < height else { return nil }
    return cropped(x: (width - wide) / 2, y: (height - high) / 2, width: wide, height: high)
  }

  /// The picture with red, green and blue times a share, rounded and at most 255.
  func brightened(toPercent percent: Int) -> Image {
    let table = (0...255).map { UInt8(min(255, ($0 * percent + 50) / 100)) }
    var changed = self
    for place in changed.pixels.indices where place % 4 != 3 { changed.pixels[place] = table[Int(pixels[place])] }
    return changed
  }
}

extension CLIPPixels {
  /// What the model sees moved to the right by one pixel; the first column stands twice.
  func shifted() -> CLIPPixels {
    var moved = planes
    for row in stride(from: 0, to: planes.count, by: width) {
      for column in 1..<max(1, width) { moved[row + column] = planes[row + column - 1] }
    }
    return CLIPPixels(width: width, height: height, patchSize: patchSize, planes: moved, crop: crop)
  }
}
