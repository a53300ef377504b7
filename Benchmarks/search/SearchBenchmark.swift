import CaptionPairs
import Chapters
import Foundation
import Images
import Transformers

/// Times the search for pairs of captions that confuse a CLIP, and counts what it finds.
///
///     search-benchmark captions MODEL_FOLDER [COUNT]      captions of eight tokens with shared beginnings, 10,000 unless said
///     search-benchmark search MODEL_FOLDER PICTURE [COUNT] "DESCRIPTION" …   one whole search
///     search-benchmark pictures MODEL_FOLDER SCENES.json  tables alone, the beam, and the gradient, over pictures
///
/// `SCENES.json` is a list of objects with `file`, a PNG beside it, and `descriptions`, which name all that it shows.
@main
struct SearchBenchmark {
  static let usage = "usage: search-benchmark captions | search | pictures MODEL_FOLDER …"

  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count > 1 else { return print(usage) }
    let model = try CLIPModel(folder: URL(filePath: arguments[1]), threads: 2)
    switch arguments[0] {
    case "captions": try captions(model, count: arguments.count > 2 ? Int(arguments[2]) ?? 10_000 : 10_000)
    case "search" where arguments.count > 4:
      try search(model, arguments[2], count: Int(arguments[3]) ?? 10_000, Array(arguments.dropFirst(4)))
    case "pictures" where arguments.count > 2: try pictures(model, arguments[1], URL(filePath: arguments[2]))
    default: print(usage)
    }
  }

  /// Captions of one form, as a beam over slots makes them: six words between the marks, each of ten, which a tokenizer of CLIP's
  /// size has as one token each.
  static func captions(_ model: CLIPModel, count: Int) throws {
    let words = [
      ["two", "three", "four", "five", "six", "seven", "one", "eight", "nine", "ten"],
      ["big", "small", "red", "blue", "green", "black", "white", "pink", "brown", "old"],
      ["cats", "dogs", "birds", "horses", "cars", "boats", "trees", "apples", "bears", "men"], ["on"],
      ["a", "the"], ["sofa", "table", "bed", "chair", "street", "boat", "field", "hill", "beach", "road"],
    ]
    let all = words.reduce([""]) { captions, choices in captions.flatMap { start in choices.map { start + " " + $0 } } }
    let chosen = Array(all.prefix(count))
    let lengths = Set(try chosen.map { try model.encode($0).count })
    for round in 0..<3 {
      let time = try ContinuousClock().measure { _ = try model.textVectors(chosen) }
      print("round \(round): \(chosen.count) captions of \(lengths.sorted()) tokens in \(time)")
    }
  }

  static func search(_ model: CLIPModel, _ picture: String, count: Int, _ descriptions: [String]) throws {
    let image = try ImageFile.decode(Array(Data(contentsOf: URL(filePath: picture))), name: picture).image
    let vector = try model.imageVector(model.pixels(of: image))
    let scores = scores(model, vector)
    let truths = CaptionTruths(descriptions, isComplete: true)
    var found: CaptionSearch?
    let time = try ContinuousClock().measure {
      found = try CaptionSearch(
        truths, scores, budget: CaptionSearch.Budget(captions: count),
        gradient: { try WordGradient(model, picture: vector) }, fits: { _ in true })
    }
    for (stage, tally) in found?.tallies.sorted(by: { $0.key.rawValue < $1.key.rawValue }) ?? [] {
      print("\(stage): \(tally.captions) captions, \(tally.pairs) pairs, \(tally.undecided) undecided")
    }
    print("\(found?.pairs.count ?? 0) pairs kept, in \(time)")
    for pair in found?.pairs.prefix(12) ?? [] { print("  \(pair.pair.description) | \(pair.pair.variant) \(pair.gap)") }
  }

  static func scores(_ model: CLIPModel, _ picture: [Float]) -> CaptionScores {
    CaptionScores(picture: picture, logitScale: Double(model.logitScale)) { try model.textVectors($0) }
  }

  /// A picture of the list.
  struct Scene: Decodable {
    var file: String
    var descriptions: [String]
  }

  static func pictures(_ model: CLIPModel, _ folder: String, _ list: URL) throws {
    let scenes = try JSONDecoder().decode([Scene].self, from: Data(contentsOf: list))
    let grammar = URL(filePath: folder).appending(path: "grammar.json")
    let isClosed = FileManager.default.fileExists(atPath: grammar.path)
    let vocabulary = isClosed ? try CaptionVocabulary.learnt(from: grammar) : .english
    for method in ["tables", "beam", "gradient"] {
      var (undecided, certified, pictures, kinds, slowest) = (0, 0, 0, 0, Duration.zero)
      let time = try ContinuousClock().measure {
        for scene in scenes {
          let one = try ContinuousClock().measure {
            let file = list.deletingLastPathComponent().appending(path: scene.file)
            let found = try certify(model, vocabulary, file, scene.descriptions, method)
            undecided += found.undecided
            certified += found.certified
            kinds += found.kinds
            pictures += found.certified > 0 ? 1 : 0
          }
          slowest = max(slowest, one)
        }
      }
      let minutes = Double(time.components.seconds) / 60 + Double(time.components.attoseconds) / 60e18
      print(
        method,
        "\(undecided) undecided, \(certified) certified in \(kinds) kinds on \(pictures) of \(scenes.count) pictures;",
        "\(Int(Double(certified) / minutes)) certified a minute, slowest picture \(slowest)")
    }
  }

  private static func certify(
    _ model: CLIPModel, _ vocabulary: CaptionVocabulary, _ file: URL, _ descriptions: [String], _ method: String
  ) throws -> (undecided: Int, certified: Int, kinds: Int) {
    let image = try ImageFile.decode(Array(Data(contentsOf: file)), name: file.path).image
    let pixels = try model.pixels(of: image)
    var scores = scores(model, try model.imageVector(pixels))
    let pairs: [ScoredPair]
    if method == "tables" {
      let made = descriptions.flatMap(CaptionPair.variants).filter {
        $0.truth == .isFalse && !descriptions.contains($0.variant)
      }
      try scores.read(made.flatMap { [$0.description, $0.variant] })
      pairs = made.map { scores.score($0) }.filter(\.isUndecided)
    } else {
      let found = try CaptionSearch(
        CaptionTruths(descriptions, isComplete: true, vocabulary: vocabulary), scores, budget: .init(captions: 3_000),
        gradient: method == "beam" ? nil : { [picture = scores.picture] in try WordGradient(model, picture: picture) },
        fits: { _ in true })
      pairs = found.pairs
      try scores.read(pairs.flatMap { [$0.pair.description, $0.pair.variant] })
    }
    var certifier = Certifier(
      scores, GrammarOfCaptions(vocabulary, seed: 1), try PerturbedPictures(image, pixels, by: model),
      fits: { _ in true })
    let certificates = try pairs.filter { certifier.isPromising($0) }.map {
      try certifier.certificate(of: $0, .construction)
    }
    let passed = certificates.filter(\.isCertified)
    return (pairs.count, passed.count, Set(passed.map(\.category)).count)
  }
}
