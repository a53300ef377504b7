import Embeddings
import Foundation
import TestSupport
import Testing

/// Models of fastText's, held against what gensim 4.4.0 reads: `Fixtures/make_fasttext.py`.
@Suite struct FastTextTests {
  private struct Golden: Decodable {
    let words: [String]
    let vectors: [[Float]]
    let unseen: [String: [Float]]
  }

  private let model = fixture("fasttext.bin")

  private func golden() throws -> Golden {
    try JSONDecoder().decode(Golden.self, from: Data(contentsOf: fixture("fasttext.json")))
  }

  private func expect(_ found: [Float], _ expected: [Float], _ word: String) {
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) <= 1e-6 * max(1, abs($1)) }, "\(word)")
  }

  @Test func `words have the mean of their row and their pieces', words never seen of their pieces`() throws {
    let golden = try golden()
    #expect(try VectorFileFormat(of: model) == .fastText)
    let unseen = golden.unseen.keys.sorted()
    let (vectors, report) = try KeyedVectors.read(
      model, format: VectorFileFormat(of: model), wanted: unseen + ["battery", "batter"])
    #expect(vectors.vectorSize == 5 && vectors.count == golden.words.count + unseen.count)
    // Told apart by their bytes, as gensim tells them.
    for (row, word) in golden.words.enumerated() {
      #expect(vectors.words[row].utf8.elementsEqual(word.utf8))
      expect(vectors.vectors.row(row), golden.vectors[row], word)
    }
    for (word, expected) in golden.unseen { expect(try vectors.vector(of: word), expected, word) }
    #expect(report.composed == unseen && report.findings.count == 1 && report.rows == golden.words.count)
    #expect(report.findings[0].hasPrefix("never saw “batter”, “"))
  }

  @Test func `the first rows alone are read on request, and a model too large for memory is refused`() throws {
    let (vectors, report) = try KeyedVectors.read(model, format: .fastText, limit: 3)
    #expect(vectors.count == 3 && report.isLimited && report.findings.isEmpty)
    #expect(throws: EmbeddingError.self) { try KeyedVectors.read(model, format: .fastText, memoryLimit: 100) }
  }

  @Test func `a model cut short anywhere is refused by name, and so is one with other bytes`() throws {
    let scratch = try Scratch()
    let bytes = try Data(contentsOf: model)
    let golden = try golden()
    let input = bytes.count - 4 * 5 * golden.words.count - 17
    for length in stride(from: 4, to: input, by: 7) {
      let file = scratch.folder.appending(path: "cut.bin")
      try bytes.prefix(length).write(to: file)
      #expect {
        try KeyedVectors.read(file, format: .fastText)
      } throws: {
        "\($0)".contains("fastText's own binary model")
      }
    }
    var state: UInt64 = 9
    for _ in 0..<300 {
      var broken = bytes
      for _ in 0..<3 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        broken[broken.startIndex + Int(state >> 33) % 300] = UInt8(truncatingIfNeeded: state >> 20)
      }
      let file = scratch.folder.appending(path: "broken.bin")
      try broken.write(to: file)
      // Whatever comes of it, it ends.
      _ = try? KeyedVectors.read(file, format: .fastText, memoryLimit: 1 << 20)
    }
  }

  @Test func `a quantised model is named`() throws {
    let scratch = try Scratch()
    var bytes = try Data(contentsOf: model)
    let golden = try golden()
    // Behind the words stands whether the rows are quantised; before the two sizes of the rows.
    let rows = 4 * 5 * (golden.words.count + 40)
    let output = 4 * 5 * golden.words.count + 17
    let mark = bytes.count - output - rows - 17
    #expect(bytes[mark] == 0)
    bytes[mark] = 1
    let file = scratch.folder.appending(path: "model.ftz")
    try bytes.write(to: file)
    #expect {
      try KeyedVectors.read(file, format: VectorFileFormat(of: file))
    } throws: {
      "\($0)".contains("quantised")
    }
  }

  private static let python = Project.root.appending(path: ".venv-development/bin/python").path

  @Test(
    .enabled(if: isInstalled(python), "the development environment is not set up"),
    arguments: [
      "lee_fasttext_new.bin", "lee_fasttext.bin", "non_ascii_fasttext.bin",
    ])
  func `the models that gensim is tested with are read as it reads them`(_ name: String) throws {
    let script = """
      import json, sys
      from gensim.models.fasttext import load_facebook_vectors
      from gensim.test.utils import datapath
      path = datapath(sys.argv[1])
      v = load_facebook_vectors(path)
      words = v.index_to_key[:200] + v.index_to_key[-200:]
      unseen = ["zyxwvutrumpet", "unheardof"]
      print(json.dumps({"path": path, "count": len(v), "words": words, "vectors": v[words].tolist(),
        "unseen": {w: v.get_vector(w).tolist() for w in unseen if v.bucket}}))
      """
    struct Answer: Decodable {
      let path: String
      let count: Int
      let words: [String]
      let vectors: [[Float]]
      let unseen: [String: [Float]]
    }
    let output = try run(Self.python, ["-c", script, name]).output
    let answer = try JSONDecoder().decode(Answer.self, from: Data(output.utf8))
    let file = URL(filePath: answer.path)
    let vectors = try KeyedVectors.read(
      file, format: VectorFileFormat(of: file), wanted: answer.unseen.keys.sorted()
    ).vectors
    #expect(vectors.count == answer.count + answer.unseen.count)
    // The end of a line has no pieces to fastText of 2017 and later; gensim gives it some.
    for (word, expected) in zip(answer.words, answer.vectors) where word != "</s>" || name == "lee_fasttext.bin" {
      expect(try vectors.vector(of: word), expected, word)
    }
    for (word, expected) in answer.unseen { expect(try vectors.vector(of: word), expected, word) }
  }
}
