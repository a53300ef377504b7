import Basics
import Chapters
import Foundation
import Notebook
import TestSupport
import Testing

@Suite struct ImageCaptionsTests {
  private static let assets = Project.root.appending(path: "assets")
  private static let picture = assets.appending(path: "two-cats.png")
  private static let shipped = [
    "captions.model=\(assets.appending(path: "miniclip").path)", "captions.image=\(picture.path)",
  ]

  private func run(_ settings: String..., threads: Int = 1) throws -> (ReportRunner.Outcome, Desk) {
    let desk = try Desk(corpus: "")
    let all = Self.shipped + ["captions.descriptions=[two cats, two cats on an orange background]"] + settings
    return (try desk.run(ImageCaptions.self, all, threads: threads), desk)
  }

  private func number(_ value: JSONValue?) -> Double {
    switch value {
    case .integer(let number)?: Double(number)
    case .number(let number)?: number
    default: .nan
    }
  }

  private func list(_ value: JSONValue?) -> [JSONValue] {
    if case .array(let elements)? = value { elements } else { [] }
  }

  private func text(_ value: JSONValue?) -> String { if case .string(let text)? = value { text } else { "" } }

  @Test func `the whole chapter, and the picture in the submission`() throws {
    let (outcome, desk) = try run()
    #expect(outcome.failure == nil)
    let blocks = try desk.document("captions").blocks
    // The figure of what comes with the model.
    let hasLimits = FileSystem.exists(Self.assets.appending(path: "miniclip/limits.json"))
    let limits = hasLimits ? ["diagnosis"] : []
    #expect(
      blocks.compactMap { if case .figure(let figure) = $0 { figure.id } else { nil } }
        == ["probabilities", "fooled", "pair", "gazes", "agreement", "typographic"] + limits)
    #expect(
      blocks.compactMap { if case .table(let table) = $0 { table.id } else { nil } }
        == ["captions", "categories", "pairs", "certificate", "alternatives", "held-out", "published"])
    let attachments = desk.folder.chapter("captions").appending(path: "attachments")
    #expect(try InputFile.bytes(of: attachments.appending(path: "picture.png")) == InputFile.bytes(of: Self.picture))
    let rows = try String(contentsOf: attachments.appending(path: "pairs.csv"), encoding: .utf8).split(
      separator: "\r\n")
    #expect(rows.count == list(try desk.results("captions")[["pairs"]]).count + 1)
    try desk.expectSavedFigures("captions")
  }

  @Test func `every pair is judged by the assignment's rule, and the best one is handed in`() throws {
    let (outcome, desk) = try run("captions.descriptions=[two cats, a photo of two cats on a blue background]")
    #expect(outcome.failure == nil)
    let results = try desk.results("captions")
    let pairs = list(results[["pairs"]])
    #expect(pairs.count > 30)
    for pair in pairs {
      let gap = number(pair[["descriptionLogit"]]) - number(pair[["variantLogit"]])
      let probability = number(pair[["descriptionProbability"]])
      #expect(abs(probability - 1 / (1 + exp(-gap))) < 1e-9)
      #expect((pair[["isUndecided"]] == .bool(true)) == (abs(gap) < log(1.5)))
      #expect(number(pair[["highestProbability"]]) == max(probability, 1 - probability))
    }
    if results[["isConfused"]] == .bool(true) {
      #expect(number(results[["handIn", "highestProbability"]]) < 0.6)
      #expect(text(results[["handIn", "truth"]]) == "false")
    }
    let counts = ["count", "attribute", "negation"].map { number(results[["categories", Substring($0), "decidable"]]) }
    #expect(counts.allSatisfy { $0 > 0 })
    #expect(number(results[["all", "pairs"]]) == Double(pairs.count))
  }

  /// MiniCLIP is undecided about the first two of these pairs and sure of the third.
  private static let left =
    "{true: a small cat to the right of a big cat, false: a small cat to the left of a big cat}"
  private static let found = "two cats and a cat"
  private static let sure = "{true: two cats, false: two boats}"

  private func handIn(_ pairs: String, _ choice: String) throws -> (results: JSONValue, warnings: [String]) {
    let (outcome, desk) = try run(
      "captions.descriptions=[two cats, a cat to the left of a cat on an orange background]",
      "captions.false=[\(Self.found)]", "captions.pairs=[\(pairs)]", "captions.hand_in=\(choice)",
      "captions.search=0")
    #expect(outcome.failure == nil)
    return (try desk.results("captions"), desk.warnings.filter { $0.contains("handed in") })
  }

  @Test func `the author's own pair is handed in where it confuses the model, unless the found one is asked for`()
    throws
  {
    for choice in ["auto", "mine"] {
      let (results, warnings) = try handIn("\(Self.sure), \(Self.left)", choice)
      #expect(text(results[["handIn", "variant"]]) == "a small cat to the left of a big cat")
      #expect(results[["isMine"]] == .bool(true) && results[["isConfused"]] == .bool(true))
      #expect(text(results[["found", "variant"]]) == Self.found)
      #expect(warnings.isEmpty)
    }
    let (results, warnings) = try handIn(Self.left, "found")
    #expect(text(results[["handIn", "variant"]]) == Self.found && results[["isMine"]] == .bool(false))
    #expect(text(results[["mine", "variant"]]) == "a small cat to the left of a big cat")
    #expect(warnings.count == 1 && warnings[0].contains("as captions.hand_in asks"), "\(warnings)")
  }

  @Test(arguments: ["auto", "mine"])
  func `an own pair that does not confuse the model stands back, and that is said`(_ choice: String) throws {
    let (results, warnings) = try handIn(Self.sure, choice)
    #expect(text(results[["handIn", "variant"]]) == Self.found && results[["isMine"]] == .bool(false))
    #expect(results[["mine", "isUndecided"]] == .bool(false) && results[["hasMine"]] == .bool(true))
    #expect(warnings.count == 1 && warnings[0].contains("none confuses the model"), "\(warnings)")
  }

  @Test func `with no own pair the found one is handed in, and where none confuses the model the nearest`() throws {
    let (outcome, desk) = try run("captions.descriptions=[two cats]", "captions.search=0")
    #expect(outcome.failure == nil)
    let results = try desk.results("captions")
    #expect(results[["isConfused"]] == .bool(false) && results[["hasMine"]] == .bool(false) && results[["mine"]] == nil)
    let plausible = list(results[["pairs"]]).filter {
      text($0[["truth"]]) == "false" && !["negation", "wordOrder"].contains(text($0[["category"]]))
    }
    #expect(
      number(results[["handIn", "highestProbability"]]) == plausible.map { number($0[["highestProbability"]]) }.min())
  }

  @Test func `no picture sets the captions of a pair further apart than their angle allows`() throws {
    let results = try handIn(Self.left, "auto").results
    let scale = number(results[["model", "logitScale"]])
    for pair in list(results[["pairs"]]) {
      let gap = abs(number(pair[["descriptionLogit"]]) - number(pair[["variantLogit"]]))
      let bound = 2 * scale * sin(number(pair[["captionAngle"]]) * .pi / 360)
      #expect(abs(bound - number(pair[["largestGap"]])) < 1e-9)
      #expect(gap <= bound + 1e-4)
      #expect(number(pair[["highestProbability"]]) <= number(pair[["largestProbability"]]) + 1e-4)
    }
  }

  @Test func `the difference of the two maps is what hiding a patch does to their gap`() throws {
    let results = try handIn(Self.left, "auto").results
    let difference = results[["difference"]]
    #expect(number(difference?[["patches"]]) == 64)
    #expect(
      number(difference?[["share"]]) * number(difference?[["largestChange"]]) - number(difference?[["largest"]]) < 1e-12
    )
    // With a patch hidden the gap cannot change by more than the largest difference.
    let gap = number(results[["handIn", "descriptionLogit"]]) - number(results[["handIn", "variantLogit"]])
    if abs(gap) + number(difference?[["largest"]]) < log(1.5) {
      #expect(number(difference?[["undecided"]]) == 64)
    }
  }

  @Test func `in the mirror image of a small cat beside a big one, each is where the other was`() throws {
    for (description, variant, isFlipped) in [
      ("a small cat to the right of a big cat", "a small cat to the left of a big cat", true),
      ("a big cat to the left of a small cat", "a small cat to the left of a big cat", true),
      ("two cats", "two cats and a cat", false),
    ] {
      let (outcome, desk) = try run(
        "captions.descriptions=[two animals]", "captions.hand_in=mine",
        "captions.pairs=[{true: \(description), false: \(variant)}]")
      #expect(outcome.failure == nil)
      let results = try desk.results("captions")
      #expect(text(results[["handIn", "variant"]]) == variant)
      #expect(results[["mirrored", "isFlipped"]] == .bool(isFlipped), "\(variant)")
      // What the text tower allows is more than any of the pictures uses.
      #expect(number(results[["reach", "pictures"]]) == 66)
      #expect((0...1).contains(number(results[["reach", "share"]])))
    }
  }

  @Test func `the pair that comes with the picture of cats and dogs is certified, with every gate and its number`()
    throws
  {
    let desk = try Desk(corpus: "")
    let settings = [Self.shipped[0], "captions.image=\(Self.assets.appending(path: "two-cats-three-dogs.png").path)"]
    let known = [
      "captions.descriptions=[two cats and three dogs on a green background, two cats to the left of three dogs on a green "
        + "background]",
      "captions.false=[three cats and two dogs on a green background]",
      "captions.pairs=[{true: two cats to the left of three dogs, false: three cats to the left of two dogs}]",
    ]
    #expect(try desk.run(ImageCaptions.self, settings + known).failure == nil)
    let results = try desk.results("captions")
    let certificate = try #require(results[["certificate"]])
    #expect(certificate[["isCertified"]] == .bool(true), "fails \(text(certificate[["failedTitles"]]))")
    #expect(certificate[["basis"]] == .string("author") && text(certificate[["category"]]) == "attributeSwap")
    #expect(number(certificate[["distractors", "count"]]) == 1_000)
    #expect(number(certificate[["passed"]]) == 8 && number(certificate[["of"]]) == 8)
    // A side is named, so the mirror image would turn the truth round.
    #expect(certificate[["perturbations", "mirror"]] == nil && certificate[["perturbations", "crop85"]] != nil)
    let attachments = desk.folder.chapter("captions").appending(path: "attachments")
    let rows = try String(contentsOf: attachments.appending(path: "certificates.csv"), encoding: .utf8)
      .split(separator: "\r\n")
    #expect(rows.count == Int(number(results[["examined"]])) + 1)
    let kinds = try #require(results[["certified"]])
    #expect(kinds[["attributeSwap", "isCertified"]] == .bool(true))
    #expect(list(results[["certifiedTitles"]]).contains(.string("attributes swapped")))
  }

  @Test func `a caption of as many tokens as the model reads leaves no room for an opening, which counts as failed`()
    throws
  {
    // 31 of the 32 tokens that MiniCLIP reads; the false one has as many.
    let start = "a photo of " + Array(repeating: "a cat and", count: 8).joined(separator: " ")
    let (outcome, desk) = try run(
      "captions.descriptions=[two cats]",
      "captions.pairs=[{true: \(start) a dog, false: \(start) a cow}]", "captions.hand_in=mine")
    #expect(outcome.failure == nil)
    let certificate = try #require(try desk.results("captions")[["certificate"]])
    #expect(certificate[["isCertified"]] == .bool(false))
    #expect(certificate[["perturbations", "photo", "isDone"]] == .bool(true), "the opening is there and goes")
    #expect(certificate[["perturbations", "picture", "isDone"]] != nil)
  }

  @Test func `what training asked for stands beside what the model can`() throws {
    let results = try run().1.results("captions")
    #expect(number(results[["rivals", "exchanged"]]) > 0)
    #expect(number(results[["rivals", "exchanged"]]) <= number(results[["rivals", "placed"]]))
    #expect(number(results[["rivals", "numbered"]]) == 0)
    #expect(
      number(results[["questions", "swapped", "rivalShare"]]) == number(results[["rivals", "exchangedShare"]]))
    #expect(number(results[["questions", "sizeBinding", "accuracy"]]) > 0.9)
  }

  @Test func `probabilities share one whole, the most probable first`() throws {
    let (outcome, desk) = try run("captions.captions=[two cats, a dog, three cats, a boat]")
    #expect(outcome.failure == nil)
    let captions = list(try desk.results("captions")[["captions"]])
    let probabilities = captions.map { number($0[["probability"]]) }
    #expect(abs(probabilities.reduce(0, +) - 1) < 1e-9)
    #expect(probabilities == probabilities.sorted(by: >))
    #expect(Set(captions.map { text($0[["caption"]]) }) == ["two cats", "a dog", "three cats", "a boat"])
  }

  @Test func `what the author marks outweighs what the word tables know`() throws {
    let (outcome, desk) = try run(
      "captions.descriptions=[two cats, two animals]", "captions.true=[two small cats]",
      "captions.false=[two cats sleeping, two cats with hats, two boats]",
      "captions.pairs=[{true: a cat, false: a snail}]")
    #expect(outcome.failure == nil)
    let pairs = list(try desk.results("captions")[["pairs"]])
    func truth(_ description: String, _ variant: String) -> [String] {
      pairs.filter { text($0[["description"]]) == description && text($0[["variant"]]) == variant }
        .map { "\(text($0[["category"]])) \(text($0[["truth"]]))" }
    }
    #expect(truth("two cats", "two small cats") == ["moreSpecific true"])
    #expect(truth("two cats", "two big cats") == ["moreSpecific unknown"])
    #expect(truth("two cats", "two cats sleeping") == ["moreSpecific false"])
    // The tables make it of one description, so it is paired with no other.
    #expect(truth("two animals", "two cats sleeping") == [])
    #expect(truth("two cats", "two boats") == ["given false"])
    #expect(truth("two cats", "two cats with hats") == ["given false"])
    #expect(truth("two cats", "two animals") == ["given true"])
    #expect(truth("a cat", "a snail") == ["given false"])
  }

  @Test(arguments: ["no black dogs", "the house"])
  func `a description of which nothing false is known asks for it`(_ description: String) throws {
    let failure = try run("captions.descriptions=[\(description)]").0.failure
    #expect(failure?.contains("no variant that is surely false") == true, "\(failure ?? "no failure")")
    #expect(failure?.contains("captions.false") == true)
    #expect(try run("captions.descriptions=[\(description)]", "captions.false=[two cats]").0.failure == nil)
  }

  @Test func `the results do not depend on the number of threads`() throws {
    let (one, two) = (try run(threads: 1).1, try run(threads: 2).1)
    #expect(try one.results("captions") == two.results("captions"))
  }

  private static let plain = "captions.captions=[a cat, two cats]"

  @Test(arguments: [
    (["captions.captions=[two cats, \"Two  Cats\"]"], "names the caption “Two  Cats” twice"),
    (["captions.descriptions=[two cats, two cats]"], "names the caption “two cats” twice"),
    (["captions.descriptions=[two cats, \" \"]"], "captions.descriptions must not hold an empty caption"),
    (["captions.captions=[two cats]"], "captions.captions must hold at least two captions"),
    (["captions.descriptions=[]"], "captions.descriptions must hold at least one caption that is true"),
    (
      ["captions.descriptions=[]", "captions.false=[a boat]"], "of the picture: captions.false only says what is false"
    ),
    (["captions.descriptions=[]", "captions.true=[two cats]"], "so move one there from captions.true"),
    (
      ["captions.descriptions=[]", "captions.captions=[a, two cats]"], "holds the caption “a”, which is a single letter"
    ),
    (["captions.descriptions=[b, two cats]"], "captions.descriptions holds the caption “b”, which is a single letter"),
    (["captions.pairs=[{true: two cats, false: \" c \"}]"], "captions.pairs holds the caption “ c ”"),
    (
      [plain, "captions.descriptions=[]", "captions.hand_in=found"], "must be auto where captions.captions stands alone"
    ),
    ([plain, "captions.descriptions=[]", "captions.complete=true"], "and there are none"),
    (["captions.pairs=[a cat]"], "must say `true:` and `false:` for each pair"),
    (["captions.pairs=[{true: a cat, false: A cat}]"], "pairs “a cat” with itself"),
    (["captions.pairs=[{true: a dog, false: two cats}]"], "says that “two cats” is false, and elsewhere it is true"),
    (["captions.hand_in=mine"], "captions.hand_in must be auto or found where captions.pairs has no pair"),
    (["captions.hand_in=theirs"], "captions.hand_in"),
    (["captions.false=[two cats]"], "says that “two cats” is false, and another key that it is true"),
  ])
  func `settings that cannot work are refused`(_ settings: [String], _ message: String) throws {
    let desk = try Desk(corpus: "")
    do {
      _ = try desk.run(ImageCaptions.self, Self.shipped + ["captions.descriptions=[two cats]"] + settings)
      Issue.record("\(settings) were accepted")
    } catch let error as SettingsError {
      #expect(error.description.contains(message), "\(error)")
    }
  }

  @Test func `a caption of two hundred words names the limit, or is cut where the settings ask`() throws {
    let long = "captions.captions=[two cats, \"\(String(repeating: "two cats ", count: 100))\"]"
    let failure = try run(long).0.failure
    #expect(failure?.contains("tokens, and the model reads at most") == true, "\(failure ?? "no failure")")
    #expect(failure?.contains("captions.truncate: true") == true)
    let (outcome, desk) = try run(long, "captions.truncate=true")
    #expect(outcome.failure == nil)
    let prose = try desk.document("captions").blocks.compactMap {
      if case .markdown(let text) = $0 { text.source } else { nil }
    }
    #expect(prose.joined().contains("tokens were cut: 1."))
  }

  @Test func `a variant that grew too long is left out, and what it came from is read`() throws {
    // 31 of the 32 tokens that MiniCLIP reads.
    let description = "a photo of " + Array(repeating: "a cat and", count: 8).joined(separator: " ") + " a dog"
    let (outcome, desk) = try run("captions.descriptions=[\(description)]", "captions.false=[a boat]")
    #expect(outcome.failure == nil)
    let variants = list(try desk.results("captions")[["pairs"]]).map { text($0[["variant"]]) }
    #expect(variants.contains("a boat"))
    #expect(!variants.contains { $0.contains("in the rain") })
  }

  @Test func `captions that are cut to the same tokens are refused`() throws {
    let words = String(repeating: "two cats ", count: 100)
    let failure = try run("captions.captions=[\(words) a dog, \(words) a cow]", "captions.truncate=true").0.failure
    #expect(failure?.contains("are the same tokens to the model") == true, "\(failure ?? "no failure")")
  }

  @Test func `ten thousand captions give the most probable ones`() throws {
    let captions = (0..<10_000).map { "\($0) cats" }
    let (outcome, desk) = try run("captions.captions=[\(captions.joined(separator: ", "))]")
    #expect(outcome.failure == nil)
    #expect(list(try desk.results("captions")[["captions"]]).count == 10_000)
    let table = try desk.document("captions").blocks.lazy.compactMap {
      if case .table(let table) = $0, table.id == "captions" { table } else { nil }
    }.first
    #expect(table?.rows.count == 12)
    #expect(table?.caption.source.contains("12 of 10,000") == true)
  }

  @Test func `captions of Markdown, HTML and other scripts are captions like any other`() throws {
    let hostile = ["**two** | _cats_", "<script>alert(1)</script>", "{{captions.all.pairs}}", "二匹の猫", "قطتان", "🐈🐈"]
    let quoted = hostile.map { "\"\($0)\"" }.joined(separator: ", ")
    let (outcome, desk) = try run("captions.descriptions=[two cats, \(quoted)]")
    #expect(outcome.failure == nil)
    let read = Set(list(try desk.results("captions")[["captions"]]).map { text($0[["caption"]]) })
    #expect(read.isSuperset(of: hostile))
  }

  @Test func `words that MiniCLIP never learnt are named in the report and to whoever runs it`() throws {
    let (known, quiet) = try run("captions.false=[Three cats, a photo of two dogs on a blue background]")
    #expect(known.failure == nil && quiet.warnings.count == 1)
    #expect(quiet.warnings[0].hasPrefix("captions: MiniCLIP stands in for OpenAI's CLIP"), "\(quiet.warnings)")
    #expect(try quiet.results("captions")[["unknownWords"]] == .array([]))

    let (outcome, desk) = try run(
      "captions.false=[\"two Kittens, 12\", two kittens on a sofa]", "captions.pairs=[{true: a cat, false: a <b>}]")
    #expect(outcome.failure == nil)
    let words = ["kittens", ",", "1", "2", "sofa", "<", "b", ">"]
    #expect(try desk.results("captions")[["unknownWords"]] == .array(words.map(JSONValue.string)))
    let line = try #require(desk.warnings.last { $0.contains("never learnt") })
    #expect(line.hasPrefix("captions: the model never learnt “kittens”, “,”, “1”, “2”, “sofa”"), "\(line)")
    #expect(line.contains("openai/clip-vit-base-patch32"))
    let warnings = try desk.document("captions").blocks.compactMap {
      if case .callout(let callout) = $0, callout.title?.contains("never learnt") == true {
        callout.text.source
      } else {
        nil
      }
    }
    #expect(warnings.count == 1)
    #expect(warnings[0].contains("*kittens*") && warnings[0].contains(#"*\<*"#), "\(warnings)")
    #expect(
      !warnings[0].contains("openai/clip-vit-base-patch32"), "what the author is to do is no matter for the reader")
  }

  @Test(arguments: ["plain text", "<html><body>404</body></html>", ""])
  func `what is no picture is named`(_ content: String) throws {
    let desk = try Desk(corpus: content)
    let failure = try desk.run(
      ImageCaptions.self, [Self.shipped[0], "captions.image=corpus.txt", "captions.descriptions=[two cats]"]
    ).failure
    #expect(failure?.contains("corpus.txt") == true, "\(failure ?? "no failure")")
    #expect(!FileSystem.exists(desk.folder.chapter("captions")))
  }

  @Test func `a picture that is cut in the middle gives an error and no chapter`() throws {
    let desk = try Desk(corpus: "")
    let bytes = try InputFile.data(of: Self.picture)
    try bytes.prefix(bytes.count / 2).write(to: desk.folder.root.appending(path: "cut.png"))
    let failure = try desk.run(
      ImageCaptions.self, [Self.shipped[0], "captions.image=cut.png", "captions.descriptions=[two cats]"]
    ).failure
    #expect(failure?.contains("cut.png") == true, "\(failure ?? "no failure")")
    #expect(!FileSystem.exists(desk.folder.chapter("captions")))
  }

  @Test func `a description of which nothing can be made says what to do`() throws {
    let failure = try run("captions.descriptions=[of]").0.failure
    #expect(failure?.contains("captions.false") == true, "\(failure ?? "no failure")")
    #expect(try run("captions.descriptions=[of]", "captions.false=[a boat]").0.failure == nil)
  }
}
