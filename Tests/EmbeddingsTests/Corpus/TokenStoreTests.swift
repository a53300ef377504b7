import Embeddings
import Foundation
import TestSupport
import Testing

/// Corpora whose tokens lie in a file, beside the same in memory.
@Suite struct TokenStoreTests {
  /// Rows of a few hundred words, more than a block of the reader and than the limits below.
  private func withText<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let scratch = try Scratch()
    let rows = (0..<6_000).map { row in
      (0..<10 + row % 5).map { "word\(UnicodeScalar(UInt8(97 + (row * 7 + $0 * $0) % 26)))" }.joined(separator: " ")
    }
    return try body(scratch.file("tokens.txt", holding: rows.joined(separator: "\n")))
  }

  @Test(arguments: [0, 4, 40_000]) func `tokens beyond the limit lie in a file, the same as in memory`(limit: Int)
    throws
  {
    try withText { file in
      let whole = try CorpusReader.read(file: file).0
      var options = CorpusOptions()
      options.memoryLimit = limit
      options.threads = 2
      let streamed = try CorpusReader.read(file: file, options: options).0
      #expect(!whole.tokens.isOnDisk)
      #expect(streamed.tokens.isOnDisk)
      #expect(streamed == whole)
      let trainer = try Word2Vec(configuration: .init(vectorSize: 8, window: 2, epochs: 1))
      #expect(try trainer.train(on: streamed).vectors.vectors == trainer.train(on: whole).vectors.vectors)
    }
  }

  @Test func `a folder that takes no file is named`() throws {
    try withText { file in
      var options = CorpusOptions()
      options.memoryLimit = 0
      options.temporaryFolder = URL(filePath: "/nowhere")
      #expect {
        try CorpusReader.read(file: file, options: options)
      } throws: {
        "\($0)".hasPrefix("/nowhere: a temporary file for the tokens cannot be made")
      }
    }
  }
}
