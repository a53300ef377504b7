package import Foundation

/// Runs a program to its end and gives its exit code and what it printed, errors among it.
///
/// - Parameters:
///   - program: A path, or a name that is looked up on the `PATH`.
///   - folder: Where it runs; the tests' own folder unless said.
package func run(
  _ program: String, _ arguments: [String], in folder: URL? = nil
) throws -> (status: Int32, output: String) {
  let process = Process()
  process.executableURL = URL(filePath: program.hasPrefix("/") ? program : "/usr/bin/env")
  process.arguments = (program.hasPrefix("/") ? [] : [program]) + arguments
  if let folder { process.currentDirectoryURL = folder }
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
  process.waitUntilExit()
  return (process.terminationStatus, String(decoding: output, as: UTF8.self))
}

/// Whether a program of the system is there.
package func isInstalled(_ program: String) -> Bool {
  FileManager.default.isExecutableFile(atPath: program)
}
