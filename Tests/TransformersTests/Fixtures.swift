import Foundation
import TestSupport

/// What is committed beside the tests.
enum Fixtures {
  static func lines(_ path: String) throws -> [String] {
    let text = try String(contentsOf: fixture(path), encoding: .utf8)
    return text.utf8.split(separator: 0x0A).map { String(Substring($0)) }
  }
}
