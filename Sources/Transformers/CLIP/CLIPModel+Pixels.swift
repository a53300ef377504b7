internal import Basics
public import Images

extension CLIPModel {
  /// A picture resized, cropped and normalised as the model's files say; its alpha is left aside.
  ///
  /// - Throws: `ImageError` for a picture that the model's files make too large or leave smaller than a patch.
  public func pixels(of image: Image) throws(ImageError) -> CLIPPixels {
    func refusal(_ problem: String) -> ImageError {
      .file(name: "a picture of \(image.width) × \(image.height) pixels", problem: problem)
    }
    let (width, height) = preprocessing.resized(width: image.width, height: image.height)
    guard width * height <= CLIPPreprocessing.maximumPixels else {
      let limit = "and at most \(CLIPPreprocessing.maximumPixels) pixels are read"
      guard case .shortestEdge = preprocessing.size else {
        throw refusal("is not resized for the model, \(limit); make it smaller")
      }
      throw refusal(
        "is too thin for the model: it would be resized to \(width) × \(height), \(limit); crop it to what should be looked "
          + "at")
    }
    try checkAttention(width, height, refusal)
    var seen = image.resized(width: width, height: height)
    var corner = (x: 0, y: 0)
    if case .exact(let cropWidth, let cropHeight) = preprocessing.crop {
      corner = seen.centerCropCorner(width: cropWidth, height: cropHeight)
      seen = seen.centerCropped(width: cropWidth, height: cropHeight)
    }
    let patch = configuration.patchSize
    guard seen.width >= patch, seen.height >= patch else {
      throw refusal("is not resized for the model, and is less than a patch of \(patch) × \(patch); give a larger one")
    }
    let (x, y) = (Double(image.width) / Double(width), Double(image.height) / Double(height))
    let crop = CLIPPixels.Rectangle(
      x: Double(corner.x) * x, y: Double(corner.y) * y, width: Double(seen.width) * x, height: Double(seen.height) * y)
    let (columns, rows) = (max(1, crop.width.rounded()), max(1, crop.height.rounded()))
    guard columns * rows <= Double(Image.maximumPixels) else {
      throw refusal(
        "would lie in a black border of \(Int(columns)) × \(Int(rows)), more than \(Image.maximumPixels) pixels; the model's "
          + "crop_size is too large beside its size")
    }
    return CLIPPixels(
      width: seen.width, height: seen.height, patchSize: patch, planes: preprocessing.planes(of: seen), crop: crop)
  }

  /// Refuses a picture with so many patches that the attention of each to each has no room.
  private func checkAttention(
    _ resizedWidth: Int, _ resizedHeight: Int, _ refusal: (String) -> ImageError
  ) throws(ImageError) {
    var (width, height) = (resizedWidth, resizedHeight)
    if case .exact(let cropWidth, let cropHeight) = preprocessing.crop { (width, height) = (cropWidth, cropHeight) }
    let patches = Double(width / configuration.patchSize) * Double(height / configuration.patchSize)
    let vision = configuration.vision
    let bytes = Double(vision.layers) * Double(vision.heads) * (patches + 1) * (patches + 1) * 4
    guard bytes > Self.mostAttention else { return }
    throw refusal(
      "would be cut into \(Int(patches)) patches, and the attention of each to each takes "
        + "\(ByteCount.text(Int(min(bytes, 9e18)))), at most \(ByteCount.text(Int(Self.mostAttention))) are used; "
        + (preprocessing.crop == nil ? "make it smaller" : "the model's crop_size is too large for its patches"))
  }

  /// The most bytes that the attention of one picture may take: 4 GiB, twelve times that of any CLIP that is published.
  private static let mostAttention = Double(4 << 30)
}
