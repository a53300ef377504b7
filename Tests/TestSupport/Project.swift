package import Foundation

/// Where the files lie that tests read.
package enum Project {
  /// The repository.
  package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Third-party data that lies beside the repository on some machines.
  package static let shared = root.deletingLastPathComponent().appending(path: "shared/data")

  /// The Python that runs what a report needs: `QUIRE_PYTHON`, else the project's own; nil where there is none.
  package static let python: URL? = {
    let named = ProcessInfo.processInfo.environment["QUIRE_PYTHON"].map { URL(filePath: $0) }
    let python = named ?? root.appending(path: ".venv/bin/python")
    return isInstalled(python.path) ? python : nil
  }()

  /// The Python that has what only tests need: `Tests/requirements.txt`.
  package static let testPython: URL? = {
    let python = root.appending(path: ".venv-development/bin/python")
    return isInstalled(python.path) ? python : nil
  }()

  /// A model's folder: in `QUIRE_TEST_MODELS`, where `make test` puts it, or in the user's cache for Quire.
  package static func model(_ name: String) -> URL? {
    let environment = ProcessInfo.processInfo.environment
    let home = FileManager.default.homeDirectoryForCurrentUser
    let cache = environment["XDG_CACHE_HOME"].map { URL(filePath: $0) } ?? home.appending(path: ".cache")
    let candidates =
      (environment["QUIRE_TEST_MODELS"].map { [URL(filePath: $0)] } ?? [])
      + [root.appending(path: ".venv-development/models")]
      + ["quire", "quire/models", "quire/assets"].map { cache.appending(path: $0) }
    return candidates.map { $0.appending(path: name) }.first { FileManager.default.fileExists(atPath: $0.path) }
  }
}

/// A file of the folder `Fixtures` that lies beside the test.
package func fixture(_ name: String, beside test: String = #filePath) -> URL {
  URL(filePath: test).deletingLastPathComponent().appending(path: "Fixtures").appending(path: name)
}
