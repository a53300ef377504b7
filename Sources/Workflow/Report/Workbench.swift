import Assets
import Basics
import Chapters
import Foundation
import Graphics
import Notebook
import Rendering

/// One report laid out for work: its folder, its settings and its chapters, all read and checked.
struct Workbench: Sendable {
  let environment: Environment
  let home: URL
  let folder: ReportFolder
  let settings: ReportSettings
  let chapters: [PreparedChapter]
  /// Every chapter that there is, those included that the report does not have.
  let known: [PreparedChapter]
  let store: AssetStore
  /// What the settings may mean otherwise than they were read.
  let remarks: [SettingsRemark]
  /// What there is to set of the report as a whole.
  let described: [SettingDescription]
  /// The texts that the selection gave for settings.
  let named: Set<String>
  /// What was said instead of the settings, as the cover tells it: not what changes nothing that is read, nor who wrote it, nor
  /// where on this machine a file lies.
  let told: [(name: String, value: String)]

  /// Where a report goes that does not take the place of its own.
  static func aside(of root: URL) -> URL { root.appending(path: "tried") }

  /// Reads the report that is meant.
  ///
  /// - Throws: `WorkflowError` or `SettingsError` with every finding, `FileError` for an output that is not Quire's.
  init(_ selection: ReportSelection, in environment: Environment) throws {
    self.environment = environment
    home = try environment.requireHome()
    if let fault = environment.sourceDateFault { throw WorkflowError.settings(fault) }
    store = try environment.assetStore(home: home)
    folder = try Self.folder(selection, home: home, in: environment)
    try OutputFolder.check(folder)
    let overrides = try selection.settingsOverrides()
    // What a message quotes of the settings, and a page shows, is the report's own.
    if FileKind(of: folder.settings) == .link { try folder.enclosure.check(folder.settings) }
    let file = try SettingsFile(
      folder.settings, displayPath: FileSystem.shown(folder.settings), overrides: overrides)
    named = file.textsOfCommandLine
    let read = try Self.read(file)
    (settings, remarks, described, known) = (read.settings, read.remarks, read.described, read.known)
    let own = overrides.isEmpty ? nil : try? Self.read(SettingsFile(folder.settings))
    told = Self.told(
      overrides, Self.values(read.known, read.described), own.map { Self.values($0.known, $0.described) })
    let home = home
    chapters = read.settings.chapters.compactMap { slug in
      guard var chapter = read.known.first(where: { $0.slug == slug }) else { return nil }
      chapter.code = ChapterSources.sum(of: chapter, home, program: environment.executable)
      return chapter
    }
  }

  /// The folder of the report that is meant.
  ///
  /// - Throws: `WorkflowError` where none is, or several may be.
  static func folder(
    _ selection: ReportSelection, home: URL, in environment: Environment
  ) throws(WorkflowError) -> ReportFolder {
    if selection.outputFolder?.isEmpty == true { throw .settings("--output-dir: names no folder") }
    let root = try ReportChoice(selection.report, home: home, in: environment).folder()
    let aside = selection.isAside ? Self.aside(of: root) : nil
    return ReportFolder(root, output: selection.outputFolder.map(environment.place) ?? aside)
  }

  /// What a settings file says.
  ///
  /// - Throws: `SettingsError` with every finding.
  static func read(
    _ file: SettingsFile
  ) throws -> (
    settings: ReportSettings, known: [PreparedChapter], remarks: [SettingsRemark], described: [SettingDescription]
  ) {
    var top = file.reader()
    let all = AllChapters.list.map { AllChapters.prepare($0, &top) }
    let settings = try ReportSettings(
      reading: &top, slugs: AllChapters.list.map { $0.slug }, formats: ReportFormat.all.map(\.name),
      usual: ReportFormat.usual.map(\.name), languages: Wording.languages)
    return (settings, all, top.remarks, ReportSettings.described(by: top, slugs: all.map(\.slug)))
  }

  /// Reads the report that is meant, as `init` does, and tells what its settings may mean otherwise.
  static func open(_ selection: ReportSelection, in context: Context) throws -> Workbench {
    let bench = try Workbench(selection, in: context.environment)
    for remark in bench.remarks { context.warn(remark.description) }
    return bench
  }

  /// Finds what the report's chapters come from.
  var locator: AssetLocator {
    AssetLocator(store: store, home: home, report: folder, environment: environment, named: named)
  }

  /// What is told of settings that were said instead of the report's own.
  ///
  /// - Parameters:
  ///   - values: Every setting as it is now.
  ///   - own: The same by the report's file alone; `nil` where that says too little to be read.
  private static func told(
    _ overrides: [SettingsFile.Override], _ values: [String: String], _ own: [String: String]?
  ) -> [(name: String, value: String)] {
    let untold = ["threads", "outputs", "author", "authors"]
    return overrides.filter { override in
      guard !untold.contains(override.key.split(separator: ".").first.map(String.init) ?? "") else { return false }
      // What the file says as well is nothing else.
      guard let own, let value = values[override.key] else { return true }
      return own[override.key] != value
    }.map { ($0.key, withoutPlaces($0.value)) }
  }

  /// Every setting of the report and of its chapters, by its name.
  private static func values(_ chapters: [PreparedChapter], _ described: [SettingDescription]) -> [String: String] {
    var values = Dictionary(
      described.map { ($0.name, $0.present ?? $0.standard) }, uniquingKeysWith: { first, _ in first })
    for chapter in chapters {
      for (key, value) in chapter.settings { values["\(chapter.slug).\(key)"] = value }
    }
    return values
  }

  /// A setting's value with the last name alone of each path that begins at the root or in somebody's own folder.
  static func withoutPlaces(_ value: String) -> String {
    value.replacing(/(^|[\s,\["'])~?\/(?:[^\s,\]\/"']+\/)*/) { "\($0.output.1)…/" }
  }

  /// How many threads the chapters may use.
  var threads: Int { settings.threads ?? environment.processors }

  /// A runner of the report's chapters.
  ///
  /// - Parameter output: The right to write into the output; without it, chapters can only be looked at.
  func runner(
    _ progress: any ProgressReporter, _ cancellation: Cancellation, _ output: OutputFolder? = nil
  ) -> ReportRunner {
    ReportRunner(
      folder: folder, output: output, chapters: chapters, locator: locator, seed: settings.seed, threads: threads,
      memory: environment.memory / 4 * 3, toolVersion: Version.current, progress: progress, cancellation: cancellation)
  }

  /// Runs the chapters that need it, and those that are named.
  ///
  /// - Throws: `WorkflowError.cancelled` when the run was asked to end, `WorkflowError.incomplete` where figures cannot be drawn.
  func run(
    _ progress: any ProgressReporter, _ cancellation: Cancellation, _ output: OutputFolder, named: Set<String> = [],
    refresh: Bool = false, failFast: Bool = false
  ) throws -> [ReportRunner.Outcome] {
    do {
      return try runner(progress, cancellation, output).run(named: named, refresh: refresh, failFast: failFast)
    } catch is CancellationError {
      throw WorkflowError.cancelled(Self.interrupted)
    } catch let error as GraphicsError {
      throw WorkflowError.incomplete([error.description])
    }
  }

  /// Refuses names of chapters that the report does not have.
  func requireChapters(_ names: [String]) throws(WorkflowError) {
    for name in names where !chapters.contains(where: { $0.slug == name }) {
      let known = chapters.map(\.slug)
      let near =
        nearestName(to: name, among: known).map { "did you mean \($0)?" } ?? "it has \(known.joined(separator: ", "))"
      throw .settings("the report has no chapter “\(name)”; \(near)")
    }
  }

  /// Warns of chapters that ask for more memory than `ulimit -v` leaves.
  func warnOfScarceMemory(_ context: Context) {
    guard let left = environment.addressSpace else { return }
    for chapter in chapters where chapter.memory > left {
      context.warn(
        "\(chapter.slug) asks for about \(ByteCount.text(chapter.memory)) of memory, and `ulimit -v` leaves "
          + "\(ByteCount.text(left)); it may not get to its end")
    }
  }
}

extension ReportSelection {
  /// What is said instead of the report's settings, by the option that says it.
  fileprivate func settingsOverrides() throws -> [SettingsFile.Override] {
    var overrides = try overrides.map(SettingsFile.Override.init)
    if let seed { overrides.append(.init("seed", "\(seed)", option: "--seed")) }
    if let threads { overrides.append(.init("threads", "\(threads)", option: "--threads")) }
    if let pairs { overrides.append(.init("embeddings.pairs", pairs, option: "--pairs")) }
    return overrides
  }
}
