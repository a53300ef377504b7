import Basics
import Chapters
import Foundation
import Images
import Notebook
import TestSupport
import Testing

/// The prose of the captions chapter on pictures and captions of many kinds: no sentence may stop being true.
@Suite struct CaptionClaimsTests {
  private static let assets = Project.root.appending(path: "assets")

  /// What a run is given, and what makes it another case than the rest.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var picture: Picture
    var settings: [String]
  }

  /// A picture that is drawn for the test.
  enum Picture: Sendable {
    case shipped, dogAndCat, wide, noise

    func image() throws -> Image? {
      switch self {
      case .shipped, .dogAndCat: nil
      case .wide: try draw(900, 24) { x, y in (UInt8(x * 255 / 900), UInt8(y * 10), 90) }
      case .noise:
        try draw(96, 80) { x, y in (UInt8((x * 37 + y * 91) % 256), UInt8((x * y * 13) % 256), UInt8((x ^ y) % 256)) }
      }
    }

    private func draw(_ width: Int, _ height: Int, _ color: (Int, Int) -> (UInt8, UInt8, UInt8)) throws -> Image {
      var pixels: [UInt8] = []
      for y in 0..<height {
        for x in 0..<width {
          let (red, green, blue) = color(x, y)
          pixels += [red, green, blue, 255]
        }
      }
      return try Image(width: width, height: height, pixels: pixels)
    }
  }

  static let cases = [
    Case(
      testDescription: "two things the other way round", picture: .dogAndCat,
      settings: [
        "captions.descriptions=[a dog and a cat on a green background, a dog to the left of a cat on a green background]",
        "captions.false=[a dog above a cat on a green background]",
        "captions.pairs=[{true: a big dog to the left of a small cat on a green background, false: a small cat to the left of "
          + "a big dog on a green background}, {true: a big dog to the left of a small cat on a green background, false: a "
          + "small dog to the left of a big cat on a green background}]",
      ]),
    Case(
      testDescription: "an own pair and a found one", picture: .shipped,
      settings: [
        "captions.descriptions=[two cats, a cat to the left of a cat on an orange background]",
        "captions.false=[two cats sleeping, a cat above a cat on an orange background]",
        "captions.pairs=[{true: a small cat to the right of a big cat, false: a small cat to the left of a big cat}, "
          + "{true: an image of a small cat to the right of a big cat, false: an image of a small cat to the left of a big cat}]",
      ]),
    Case(
      testDescription: "an own pair that stands back", picture: .shipped,
      settings: [
        "captions.descriptions=[a cat to the left of a cat on an orange background]",
        "captions.false=[a cat above a cat on an orange background]",
        "captions.pairs=[{true: two cats, false: two boats}]",
      ]),
    Case(
      testDescription: "an own pair that confuses and is not wanted", picture: .shipped,
      settings: [
        "captions.descriptions=[two cats on an orange background]", "captions.hand_in=found",
        "captions.pairs=[{true: a small cat to the right of a big cat, false: a small cat to the left of a big cat}]",
      ]),
    Case(
      testDescription: "one pair alone", picture: .shipped,
      settings: ["captions.descriptions=[of]", "captions.false=[a boat]"]),
    Case(
      testDescription: "no pair confuses", picture: .shipped,
      settings: ["captions.descriptions=[two cats, three animals]"]),
    Case(
      testDescription: "every pair fools", picture: .shipped,
      settings: ["captions.descriptions=[of]", "captions.false=[two cats]"]),
    Case(
      testDescription: "very wide", picture: .wide,
      settings: ["captions.descriptions=[a dog above a cat on a blue background, three big bees and a small car]"]),
    Case(
      testDescription: "no words of English", picture: .noise,
      settings: [
        "captions.descriptions=[\"二匹の猫\", \"قطتان\"]", "captions.false=[\"🐈🐈\", \"**eine** | _Katze_. Zwei!\"]",
      ]),
    Case(
      testDescription: "very long captions, cut", picture: .noise,
      settings: [
        "captions.descriptions=[\"a dog and \(String(repeating: "a cat and ", count: 40))a boat\"]",
        "captions.false=[\"a cow and \(String(repeating: "a small dog above ", count: 30))a tree\"]",
        "captions.truncate=true",
      ]),
    Case(
      testDescription: "very long captions, in windows", picture: .noise,
      settings: [
        "captions.captions=[\"a dog and \(String(repeating: "a cat and ", count: 40))a boat\", a dog]",
        "captions.windows=true",
      ]),
  ]

  /// Runs a case with MiniCLIP in a folder of its own.
  ///
  /// - Parameters:
  ///   - left: What comes with MiniCLIP and is left away.
  ///   - familiar: What it says of pictures that it can judge; nothing where nil.
  private func run(_ one: Case, without left: [String] = [], familiar: String? = nil) throws -> Desk {
    let desk = try Desk(corpus: "")
    let model = desk.folder.root.appending(path: "other-clip")
    try FileManager.default.copyItem(at: Self.assets.appending(path: "miniclip"), to: model)
    for name in left + ["familiar.json"] { try? FileManager.default.removeItem(at: model.appending(path: name)) }
    if let familiar { try Data(familiar.utf8).write(to: model.appending(path: "familiar.json")) }
    try run(one, model: model, at: desk)
    return desk
  }

  private func run(_ one: Case, model: URL, at desk: Desk, refresh: Bool = true) throws {
    var image = Self.assets.appending(path: one.picture == .dogAndCat ? "dog-and-cat.png" : "two-cats.png")
    if let drawn = try one.picture.image() {
      image = desk.folder.root.appending(path: "drawn.png")
      try Data(PNG.encode(drawn)).write(to: image)
    }
    let all = ["captions.model=\(model.path)", "captions.image=\(image.path)"] + one.settings
    #expect(try desk.run(ImageCaptions.self, all, refresh: refresh).failure == nil)
  }

  @Test(arguments: cases) func `every sentence is borne out by the results`(_ one: Case) throws {
    let desk = try run(one)
    try ChapterClaims("captions", on: desk).check(CaptionClaims.all, "\(one)")
    try desk.expectSavedFigures("captions")
  }

  /// Vocabularies by which noise is foreign to MiniCLIP, and by which nothing is.
  private static let vocabularies = [
    #"{"captions": ["two cats", "a dog", "three red cars"], "threshold": 0.5, "mostUneven": 5, "quantile": 0.002, "scenes": 5000}"#,
    #"{"captions": ["a dog"], "threshold": -1, "mostUneven": 255, "quantile": 0.01, "scenes": 1}"#,
  ]

  @Test(
    arguments: vocabularies,
    [
      (Picture.shipped, ["captions.descriptions=[two cats]", "captions.false=[a boat]"]),
      (.noise, ["captions.descriptions=[two cats]", "captions.pairs=[{true: two cats, false: three cats}]"]),
      (.noise, ["captions.descriptions=[a photo of a cat, a cat, \"二匹の猫\"]", "captions.false=[a boat]"]),
      (.shipped, ["captions.captions=[two cats, three cats]"]),
      (.noise, ["captions.captions=[two cats, three cats]"]),
      (.noise, ["captions.captions=[\"**two** cats. Three!\", a cat, \"قطتان\"]"]),
    ])
  func `so it is where the model says which pictures it knows, and where nothing is said of truth`(
    _ familiar: String, _ one: (picture: Picture, settings: [String])
  ) throws {
    let desk = try run(
      Case(testDescription: "short", picture: one.picture, settings: one.settings), familiar: familiar)
    let claims = try ChapterClaims("captions", on: desk)
    try claims.check(CaptionClaims.all, "\(one)")
    try desk.expectSavedFigures("captions")
    let results = try desk.results("captions")
    let isForeign = results[["isForeign"]] == .bool(true)
    #expect(isForeign == (familiar == Self.vocabularies[0] && one.picture == .noise))
    #expect((results[["isShort"]] == .bool(true)) == (isForeign || one.settings[0].hasPrefix("captions.captions")))
    #expect(try claims.sentences.contains { $0.text == "No pair is handed in." } == isForeign)
  }

  /// A copy of MiniCLIP without some of its files.
  private func copy(in scratch: Scratch, without names: [String]) throws -> URL {
    let folder = scratch.folder.appending(path: "other-clip")
    try FileManager.default.copyItem(at: Self.assets.appending(path: "miniclip"), to: folder)
    for name in names where FileSystem.exists(folder.appending(path: name)) {
      try FileManager.default.removeItem(at: folder.appending(path: name))
    }
    return folder
  }

  @Test func `so it is with a model that comes with limits`() throws {
    let scratch = try Scratch()
    let folder = try copy(in: scratch, without: ["limits.json"])
    try Data(LimitTests.example.utf8).write(to: folder.appending(path: "limits.json"))
    let desk = try Desk(corpus: "")
    var one = Self.cases[1]
    one.settings.append("captions.limit_pairs=3")
    try run(one, model: folder, at: desk)
    try ChapterClaims("captions", on: desk).check(CaptionClaims.all)
    try desk.expectSavedFigures("captions")
    let results = try desk.results("captions")
    #expect(results[["hasLimits"]] == .bool(true))
    #expect(results[["limits", "named", "count", "lostIn"]] == .string("picture"))
    #expect(results[["limits", "named", "state", "outcome"]] == .string("partly"))
    #expect(results[["limits", "misled"]] == .array([.string("order")]))
    #expect(results[["limits", "lostInText"]] == .array([.string("size")]))
    #expect(results[["limits", "lostInBoth"]] == .array([.string("place"), .string("order")]))
    let attachments = desk.folder.chapter("captions").appending(path: "attachments")
    for (name, rows) in [("limits.csv", 7), ("published.csv", 50)] {
      let text = try String(contentsOf: attachments.appending(path: name), encoding: .utf8)
      #expect(text.split(separator: "\r\n").count > rows)
    }
    // The setting is for models that bring no limits.
    #expect(desk.warnings.contains { $0.contains("captions.limit_pairs: 3 changes nothing") }, "\(desk.warnings)")
  }

  @Test func `limits are measured of any other model, once for the same files, and only where asked`() throws {
    let scratch = try Scratch()
    let folder = try copy(
      in: scratch, without: ["held-out.json", "rivals.json", "limits.json", "grammar.json", "familiar.json"])
    let desk = try Desk(corpus: "")
    var one = Self.cases[1]
    one.settings.append("captions.limit_pairs=2")
    try run(one, model: folder, at: desk)
    try ChapterClaims("captions", on: desk).check(CaptionClaims.all)
    let first = try desk.results("captions")
    let categories = try #require(first[["limits", "categories"]]?.array)
    #expect(categories.count == 12)
    for row in categories {
      let (low, right, high) = (
        row[number: "low"] ?? .nan, row[number: "accuracy"] ?? .nan, row[number: "high"] ?? .nan
      )
      #expect(low <= right && right <= high && right * 4 == (right * 4).rounded(), "\(row)")
      for key in ["captionAngle", "rewordedAngle", "pictureAngle", "redrawnAngle"] {
        #expect((row[number: Substring(key)] ?? 0) > 0, "\(key) of \(row)")
      }
    }
    #expect(first[["limits", "notAsked"]] == .array([.string("action")]))
    // What was measured is taken again, whatever else changes.
    one.settings.append("captions.truncate=true")
    try run(one, model: folder, at: desk, refresh: false)
    #expect(try desk.results("captions")[["limits"]] == first[["limits"]])
    let kept = FileSystem.names(in: desk.folder.cache.appending(path: "captions"))
    #expect(kept.count { $0.hasPrefix("limits-") } == 1, "\(kept)")

    one.settings[one.settings.count - 2] = "captions.limit_pairs=0"
    try run(one, model: folder, at: desk, refresh: false)
    #expect(try desk.results("captions")[["hasLimits"]] == .bool(false))
  }

  @Test func `so it is with a model that comes without measurements`() throws {
    let desk = try run(Self.cases[1], without: ["held-out.json", "rivals.json"])
    let claims = try ChapterClaims("captions", on: desk)
    try claims.check(CaptionClaims.all)
    #expect(try !claims.sentences.contains { $0.text.contains("MiniCLIP") || $0.text.contains(desk.folder.root.path) })
    #expect(try desk.results("captions")[["hasHeldOut"]] == .bool(false))
  }
}
