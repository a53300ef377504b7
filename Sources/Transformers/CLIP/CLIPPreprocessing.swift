internal import Basics
internal import Foundation
public import Images

/// How a picture becomes pixels for CLIP, as `preprocessor_config.json` says: the shorter side resized, the middle cropped, each
/// channel brought to mean 0 and deviation 1. A SigLIP's is resized to a square, and nothing is cropped.
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
  /// What a picture is resized by.
  public var filter = ResamplingFilter.bicubic
  /// What is cut from the middle, black put around where the picture is smaller; nil for all.
  public var crop: Size?
  /// Whether the middle that is cropped begins at the even one of two pixels that it might begin at, as torchvision has it, rather than
  /// at the first.
  var roundsToEven = false
  /// What a byte is multiplied by.
  public var rescaleFactor: Double
  /// What is taken from red, green and blue after rescaling.
  public var mean: [Float]
  /// What red, green and blue are then divided by.
  public var deviation: [Float]

  /// OpenAI's, or SigLIP's.
  public init(imageSize: Int, _ family: ImageTextFamily = .clip) {
    size = .shortestEdge(imageSize)
    crop = .exact(width: imageSize, height: imageSize)
    rescaleFactor = 1 / 255
    mean = [0.48145466, 0.4578275, 0.40821073]
    deviation = [0.26862954, 0.26130258, 0.27577711]
    if family == .siglip {
      (size, crop) = (.exact(width: imageSize, height: imageSize), nil)
      (mean, deviation) = ([0.5, 0.5, 0.5], [0.5, 0.5, 0.5])
    }
  }

  /// Where a folder says how a picture is prepared: the `image_processor` of `processor_config.json`, which rules in transformers 5,
  /// or `preprocessor_config.json`; nil where there is neither.
  static func keys(of folder: URL) throws -> ConfigurationKeys? {
    func keys(_ name: String) throws -> ConfigurationKeys? {
      let file = folder.appending(path: name)
      guard FileManager.default.fileExists(atPath: file.path) else { return nil }
      return ConfigurationKeys(path: file.path, document: try MappedFile.json(file))
    }
    if let whole = try keys("processor_config.json") {
      let part = try whole.within("image_processor")
      if !part.document.isNull { return part }
    }
    return try keys("preprocessor_config.json")
  }

  /// Reads the files of a folder; OpenAI's preparation where none says how.
  ///
  /// - Throws: `CheckpointError.configuration` with the key that is not supported.
  init(folder: URL, _ configuration: CLIPConfiguration) throws {
    self.init(imageSize: configuration.imageSize, configuration.family)
    if configuration.isOpenCLIP {
      try readOpenCLIP(folder, configuration.imageSize)
      return
    }
    guard let keys = try Self.keys(of: folder) else { return }
    try read(keys, configuration.family)
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

  private mutating func read(_ keys: ConfigurationKeys, _ family: ImageTextFamily) throws {
    size = try Self.size("size", of: keys, isAsked: "do_resize", default: size)
    // SigLIP's processor crops only where it is asked to.
    if try family == .clip || keys.flag("do_center_crop") == true {
      crop = try Self.size("crop_size", of: keys, isAsked: "do_center_crop", default: crop)
    }
    if case .shortestEdge(let side) = crop { crop = .exact(width: side, height: side) }
    if size != nil {
      // Pillow's numbers.
      switch try keys.size("resample", default: 3, least: 0) {
      case 1: filter = .lanczos
      case 2: filter = .bilinear
      case 3: filter = .bicubic
      default: throw keys.fault("resample", "must be 1 (Lanczos), 2 (bilinear) or 3 (bicubic)")
      }
    }
    if let value = keys.document["rescale_factor"], !value.isNull {
      guard let factor = value.double else { throw keys.fault("rescale_factor", "must be a number") }
      rescaleFactor = factor
    }
    if try keys.flag("do_rescale") == false { rescaleFactor = 1 }
    mean = try Self.channels("image_mean", of: keys, default: mean)
    deviation = try Self.channels("image_std", of: keys, default: deviation)
    if deviation.contains(where: { !($0 >= 1e-6) }) { throw keys.fault("image_std", "must be above 0") }
    // Beyond these the squares of a pass are infinite.
    guard abs(rescaleFactor) <= 1e6 else { throw keys.fault("rescale_factor", "must be from -1000000 to 1000000") }
    if try keys.flag("do_normalize") == false { (mean, deviation) = ([0, 0, 0], [1, 1, 1]) }
  }

  /// `224`, `{"shortest_edge": 224}` or `{"height": 224, "width": 224}`.
  private static func size(
    _ key: String, of keys: ConfigurationKeys, isAsked: String, default fallback: Size?
  ) throws -> Size? {
    if try keys.flag(isAsked) == false { return nil }
    guard let value = keys.document[key], !value.isNull else { return fallback }
    if value.integer != nil { return .shortestEdge(try keys.size(key)) }
    let parts = try keys.within(key)
    if parts.document["longest_edge"]?.isNull == false { throw parts.fault("longest_edge", "is not supported") }
    if parts.document["shortest_edge"]?.isNull == false { return .shortestEdge(try parts.size("shortest_edge")) }
    return .exact(width: try parts.size("width"), height: try parts.size("height"))
  }

  static func channels(
    _ key: String, of keys: ConfigurationKeys, default fallback: [Float]
  ) throws(CheckpointError) -> [Float] {
    guard let value = keys.document[key], !value.isNull else { return fallback }
    guard let numbers = value.array?.compactMap(\.double), numbers.count == 3 else {
      throw keys.fault(key, "must be three numbers")
    }
    guard numbers.allSatisfy({ abs($0) <= 1e6 }) else { throw keys.fault(key, "must be from -1000000 to 1000000") }
    return numbers.map(Float.init)
  }
}

extension CLIPPreprocessing {
  /// Columns and rows of a picture after resizing.
  func resized(width: Int, height: Int) -> (width: Int, height: Int) {
    switch size {
    case nil: (width, height)
    case .exact(let width, let height): (width, height)
    case .shortestEdge(let side):
      width <= height ? (side, side * height / width) : (side * width / height, side)
    }
  }

  /// The planes of a picture that was resized and cropped: `[3, height, width]`. Its alpha is left aside.
  func planes(of image: Image) -> [Float] {
    let tables = zip(mean, deviation).map { mean, deviation in
      (0...255).map { (Float(Double($0) * rescaleFactor) - mean) / deviation }
    }
    let area = image.width * image.height
    return [Float](unsafeUninitializedCapacity: 3 * area) { planes, count in
      for channel in 0..<3 {
        for index in 0..<area {
          planes[channel * area + index] = tables[channel][Int(image.pixels[4 * index + channel])]
        }
      }
      count = 3 * area
    }
  }
}

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
    var seen = image.resized(width: width, height: height, by: preprocessing.filter)
    var corner = (x: 0, y: 0)
    if case .exact(let cropWidth, let cropHeight) = preprocessing.crop {
      corner = seen.centerCropCorner(width: cropWidth, height: cropHeight)
      if preprocessing.roundsToEven {
        // Half of an odd number lies between two whole ones.
        if (width - cropWidth) % 2 != 0 { corner.x += corner.x & 1 }
        if (height - cropHeight) % 2 != 0 { corner.y += corner.y & 1 }
      }
      seen = seen.cropped(x: corner.x, y: corner.y, width: cropWidth, height: cropHeight)
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
