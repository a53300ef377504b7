import Basics
import Foundation

/// What pandoc answered before, kept in one file by the SHA-256 of what it was asked, so that it need not be started again.
///
/// What is kept is read as what pandoc answers is: as a tree whose texts are texts. A file that is none of this, or another
/// pandoc's, is as good as none.
struct AnswerCache {
  /// Where the answers are kept.
  private let file: URL
  /// Told the file that is about to be written, below the output folder.
  private let claim: ([String]) throws -> Void
  /// What answered.
  private let maker: String
  /// Where answers are kept instead while a page is followed: then no file is written.
  private let memory: PageMemory?
  private let old: [String: String]
  private var kept: [String: String] = [:]

  /// What is in the file.
  private struct Kept: Codable {
    var maker: String
    var answers: [String: String]
  }

  /// The most bytes of a file that are read.
  private static let longest = 16 << 20
  /// What is kept is read only if it was made by the same version of this.
  private static let version = 1

  /// Reads what an earlier run has kept.
  init(
    file: URL, answering pandoc: Pandoc, memory: PageMemory? = nil, claim: @escaping ([String]) throws -> Void
  ) {
    self.file = file
    self.claim = claim
    self.memory = memory
    maker = "\(Self.version) \(pandoc.identity)"
    if let known = memory?.texts(.citations, of: maker) {
      old = known
      return
    }
    guard let data = try? InputFile.data(of: file, limit: Self.longest),
      let kept = try? JSONDecoder().decode(Kept.self, from: data), kept.maker == maker
    else {
      old = [:]
      return
    }
    old = kept.answers
  }

  /// What a kept answer comes to, or a new one where there is none, or none that can be read.
  ///
  /// - Parameters:
  ///   - request: All that the answer depends on.
  ///   - read: What an answer says; `nil` for one that is not understood.
  ///   - ask: Asks anew.
  mutating func answer<Value>(
    to request: String, read: (JSONValue) -> Value?, ask: () throws -> JSONValue
  ) throws -> Value? {
    let key = SHA256.hex(of: Data(request.utf8))
    if let text = old[key], let known = try? JSONReader.value(of: Data(text.utf8)), let value = read(known) {
      kept[key] = text
      return value
    }
    let answer = try ask()
    guard let value = read(answer) else { return nil }
    kept[key] = answer.description
    return value
  }

  /// Keeps the answers that were wanted this time, and no others.
  func save() throws {
    if let memory { return memory.keep(kept, .citations, of: maker) }
    guard kept != old else { return }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try claim(["cache/\(file.lastPathComponent)"])
    try AtomicFile.write(encoder.encode(Kept(maker: maker, answers: kept)), to: file)
  }
}
