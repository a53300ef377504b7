import Basics
import Chapters
import Foundation
import Images
import Notebook
import TestSupport
import Testing

/// How well MiniCLIP knows pictures, beside what Tools/miniclip makes of them.
@Suite struct FamiliarityTests {
  private static let assets = Project.root.appending(path: "assets")

  private func familiarity(_ picture: Image?, named name: String) throws -> (found: JSONValue?, results: JSONValue) {
    let desk = try Desk(corpus: "")
    var file = Self.assets.appending(path: name)
    if let picture {
      file = desk.folder.root.appending(path: name)
      try Data(PNG.encode(picture)).write(to: file)
    }
    let settings = [
      "captions.model=\(Self.assets.appending(path: "miniclip").path)", "captions.image=\(file.path)",
      "captions.captions=[two cats, a dog]",
    ]
    #expect(try desk.run(ImageCaptions.self, settings).failure == nil)
    let results = try desk.results("captions")
    return (results[["familiarity"]], results)
  }

  private func drawn(_ width: Int, _ height: Int, _ color: (Int, Int) -> [Int]) throws -> Image {
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width { pixels += color(x, y).map { UInt8(max(0, min(255, $0))) } + [255] }
    }
    return try Image(width: width, height: height, pixels: pixels)
  }

  // As Tools/goldens/familiar_goldens.py prints them.
  private static let goldens: [(name: String, unevenness: Double, caption: String, cosine: Double)] = [
    ("two-cats-three-dogs.png", 0.404593, "four dogs", 0.658750),
    ("dog-and-cat.png", 0.308082, "a cat on the right", 0.633801),
    ("two-cats.png", 3.271857, "two cats", 0.786577),
    ("stripes.png", 135.613168, "four phones", 0.675746),
  ]

  @Test(arguments: goldens)
  func `best caption, cosine and unevenness are those of the script that chose the limits`(
    _ golden: (name: String, unevenness: Double, caption: String, cosine: Double)
  ) throws {
    let stripes = try drawn(64, 64) { x, y in [x / 4 % 2 == 0 ? 0 : 200, y, 90] }
    let found = try familiarity(golden.name == "stripes.png" ? stripes : nil, named: golden.name).found
    #expect(abs((found?[number: "unevenness"] ?? .nan) - golden.unevenness) < 1e-4)
    #expect(found?[["bestCaption"]]?.string == golden.caption)
    #expect(abs((found?[number: "bestCosine"] ?? .nan) - golden.cosine) < 1e-4)
  }

  @Test func `a ground that changes evenly is even, whatever stands within it or reaches a little of its edge`()
    throws
  {
    let ground = try drawn(256, 256) { x, y in [40 + x / 4, 200 - y / 4, 90] }
    #expect(try (familiarity(ground, named: "ground.png").found?[number: "unevenness"] ?? .nan) < 1)
    let things = try drawn(256, 256) { x, y in
      (40..<120).contains(x) && y < 90 ? [250, 20, 30] : [40 + x / 4, 200 - y / 4, 90]
    }
    #expect(try (familiarity(things, named: "things.png").found?[number: "unevenness"] ?? .nan) < 1)
  }

  @Test(arguments: ["noise", "stripes", "rings", "two halves"])
  func `what no scene of emoji looks like is foreign, and no pair is handed in`(_ kind: String) throws {
    let picture = try drawn(200, 160) { x, y in
      switch kind {
      case "noise": [(x * 37 + y * 91) % 256, (x * y * 13) % 256, (x ^ y) % 256]
      case "stripes": [x / 10 % 2 * 255, 128, 255 - x / 10 % 2 * 255]
      case "rings": [((x - 100) * (x - 100) + (y - 80) * (y - 80)) / 60 % 256, 120, 60]
      default: [x < 100 ? 20 : 220, 90, x < 100 ? 200 : 30]
      }
    }
    let results = try familiarity(picture, named: "drawn.png").results
    #expect(results[["isForeign"]] == .bool(true) && results[["handIn"]] == nil, "\(results[["familiarity"]] ?? .null)")
  }
}
