import Foundation

/// A folder of its own for one test, gone with the value.
struct Scratch: ~Copyable {
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "quire-archives-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: folder)
  }

  /// A file in the folder.
  func file(_ name: String) -> URL {
    folder.appending(path: name)
  }

  /// A file in the folder that holds `bytes`.
  func file(_ name: String, holding bytes: [UInt8]) throws -> URL {
    try Data(bytes).write(to: file(name))
    return file(name)
  }

  /// The names of all files in the folder.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }
}

/// The files that tests come with.
let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

/// Runs a program and gives its exit code and what it printed.
func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
  let process = Process()
  process.executableURL = URL(filePath: program)
  process.arguments = arguments
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return (process.terminationStatus, String(decoding: output, as: UTF8.self))
}

/// Whether a program of the system is there.
func isInstalled(_ program: String) -> Bool {
  FileManager.default.isExecutableFile(atPath: program)
}
