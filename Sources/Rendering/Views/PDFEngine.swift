public import Foundation

/// The Python interpreter that sets PDF pages and formulas: one with WeasyPrint and ziamath installed.
public struct PDFEngine: Sendable, Equatable {
  /// The interpreter.
  public var python: URL

  /// An engine by its interpreter.
  public init(python: URL) { self.python = python }

  /// What a script answered.
  struct Answer {
    var status: Int32
    var output: Data
    /// The last line on standard error.
    var complaint: String
  }

  /// Runs a script with a request in a file, which is gone when this returns.
  ///
  /// Throws a `RenderingError` if the interpreter cannot be started.
  func run(_ script: URL, request: Data) throws -> Answer {
    let folder = FileManager.default.temporaryDirectory.appending(path: "quire-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "request.json")
    let complaints = folder.appending(path: "complaints")
    try request.write(to: file)
    try Data().write(to: complaints)

    let process = Process()
    process.executableURL = python
    process.arguments = ["-B", script.path, file.path]
    let output = Pipe()
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = try FileHandle(forWritingTo: complaints)
    do { try process.run() } catch {
      throw RenderingError(file: python.path, "cannot be started: \(error.localizedDescription)")
    }
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    let text = String(decoding: (try? Data(contentsOf: complaints)) ?? Data(), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline)
    return Answer(status: process.terminationStatus, output: data, complaint: lines.last.map(String.init) ?? "")
  }
}
