import Basics
import Foundation
public import Notebook

/// Writes values into a report's settings, with every other sign of the file as it was.
///
/// The changed settings are read as a run would read them, and what they name is looked for, before the file takes its place.
public struct SaveRequest: Request {
  /// What was written.
  public struct Saved: Sendable {
    /// The file, as messages call it.
    public let path: String
    /// The values; those that stood there already among them.
    public let changes: [SettingsEditor.Change]
  }

  /// Which report.
  public var report: ReportSelection
  /// The chapter.
  public var chapter: String
  /// What its settings are to say.
  public var choices: [SettingChoice]

  /// The writing of some values.
  public init(_ report: ReportSelection, chapter: String, _ choices: [SettingChoice]) {
    (self.report, self.chapter, self.choices) = (report, chapter, choices)
  }

  /// Writes them.
  public func result(in context: Context) throws -> Saved {
    let bench = try Workbench(report, in: context.environment)
    // Of two that save at once, the second reads what the first has written.
    return try FolderLock.hold(bench.folder.root) {
      AtomicFile.removeLeftovers(in: bench.folder.root)
      return try save(bench)
    }
  }

  private func save(_ bench: Workbench) throws -> Saved {
    let file = bench.folder.settings
    let path = FileSystem.shown(file)
    let (old, mode) = try Self.read(file, path)
    var editor = try SettingsEditor(old, path: path)
    let changes = try choices.map { try editor.set($0, in: chapter) }
    guard changes.contains(where: { !$0.isUnchanged }) else { return Saved(path: path, changes: changes) }
    try check(editor.text, path, bench)
    guard try Self.read(file, path).text == old else {
      throw WorkflowError.settings("\(path): was changed by another program just now; nothing was written, ask again")
    }
    var new = try AtomicFile(replacing: file, mode: mode)
    try new.write(Data(editor.text.utf8))
    try new.commit()
    return Saved(path: path, changes: changes)
  }

  /// The text of the settings and the file's permissions.
  ///
  /// - Throws: `WorkflowError` for what may not be written.
  private static func read(_ file: URL, _ path: String) throws -> (text: String, mode: mode_t) {
    guard FileKind(of: file) == .file else {
      throw WorkflowError.settings(
        "\(path): is a link, and only a file itself is written; write to what it leads to yourself")
    }
    var status = stat()
    let name = file.path(percentEncoded: false)
    guard stat(name, &status) == 0 else { throw FileError(file, "cannot be read: \(FileSystem.message(errno))") }
    // Whoever may write anything may not mean to write what was locked.
    guard status.st_mode & 0o222 != 0, access(name, W_OK) == 0 else {
      throw WorkflowError.settings("\(path): is read-only, so nothing was written; `chmod u+w` lets it be changed")
    }
    let data = try InputFile.data(of: file, limit: 1 << 20)
    guard let text = String(validating: data, as: UTF8.self) else {
      throw WorkflowError.settings("\(path): is not UTF-8, so nothing was written; save it as UTF-8 first")
    }
    return (text, status.st_mode & 0o777)
  }

  /// Refuses settings that a run would refuse, and names of files that it would not find.
  private func check(_ text: String, _ path: String, _ bench: Workbench) throws {
    func inputs(_ chapters: [PreparedChapter]) -> [String] { chapters.first { $0.slug == chapter }?.inputs ?? [] }
    let unwritten = "so nothing was written"
    let prepared: [PreparedChapter]
    do {
      let file = try SettingsFile(text: text.replacing("\u{FEFF}", with: ""), path: path, overrides: [])
      prepared = try Workbench.read(file).known
    } catch let error as SettingsError {
      throw SettingsError(error.findings.map { "with that choice, \($0); \(unwritten)" })
    }
    let locator = AssetLocator(
      store: bench.store, home: bench.home, report: bench.folder, environment: bench.environment)
    for name in inputs(prepared) where !inputs(bench.known).contains(name) || bench.named.contains(name) {
      do { _ = try locator.find(name) } catch {
        throw WorkflowError.settings("\(error); \(unwritten)")
      }
    }
  }
}
