import Foundation
import TestSupport

/// The committed fixtures of this folder, and the data that lies beside the repository on some machines.
enum Goldens {
  static let reviews = Project.shared.appending(path: "amazon-cell-phones-first-4776.jsonl.gz")
  static var hasReviews: Bool { FileManager.default.isReadableFile(atPath: reviews.path) }

  /// One hard text with gensim's tokens.
  struct Case: Decodable {
    let text: String
    let tokens: [String]
    let deaccented: [String]
  }

  /// Hashes over the rows of every code point in context.
  struct CodePoints: Decodable {
    let block: Int
    let tokens: [String]
    let deaccented: [String]
  }

  /// Hashes over blocks of the real reviews.
  struct Reviews: Decodable {
    struct Rows: Decodable {
      let count: Int
      let distinct: Int
      let hashes: [String]
    }
    let rows: Int
    let block: Int
    let tokens: Rows
    let deaccented: Rows
  }

  static func torture() throws -> [Case] {
    try String(contentsOf: fixture("torture.jsonl"), encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode(Case.self, from: Data($0.utf8))
    }
  }

  static func load<Value: Decodable>(_ name: String) throws -> Value {
    try JSONDecoder().decode(Value.self, from: Data(contentsOf: fixture(name)))
  }

  /// FNV-1a over rows of tokens, as `make_goldens.py` has it.
  static func hash(_ rows: some Sequence<[String]>) -> String {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
    for row in rows {
      for (index, token) in row.enumerated() {
        if index > 0 { add(UInt8(ascii: " ")) }
        for byte in token.utf8 { add(byte) }
      }
      add(UInt8(ascii: "\n"))
    }
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
