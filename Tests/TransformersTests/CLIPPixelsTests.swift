import Foundation
import Images
import Testing
import Transformers

/// From a picture to what the model reads, and back to where that is in the picture.
@Suite struct CLIPPixelsTests {
  static func image(_ width: Int, _ height: Int) throws -> Image {
    try Image(
      width: width, height: height, pixels: (0..<(4 * width * height)).map { UInt8(truncatingIfNeeded: $0 * 37) })
  }

  static func fixture(_ file: String, _ text: String) throws -> CLIPFixture {
    try CLIPFixture("patch-16") { try Data(text.utf8).write(to: $0.appending(path: file)) }
  }

  @Test func `the middle of a picture is seen, and each patch knows where it lies`() throws {
    let model = try CLIPFixture("patch-16").model
    let pixels = try model.pixels(of: Self.image(192, 96))
    #expect((pixels.width, pixels.height, pixels.rows, pixels.columns) == (48, 48, 3, 3))
    #expect(pixels.crop == CLIPPixels.Rectangle(x: 48, y: 0, width: 96, height: 96))
    #expect(pixels.rectangle(ofPatch: 5) == CLIPPixels.Rectangle(x: 112, y: 32, width: 32, height: 32))
    #expect(try model.imageVector(pixels).count == 20)
  }

  @Test func `a small picture is enlarged, a crop beyond it is black`() throws {
    let model = try Self.fixture(
      "preprocessor_config.json", #"{"size": 24, "crop_size": {"height": 48, "width": 48}}"#
    ).model
    let pixels = try model.pixels(of: Self.image(1, 1))
    #expect(pixels.crop == CLIPPixels.Rectangle(x: -0.5, y: -0.5, width: 2, height: 2))
    let black = -model.preprocessing.mean[0] / model.preprocessing.deviation[0]
    #expect(pixels.planes[0] == black && pixels.planes[24 * 48 + 24] == black)
    #expect(pixels.planes[2 * 48 * 48 + 24 * 48 + 24] > black)
  }

  @Test func `the processor's file rules over the other, where it says how pictures are prepared`() throws {
    func model(_ processor: String) throws -> CLIPModel {
      try CLIPFixture("patch-16") { folder in
        try Data(#"{"size": 24, "crop_size": 24}"#.utf8).write(to: folder.appending(path: "preprocessor_config.json"))
        try Data(processor.utf8).write(to: folder.appending(path: "processor_config.json"))
      }.model
    }
    #expect(try model(#"{"image_processor": {"size": 32, "crop_size": 32}}"#).preprocessing.size == .shortestEdge(32))
    #expect(try model(#"{"processor_class": "CLIPProcessor"}"#).preprocessing.size == .shortestEdge(24))
    #expect(try CLIPFixture("patch-16").model.remarks.contains { $0.hasPrefix("No file says how a picture") })
    #expect(try model(#"{"processor_class": "CLIPProcessor"}"#).remarks == [])
  }

  @Test func `the processor's file is read as well`() throws {
    let model = try Self.fixture(
      "processor_config.json",
      #"{"image_processor": {"do_normalize": false, "do_resize": false, "do_center_crop": false}}"#
    ).model
    let pixels = try model.pixels(of: Self.image(50, 33))
    #expect((pixels.width, pixels.height, pixels.columns, pixels.rows) == (50, 33, 3, 2))
    #expect(pixels.planes[1] == Float(148.0 / 255))
  }

  @Test(arguments: [
    (#"{"do_resize": "no"}"#, #"do_resize is "no", and must be true or false"#),
    (#"{"rescale_factor": "1/255"}"#, "rescale_factor must be a number"),
    (#"{"resample": 0}"#, "resample must be 1 (Lanczos), 2 (bilinear) or 3 (bicubic)"),
    (#"{"crop_size": 8}"#, "crop_size is less than a patch of 16"),
    (#"{"image_std": [1, 0, 1]}"#, "image_std must be above 0"),
    (#"{"image_std": [1, 1e-300, 1]}"#, "image_std must be above 0"),
    (#"{"image_mean": [1, 1e300, 1]}"#, "image_mean must be from -1000000 to 1000000"),
    (#"{"rescale_factor": -1e39}"#, "rescale_factor must be from -1000000 to 1000000"),
    (#"{"image_mean": [1]}"#, "image_mean must be three numbers"),
    (#"{"size": {"longest_edge": 9}}"#, "size.longest_edge is not supported"),
    (#"{"do_center_crop": false, "size": {"shortest_edge": 1}}"#, "size is less than a patch of 16"),
    (#"{"do_center_crop": false, "size": {"height": 8, "width": 48}}"#, "size is less than a patch of 16"),
    (
      #"{"crop_size": {"height": 10000000, "width": 10000000}}"#,
      "crop_size asks for 10000000 × 10000000 pixels, and at most 67108864 are read"
    ),
    (
      #"{"size": {"height": 10000, "width": 10000}}"#,
      "size asks for 10000 × 10000 pixels, and at most 67108864 are read"
    ),
    (#"{"size": 16777216}"#, "size asks for 16777216 × 16777216 pixels, and at most 67108864 are read"),
  ])
  func `what would not give the reference's pixels is refused`(text: String, reason: String) throws {
    let error = #expect(throws: CheckpointError.self) { try Self.fixture("preprocessor_config.json", text) }
    #expect(error.map { "\($0)" }?.hasSuffix("preprocessor_config.json: \(reason)") == true)
  }

  @Test(arguments: [
    (
      "{}", 1, 40_000,
      "is too thin for the model: it would be resized to 48 × 1920000, and at most 67108864 pixels are read; crop it to "
        + "what should be looked at"
    ),
    (
      #"{"do_resize": false}"#, 8193, 8192,
      "is not resized for the model, and at most 67108864 pixels are read; make it smaller"
    ),
    (
      #"{"do_resize": false, "do_center_crop": false}"#, 1, 1,
      "is not resized for the model, and is less than a patch of 16 × 16; give a larger one"
    ),
    (
      #"{"size": {"height": 1, "width": 1}}"#, 640, 480,
      "would lie in a black border of 30720 × 23040, more than 268435456 pixels; the model's crop_size is too large beside "
        + "its size"
    ),
  ])
  func `a picture that the model's files make too large or too small is refused`(
    text: String, width: Int, height: Int, reason: String
  ) throws {
    let model = try Self.fixture("preprocessor_config.json", text).model
    let image = try Image(width: width, height: height, pixels: Array(repeating: 255, count: 4 * width * height))
    let error = #expect(throws: ImageError.self) { try model.pixels(of: image) }
    #expect(error.map { "\($0)" } == "a picture of \(width) × \(height) pixels: \(reason)")
  }
}
