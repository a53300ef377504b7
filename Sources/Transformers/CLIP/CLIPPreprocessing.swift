internal import Foundation

/// How a picture becomes pixels for CLIP, as `preprocessor_config.json` says: the shorter side resized (bicubic), the middle
/// cropped, each channel brought to mean 0 and deviation 1.
public struct CLIPPreprocessing: Sendable, Equatable {
  /// What a picture is resized or cropped to.
  public enum Size: Sendable, Equatable {
    /// The shorter side, the other in proportion.
    case shortestEdge(Int)
    case exact(width: Int, height: Int)

    /// The smallest picture of this size.
    var least: (width: Int, height: Int) {
      switch self {
      case .shortestEdge(let side): (side, side)
      case .exact(let width, let height): (width, height)
      }
    }
  }

  /// Nil for no resizing.
  public var size: Size?
  /// What is cut from the middle, black put around where the picture is smaller; nil for all.
  public var crop: Size?
  /// What a byte is multiplied by.
  public var rescaleFactor: Double
  /// What is taken from red, green and blue after rescaling.
  public var mean: [Float]
  /// What red, green and blue are then divided by.
  public var deviation: [Float]

  /// OpenAI's.
  public init(imageSize: Int) {
    size = .shortestEdge(imageSize)
    crop = .exact(width: imageSize, height: imageSize)
    rescaleFactor = 1 / 255
    mean = [0.48145466, 0.4578275, 0.40821073]
    deviation = [0.26862954, 0.26130258, 0.27577711]
  }

  /// Reads `preprocessor_config.json`, or the `image_processor` of `processor_config.json`; OpenAI's where there is neither.
  ///
  /// - Throws: `CheckpointError.configuration` with the key that is not supported.
  init(folder: URL, _ configuration: CLIPConfiguration) throws {
    self.init(imageSize: configuration.imageSize)
    let files = ["preprocessor_config.json", "processor_config.json"].map { folder.appending(path: $0) }
    guard let file = files.first(where: { FileManager.default.fileExists(atPath: $0.path) }) else { return }
    var keys = ConfigurationKeys(path: file.path, document: try JSONParser.parse(file))
    if file == files[1] { keys = try keys.within("image_processor") }
    try read(keys)
    for (key, asked) in [("size", size), ("crop_size", crop)] {
      guard let (width, height) = asked?.least, width * height > Self.maximumPixels else { continue }
      throw keys.fault(key, "asks for \(width) × \(height) pixels, and at most \(Self.maximumPixels) are read")
    }
    if let (width, height) = (crop ?? size)?.least, min(width, height) < configuration.patchSize {
      throw keys.fault(crop == nil ? "size" : "crop_size", "is less than a patch of \(configuration.patchSize)")
    }
  }

  /// The most pixels of a picture that is resized or cropped.
  static let maximumPixels = 1 << 26

  private mutating func read(_ keys: ConfigurationKeys) throws {
    size = try Self.size("size", of: keys, isAsked: "do_resize", default: size)
    crop = try Self.size("crop_size", of: keys, isAsked: "do_center_crop", default: crop)
    if case .shortestEdge(let side) = crop { crop = .exact(width: side, height: side) }
    let bicubic = 3
    if size != nil, try keys.size("resample", default: bicubic, least: 0) != bicubic {
      throw keys.fault("resample", "must be 3, which is bicubic")
    }
    if let factor = keys.document["rescale_factor"]?.double { rescaleFactor = factor }
    if keys.document["do_rescale"]?.bool == false { rescaleFactor = 1 }
    mean = try Self.channels("image_mean", of: keys, default: mean)
    deviation = try Self.channels("image_std", of: keys, default: deviation)
    if deviation.contains(where: { $0 <= 0 }) { throw keys.fault("image_std", "must be above 0") }
    if keys.document["do_normalize"]?.bool == false { (mean, deviation) = ([0, 0, 0], [1, 1, 1]) }
  }

  /// `224`, `{"shortest_edge": 224}` or `{"height": 224, "width": 224}`.
  private static func size(
    _ key: String, of keys: ConfigurationKeys, isAsked: String, default fallback: Size?
  ) throws -> Size? {
    if keys.document[isAsked]?.bool == false { return nil }
    guard let value = keys.document[key], !value.isNull else { return fallback }
    if value.integer != nil { return .shortestEdge(try keys.size(key)) }
    let parts = try keys.within(key)
    if parts.document["longest_edge"]?.isNull == false { throw parts.fault("longest_edge", "is not supported") }
    if parts.document["shortest_edge"]?.isNull == false { return .shortestEdge(try parts.size("shortest_edge")) }
    return .exact(width: try parts.size("width"), height: try parts.size("height"))
  }

  private static func channels(
    _ key: String, of keys: ConfigurationKeys, default fallback: [Float]
  ) throws(CheckpointError) -> [Float] {
    guard let value = keys.document[key], !value.isNull else { return fallback }
    guard let numbers = value.array?.compactMap(\.double), numbers.count == 3 else {
      throw keys.fault(key, "must be three numbers")
    }
    return numbers.map(Float.init)
  }
}
