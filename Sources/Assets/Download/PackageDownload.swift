internal import Basics
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
    // What the client writes while it works lies here too, since it cannot clear that away when it is killed.
    let (place, desk) = (folder.appending(path: "files"), folder.appending(path: "desk"))
    for new in [place, desk] {
      do { try FileSystem.makeFolder(new) } catch {
        throw .system(.system(path: new.path, action: "write", cause: error))
      }
    }
    var variables = settings.environment
    variables["TMPDIR"] = desk.path
    // Only one kind is allowed, since a source package runs its own code when it is fetched.
    let kind = distribution == .wheel ? "--only-binary=:all:" : "--no-binary=:all:"
    // Isolated: no module comes from the working folder or the environment, only pip's own settings do.
    let client = ChildProcess(
      python,
      [
        "-I", "-m", "pip", "download", "--no-deps", "--no-input", "--disable-pip-version-check", "--progress-bar",
        "off",
        "--retries", "2", kind, "--dest", place.path,
      ] + settings.arguments + ["\(name)==\(version)"], environment: variables,
      timeLimit: settings.timeout)
    let outcome: ChildProcess.Outcome
    do {
      outcome = try client.run(isCancelled: isCancelled)
    } catch {
      switch error {
      case .cancelled: throw .cancelled
      case .late: throw .reason("took longer than \(Int(settings.timeout)) s")
      case .start: throw .reason("cannot start \(python.path)")
      }
    }
    guard outcome.status == 0 else { throw .reason(diagnostic(in: outcome, python)) }
    let files = FileSystem.names(in: place).map { place.appending(path: $0) }
    guard files.count == 1 else { throw .reason("gave \(files.count) files, expected one") }
    return files[0]
  }

  /// What the client says went wrong, in one line.
  private func diagnostic(in outcome: ChildProcess.Outcome, _ python: URL) -> String {
    let lines = (String(decoding: outcome.output, as: UTF8.self) + "\n" + outcome.diagnostics).split(separator: "\n")
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
