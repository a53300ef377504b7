internal import Basics
import Foundation

/// All that a chapter's output comes from, part by part.
enum Fingerprint {
  /// The parts and their values; `nil` for an input that is not on this machine.
  static func of(
    _ chapter: PreparedChapter, located: [String: LocatedInput], seed: Int, toolVersion: String,
    sum: (URL) throws -> String
  ) throws -> [String: String] {
    var parts = ["seed": String(seed), "chapter version": String(chapter.version), "Quire": toolVersion]
    if let code = chapter.code { parts["code"] = code }
    for (key, value) in chapter.settings { parts[key] = value }
    for (name, input) in located {
      parts["input \(name)"] = try input.sum(by: sum)
    }
    return parts
  }

  /// What changed between two fingerprints, as a person would say it.
  static func changes(from old: [String: String], to new: [String: String]) -> [String] {
    Set(old.keys).union(new.keys).sorted().compactMap { part in
      switch (old[part], new[part]) {
      case (let before?, let now?) where before == now: nil
      case _ where part == "code": "its code has changed"
      case (_?, _?) where part.hasPrefix("input "): "\(part.dropFirst(6)) has changed"
      case (let before?, let now?): "\(part) changed from \(before) to \(now)"
      case (nil, let now?): part.hasPrefix("input ") ? "\(part.dropFirst(6)) is a new input" : "\(part) is new (\(now))"
      default: "\(part) is gone"
      }
    }
  }
}

extension LocatedInput {
  /// The sum of what it consists of: its files by their names, and where it came from.
  public func sum() throws -> String { try sum { try SHA256.hex(ofFile: $0) } }

  /// The same with the sums of files from elsewhere.
  func sum(by sum: (URL) throws -> String) throws -> String {
    let files = try self.files.keys.sorted().map { "\($0)\0\(try sum(self.files[$0]!))" }
    return SHA256.hex(of: files.joined(separator: "\n") + "\0" + provenance.source)
  }
}
