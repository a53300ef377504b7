internal import Basics
internal import Foundation

extension CLIPPreprocessing {
  /// Reads `preprocess_cfg` of open_clip's file: the shorter side resized and the middle cropped, or both sides squashed.
  ///
  /// - Throws: `CheckpointError.configuration` with the key that is not supported.
  mutating func readOpenCLIP(_ folder: URL, _ imageSize: Int) throws {
    roundsToEven = true
    let file = folder.appending(path: CLIPConfiguration.openCLIPFile)
    let keys = try ConfigurationKeys(path: file.path, document: MappedFile.json(file)).within("preprocess_cfg")
    if try keys.size("size", default: imageSize) != imageSize {
      throw keys.fault("size", "is not model_cfg.vision_cfg.image_size, \(imageSize)")
    }
    try keys.require("mode", "RGB")
    mean = try Self.channels("mean", of: keys, default: mean)
    deviation = try Self.channels("std", of: keys, default: deviation)
    if deviation.contains(where: { !($0 >= 1e-6) }) { throw keys.fault("std", "must be above 0") }
    switch try keys.text("interpolation") ?? "bicubic" {
    case "bicubic": filter = .bicubic
    case "bilinear": filter = .bilinear
    case let other: throw keys.fault("interpolation", "is \"\(other)\"; known are bicubic and bilinear")
    }
    switch try keys.text("resize_mode") ?? "shortest" {
    case "shortest": break
    case "squash": (size, crop) = (.exact(width: imageSize, height: imageSize), nil)
    case let other: throw keys.fault("resize_mode", "is \"\(other)\"; known are shortest and squash")
    }
  }
}
