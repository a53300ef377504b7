package import Foundation

/// A folder of its own for one test, gone with the value.
package final class Scratch: Sendable {
  package let folder: URL

  package init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "quire-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// A file in the folder.
  package func file(_ name: String) -> URL {
    folder.appending(path: name)
  }

  /// A file in the folder that holds `bytes`.
  @discardableResult
  package func file(_ name: String, holding bytes: some Sequence<UInt8>) throws -> URL {
    try Data(bytes).write(to: file(name))
    return file(name)
  }

  /// A file in the folder that holds `text`.
  @discardableResult
  package func file(_ name: String, holding text: String) throws -> URL {
    try file(name, holding: text.utf8)
  }

  /// The names of all files in the folder.
  package func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }
}
