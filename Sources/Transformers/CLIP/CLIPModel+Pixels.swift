public import Images

extension CLIPModel {
  /// A picture resized, cropped and normalised as the model's files say; its alpha is left aside.
  ///
  /// - Throws: `ImageError` for a picture so thin that resizing its shorter side makes it huge.
  public func pixels(of image: Image) throws(ImageError) -> CLIPPixels {
    let (width, height) = preprocessing.resized(width: image.width, height: image.height)
    guard width > 0, height > 0, width.multipliedReportingOverflow(by: height).partialValue <= 1 << 26 else {
      throw .file(
        name: "a picture of \(image.width) × \(image.height) pixels",
        problem: "is too thin for the model; crop it to what should be looked at")
    }
    var seen = image.resized(width: width, height: height)
    var corner = (x: 0, y: 0)
    if case .exact(let cropWidth, let cropHeight) = preprocessing.crop {
      corner = seen.centerCropCorner(width: cropWidth, height: cropHeight)
      seen = seen.centerCropped(width: cropWidth, height: cropHeight)
    }
    let (x, y) = (Double(image.width) / Double(width), Double(image.height) / Double(height))
    return CLIPPixels(
      width: seen.width, height: seen.height, patchSize: configuration.patchSize,
      planes: preprocessing.planes(of: seen),
      crop: CLIPPixels.Rectangle(
        x: Double(corner.x) * x, y: Double(corner.y) * y, width: Double(seen.width) * x,
        height: Double(seen.height) * y))
  }
}
