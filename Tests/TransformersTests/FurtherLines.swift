import Foundation
import TestSupport

/// Two thousand more lines for tokenizers, in fifteen scripts, made as `Tools/goldens/further_lines.py` makes them.
enum FurtherLines {
  private struct Script: Decodable {
    var block: [UInt32]
    var words: String
  }

  /// Knuth's generator (MMIX), of which the upper 31 bits are used.
  private struct Draws {
    var state: UInt64 = 20_261_130

    mutating func below(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
  }

  private static let glues = [" ", " ", " ", " ", "  ", "", ", ", "\n"]

  static let all: [String] = {
    let scripts = try! JSONDecoder().decode([Script].self, from: Data(contentsOf: fixture("tokenizers/scripts.json")))
    // By bytes: a line break and a carriage return before it are one Character.
    let words = scripts.map { $0.words.utf8.split(separator: 0x20).map { String(Substring($0)) } }
    var draws = Draws()
    return (0..<2000).map { index in
      let own = index % scripts.count
      let block = (first: scripts[own].block[0], last: scripts[own].block[1])
      var parts: [String] = []
      for _ in 0..<(1 + draws.below(14)) {
        switch draws.below(16) {
        case 0, 1:
          let count = 1 + draws.below(4)
          let scalars = (0..<count).map { _ in
            Unicode.Scalar(block.first + UInt32(draws.below(Int(block.last - block.first) + 1)))!
          }
          parts.append(String(String.UnicodeScalarView(scalars)))
        case 2, 3:
          let other = words[draws.below(words.count)]
          parts.append(other[draws.below(other.count)])
        case 4: parts.append("\(draws.below(100_000))")
        default: parts.append(words[own][draws.below(words[own].count)])
        }
      }
      let glue = glues[draws.below(glues.count)]
      return parts.joined(separator: glue)
    }
  }()
}
