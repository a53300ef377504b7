internal import Basics
internal import Foundation
public import Images
internal import LinearAlgebra

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
    self.init(imageSize: configuration.imageSize)
    guard let keys = try Self.keys(of: folder) else { return }
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

  private static func channels(
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
