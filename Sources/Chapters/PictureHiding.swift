internal import Notebook
internal import Transformers

/// A picture's vector, and the vectors that it has while one of its patches is hidden.
struct PictureHiding {
  /// The whole picture's vector, of length one.
  let whole: [Float]
  /// With one patch hidden, patch by patch, row by row.
  let hidden: [[Float]]

  /// After how many hidden patches the run looks whether it is to stop.
  private static let atOnce = 64

  /// - Parameter whole: The whole picture's vector, by the same model.
  init(_ picture: SeenPicture, whole: [Float], by model: CLIPModel, on page: Page) throws {
    let pixels = picture.pixels
    self.whole = whole
    let patches = (0..<pixels.rows * pixels.columns).map { [$0] }
    var hidden: [[Float]] = []
    while hidden.count < patches.count {
      try page.checkCancellation()
      page.report("hiding patches", fraction: Double(hidden.count) / Double(patches.count))
      hidden += try model.imageVectors(pixels, hiding: Array(patches[hidden.count...].prefix(Self.atOnce)))
    }
    self.hidden = hidden
  }

  /// By how much the vector turns when each patch is hidden: one less the cosine of the two, patch by patch.
  var turns: [Double] {
    hidden.map { vector in 1 - zip(whole, vector).reduce(0) { $0 + Double($1.0) * Double($1.1) } }
  }
}
