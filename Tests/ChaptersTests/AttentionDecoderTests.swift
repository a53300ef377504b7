import Basics
import Chapters
import Foundation
import TestSupport
import Testing

/// The chapter on a model that reads one text and says another.
@Suite struct AttentionDecoderTests {
  private static let models = Project.root.appending(path: "Tests/TransformersTests/Fixtures/encoder-decoders")

  private func run(_ model: String, _ settings: [String]) throws -> (failure: String?, desk: Desk) {
    let desk = try Desk(corpus: "")
    let path = Self.models.appending(path: model).path(percentEncoded: false)
    let outcome = try desk.run(Attention.self, ["attention.model=\(path)"] + settings)
    return (outcome.failure, desk)
  }

  @Test(arguments: [
    ("bart", ["attention.sentence=the keeper reads the green book, and it rains."]),
    ("bart", ["attention.sentence=the keeper reads", "attention.target=A ship waits outside the harbour."]),
    ("marian", ["attention.sentence=the boat", "attention.max_tokens=16"]),
    ("marian", ["attention.sentence=ships", "attention.target=tide"]),
  ])
  func `every sentence on encoder and decoder is borne out`(_ model: String, _ settings: [String]) throws {
    let (failure, desk) = try run(model, settings)
    #expect(failure == nil)
    try ChapterClaims("attention", on: desk).check(AttentionClaims.all)
    let results = try desk.results("attention")
    #expect(results[["decoder", "layers"]] == .integer(3))
    #expect(results[["model", "layers"]] == .integer(2))
    let figures = try desk.document("attention").blocks.compactMap {
      if case .figure(let figure) = $0 { figure.id } else { nil }
    }
    for id in ["decoder-heads", "cross-heads", "cross", "cross-arcs", "cross-mean"] { #expect(figures.contains(id)) }
    try desk.expectSavedFigures("attention")
  }

  @Test func `a model without a decoder takes no target`() throws {
    let (failure, _) = try run("../models/bert", ["attention.target=a text"])
    #expect(failure?.contains("attention.target is for a model with a decoder") == true, "\(failure ?? "")")
  }

  @Test func `a target that is too long is refused with its count`() throws {
    let (failure, _) = try run(
      "bart",
      ["attention.sentence=a", "attention.max_tokens=8", "attention.target=ships ships ships ships ships ships"])
    #expect(failure?.contains("shorten attention.target or raise attention.max_tokens") == true, "\(failure ?? "")")
  }
}
