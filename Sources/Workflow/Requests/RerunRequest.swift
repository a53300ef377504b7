import Basics
public import Foundation
import Notebook

/// Works the numbers of a submission out again: runs the scripts that it carries, where they are those that this Quire ships.
///
/// Nothing of a stranger's is executed: what runs is Quire's own copy, over the files of the archive, unpacked elsewhere.
public struct RerunRequest: Request {
  /// What a script found.
  public struct Run: Sendable, Equatable {
    /// The chapter.
    public let chapter: String
    /// What the script printed.
    public let output: String
    /// Whether all that it worked out is what the submission says.
    public let agrees: Bool
  }

  /// The archive.
  public var archive: URL

  /// Works the numbers of an archive out again.
  public init(_ archive: URL) { self.archive = archive }

  /// What each chapter's script found, in the order of their names.
  public func result(in context: Context) throws -> [Run] {
    let environment = context.environment
    let home = try environment.requireHome()
    let check = try SubmissionCheck(archive, cancellation: context.cancellation)
    guard check.findings.isEmpty else { throw WorkflowError.incomplete(check.findings) }
    let desk = try TemporaryFolder("rerun")
    defer { withExtendedLifetime(desk) {} }
    let place = desk.url
    let (unpacked, empty) = (place.appending(path: "submission"), place.appending(path: "empty"))
    for folder in [unpacked, empty] { try FileSystem.makeFolder(folder) }
    let names = try Submission.unpack(
      archive, root: check.root, into: unpacked, cancellation: context.cancellation)
    let chapters = try scripts(among: names, in: unpacked, home)
    let python = try CheckPython(environment: environment, templates: SubmissionCode.templates(home)).program(context)
    // A name in a stranger's settings must not be taken for a file of this machine.
    var elsewhere = environment
    elsewhere.workingFolder = empty
    let locator = AssetLocator(
      store: try environment.assetStore(home: home), home: home, report: nil, environment: elsewhere)
    return try chapters.map { chapter in
      try run(chapter, by: python, in: unpacked, home, locator, context)
    }
  }

  /// The chapters whose scripts the archive carries.
  ///
  /// - Throws: `WorkflowError.incomplete` where there are none, or others than this Quire ships.
  private func scripts(among names: [String], in unpacked: URL, _ home: URL) throws -> [String] {
    let templates = SubmissionCode.templates(home)
    let known = FileSystem.names(in: templates).filter {
      FileKind(of: templates.appending(path: $0)) == .folder
        && FileSystem.exists(templates.appending(path: "\($0)/check.py"))
    }
    let chapters = known.filter { names.contains("code/\($0)/check.py") }
    guard !chapters.isEmpty else {
      throw WorkflowError.incomplete(["\(archive.relativePath): carries no scripts that work its numbers out again"])
    }
    let ours = try SubmissionCode.scripts(in: templates, [""] + chapters)
    let byName = Dictionary(ours.map { ($0.name, $0.file) }) { first, _ in first }
    let foreign = try names.filter { $0.hasPrefix("code/") && $0.hasSuffix(".py") }.filter { name in
      guard let own = byName[name] else { return true }
      return try InputFile.data(of: own, limit: 1 << 20)
        != InputFile.data(of: unpacked.appending(path: name), limit: 1 << 24)
    }
    guard foreign.isEmpty else {
      throw WorkflowError.incomplete(
        foreign.map { "\($0): is not the script that this Quire ships, so nothing of this archive is run" })
    }
    return chapters
  }

  /// The settings that name what a script needs beside the archive.
  private struct Task: Decodable {
    var settings: [String: String]
    var sums: [String: String]
    /// The files that the archive carries, by the name that the settings give them.
    var files: [String: [String]]
  }

  /// The most seconds that a script may take.
  private static let longest = 1_200.0

  /// The one entry of a list that a setting is; anything else as it stands.
  private static func only(_ setting: String) -> String {
    guard let names = try? JSONDecoder().decode([String].self, from: Data(setting.utf8)), names.count == 1 else {
      return setting
    }
    return names[0]
  }

  private func run(
    _ chapter: String, by python: URL, in unpacked: URL, _ home: URL, _ locator: AssetLocator, _ context: Context
  ) throws -> Run {
    let task = try CanonicalJSON.decode(Task.self, from: unpacked.appending(path: "code/\(chapter)/check.json"))
    var arguments = [
      "-I", "-B", SubmissionCode.templates(home).appending(path: "\(chapter)/check.py").path(percentEncoded: false),
      "--submission", unpacked.path(percentEncoded: false),
    ]
    var left: [String] = []
    for (option, setting) in [("--data", "data"), ("--model", "model"), ("--model", "other_vectors")] {
      guard let name = task.settings[setting].map(Self.only), !name.isEmpty, name != "none", task.files[name] == nil
      else { continue }
      guard !name.hasPrefix("/"), let input = try? locator.find(name) else {
        left.append("\(name) is not on this machine, so what needs it is left out; `quire fetch \(name)` gets it")
        continue
      }
      guard try input.sum() == task.sums[name] else {
        left.append("\(name) on this machine is another than that of the run, so what needs it is left out")
        continue
      }
      let file = option == "--model" ? input.file.deletingLastPathComponent() : input.file
      arguments += [option, file.path(percentEncoded: false)]
    }
    for line in left { context.warn("\(chapter): \(line)") }
    var variables = ChildProcess.cleaned(context.environment.variables)
    // What a script prints is UTF-8 wherever it runs, and nothing is fetched.
    variables["PYTHONUTF8"] = "1"
    variables["HF_HUB_OFFLINE"] = "1"
    // With the archive's files, so that nothing is left of a script that was killed.
    variables["TMPDIR"] = unpacked.deletingLastPathComponent().path(percentEncoded: false)
    let child = ChildProcess(python, ["-X", "utf8"] + arguments, environment: variables, timeLimit: Self.longest)
    let outcome: ChildProcess.Outcome
    do {
      outcome = try child.run(isCancelled: { context.cancellation.isCancelled })
    } catch ChildProcess.Failure.cancelled {
      throw CancellationError()
    } catch {
      throw WorkflowError.failed(["\(chapter): \(error)"])
    }
    let output = String(decoding: outcome.output, as: UTF8.self)
    guard outcome.status == 0 || (outcome.status == 1 && output.contains("worked out")) else {
      throw WorkflowError.failed(["\(chapter)/check.py: \(outcome.lastDiagnostic)"])
    }
    return Run(chapter: chapter, output: output, agrees: outcome.status == 0)
  }
}

/// The Python that scripts of submissions run in: `QUIRE_CHECK_PYTHON`, or a virtual environment in the cache.
private struct CheckPython {
  let environment: Environment
  let templates: URL

  /// The most seconds that pip may take.
  private static let longest = 900.0

  /// The program; made where it is not there yet.
  func program(_ context: Context) throws -> URL {
    if let named = environment.variables["QUIRE_CHECK_PYTHON"], !named.isEmpty { return environment.place(named) }
    let requirements = templates.appending(path: "requirements.txt")
    let wanted = try InputFile.data(of: requirements, limit: 1 << 16)
    let folder = environment.cache.appending(path: "check-python")
    let (program, record) = (folder.appending(path: "bin/python"), folder.appending(path: "requirements.txt"))
    if FileSystem.exists(program), (try? InputFile.data(of: record, limit: 1 << 16)) == wanted { return program }
    guard let base = environment.pythonWithPip else {
      throw WorkflowError.failed([
        "there is no Python to run the scripts; set QUIRE_CHECK_PYTHON to one that has what "
          + "\(FileSystem.shown(requirements)) names"
      ])
    }
    context.warn("making \(FileSystem.shown(folder)), once, with what the scripts need")
    try FileSystem.makeFolder(folder.deletingLastPathComponent())
    // Isolated: without -I, `-m` looks for its module in the working folder first, which may be the archive's.
    try run(base, ["-I", "-m", "venv", "--clear", folder.path(percentEncoded: false)], context)
    try run(
      program,
      [
        "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input", "--only-binary=:all:",
        "-r",
        requirements.path(percentEncoded: false),
      ],
      context)
    try AtomicFile.write(wanted, to: record)
    return program
  }

  private func run(_ program: URL, _ arguments: [String], _ context: Context) throws {
    let desk = try TemporaryFolder("rerun")
    defer { withExtendedLifetime(desk) {} }
    var variables = environment.packageVariables
    variables["TMPDIR"] = desk.url.path(percentEncoded: false)
    let child = ChildProcess(program, arguments, environment: variables, timeLimit: Self.longest)
    do {
      let outcome = try child.run(isCancelled: { context.cancellation.isCancelled })
      guard outcome.status == 0 else {
        throw WorkflowError.failed([
          "\(FileSystem.shown(program)): \(outcome.lastDiagnostic)",
          "set QUIRE_CHECK_PYTHON to a Python that has what templates/check/requirements.txt names",
        ])
      }
    } catch ChildProcess.Failure.cancelled {
      throw CancellationError()
    } catch let error as ChildProcess.Failure {
      throw WorkflowError.failed(["\(error)"])
    }
  }
}
