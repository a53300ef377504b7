public import Foundation

/// A release of a package, fetched by Python's own client, so that its settings, mirrors and proxies hold here too.
struct PackageDownload {
  var name: String
  var version: String
  var distribution: AssetSource.Distribution
  var settings: PackageSettings

  /// Fetches the release into `folder`, which is new and empty.
  ///
  /// - Returns: The wheel or sdist.
  func run(into folder: URL, isCancelled: () -> Bool) throws(Download.Failure) -> URL {
    guard let python = settings.python else {
      throw .reason("needs a Python interpreter with pip, and none was given")
    }
    let process = Process()
    process.executableURL = python
    // Only one kind is allowed, since a source package runs its own code when it is fetched.
    let kind = distribution == .wheel ? "--only-binary=:all:" : "--no-binary=:all:"
    process.arguments =
      [
        "-m", "pip", "download", "--no-deps", "--no-input", "--disable-pip-version-check", "--progress-bar", "off",
        "--retries", "2", kind, "--dest", folder.path,
      ] + settings.arguments + ["\(name)==\(version)"]
    process.environment = settings.environment
    process.standardInput = FileHandle.nullDevice

    let log = folder.appendingPathExtension("log")
    defer { try? FileManager.default.removeItem(at: log) }
    guard FileManager.default.createFile(atPath: log.path, contents: nil),
      let output = FileHandle(forWritingAtPath: log.path)
    else { throw .system(.system(path: log.path, action: "write", code: errno)) }
    process.standardOutput = output
    process.standardError = output
    do {
      try process.run()
    } catch {
      throw .reason("cannot start \(python.path)")
    }
    try wait(for: process, isCancelled)

    guard process.terminationStatus == 0 else { throw .reason(complaint(in: log, python)) }
    let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    guard files.count == 1 else { throw .reason("gave \(files.count) files, expected one") }
    return files[0]
  }

  private func wait(for process: Process, _ isCancelled: () -> Bool) throws(Download.Failure) {
    let end = ContinuousClock.now + .seconds(settings.timeout)
    while process.isRunning {
      let isLate = ContinuousClock.now > end
      if isCancelled() || isLate {
        process.terminate()
        Thread.sleep(forTimeInterval: 0.5)
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        throw isLate ? .reason("took longer than \(Int(settings.timeout)) s") : .cancelled
      }
      Thread.sleep(forTimeInterval: 0.02)
    }
  }

  /// What the client says went wrong, in one line.
  private func complaint(in log: URL, _ python: URL) -> String {
    let lines = ((try? String(contentsOf: log, encoding: .utf8)) ?? "").split(separator: "\n")
    let line = lines.last { $0.hasPrefix("ERROR:") } ?? lines.last ?? "no message"
    let text = line.hasPrefix("ERROR: ") ? line.dropFirst(7) : line
    if text.hasSuffix("No module named pip") { return "\(python.path) has no pip; make a virtual environment with it" }
    return "pip: \(text)"
  }
}

/// How packages are fetched.
public struct PackageSettings: Sendable {
  /// The interpreter whose pip does it, nil where there is none.
  public var python: URL?
  /// More arguments for `pip download`, such as `--no-index` with `--find-links`.
  public var arguments: [String] = []
  /// The environment it runs in: its own settings, mirrors and proxies come from there.
  public var environment: [String: String] = [:]
  /// The most seconds that it may take.
  public var timeout = 1800.0

  /// Settings without an interpreter.
  public init() {}
}
