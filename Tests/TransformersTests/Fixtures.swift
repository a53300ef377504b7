import Foundation

/// Where the tests' files lie: what is committed beside them, and models that are other people's.
enum Fixtures {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

  /// A model's folder: in `QUIRE_TEST_MODELS`, or in the user's cache for Quire. Tests that need one skip without it.
  static func model(_ name: String) -> URL? {
    let environment = ProcessInfo.processInfo.environment
    let home = FileManager.default.homeDirectoryForCurrentUser
    let cache = environment["XDG_CACHE_HOME"].map { URL(filePath: $0) } ?? home.appending(path: ".cache")
    let candidates =
      (environment["QUIRE_TEST_MODELS"].map { [URL(filePath: $0)] } ?? [])
      + ["quire", "quire/models", "quire/assets"].map { cache.appending(path: $0) }
    return candidates.map { $0.appending(path: name) }.first { FileManager.default.fileExists(atPath: $0.path) }
  }

  static func lines(_ path: String) throws -> [String] {
    let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
    return text.utf8.split(separator: 0x0A).map { String(Substring($0)) }
  }
}

/// A folder that is removed when the value goes away.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "quire-transformers-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ name: String, _ bytes: [UInt8]) throws -> URL {
    let file = url.appending(path: name)
    try Data(bytes).write(to: file)
    return file
  }

  func write(_ name: String, _ text: String) throws -> URL {
    try write(name, Array(text.utf8))
  }
}
