import ArgumentParser
import Assets
import Basics
import Chapters
import Foundation
import Notebook

/// One report laid out for work: its folder, its settings and its chapters, all read and checked.
struct Workbench {
  let surroundings = Surroundings()
  let home: URL
  let folder: ReportFolder
  let settings: ReportSettings
  let chapters: [PreparedChapter]
  let store: AssetStore
  /// The texts that the command line gave for settings.
  private let named: Set<String>

  /// Reads the report that the options name.
  ///
  /// - Throws: an exit with code 2, after every finding has been printed.
  init(_ options: ReportOptions) throws {
    guard let home = surroundings.home else {
      throw Console.settings(
        "this program lies in no folder of Quire's project, which holds its templates; set QUIRE_HOME to that folder")
    }
    self.home = home
    if let fault = surroundings.sourceDateFault { throw Console.settings(fault) }
    let surroundings = surroundings
    store = try Console.asSettings { try surroundings.assetStore(home: home) }
    if options.outputDir?.isEmpty == true { throw Console.settings("--output-dir: names no folder") }
    let folder = ReportFolder(
      try ReportChoice(options.report, home: home).folder(), output: options.outputDir.map { URL(filePath: $0) })
    self.folder = folder
    try Console.asSettings { try OutputFolder.check(folder) }
    do {
      var overrides = try options.overrides.map(SettingsFile.Override.init)
      if let seed = options.seed { overrides.append(.init("seed", "\(seed)", option: "--seed")) }
      if let threads = options.threads { overrides.append(.init("threads", "\(threads)", option: "--threads")) }
      if let pairs = options.pairs { overrides.append(.init("embeddings.pairs", pairs, option: "--pairs")) }
      let file = try SettingsFile(
        folder.settings, displayPath: FileSystem.shown(folder.settings), overrides: overrides)
      named = file.textsOfCommandLine
      var top = file.reader()
      let all = AllChapters.list.map { AllChapters.prepare($0, &top) }
      settings = try ReportSettings(reading: &top, slugs: AllChapters.list.map { $0.slug })
      chapters = settings.chapters.compactMap { slug in all.first { $0.slug == slug } }
    } catch let error as SettingsError {
      throw Console.exit(.wrongSettings, error.findings)
    }
  }

  /// Finds what the report's chapters come from.
  var locator: AssetLocator {
    AssetLocator(
      store: store, home: home, report: folder, huggingFaceCache: surroundings.huggingFaceCache, named: named)
  }

  /// A runner of the report's chapters.
  ///
  /// - Parameter output: The right to write into the output; without it, chapters can only be looked at.
  func runner(
    progress: any ProgressReporter, cancellation: Cancellation, output: OutputFolder? = nil
  ) -> ReportRunner {
    ReportRunner(
      folder: folder, output: output, chapters: chapters, locator: locator, seed: settings.seed,
      threads: settings.threads ?? surroundings.processors, memory: surroundings.availableMemory * 3 / 4,
      toolVersion: Version.current, progress: progress, cancellation: cancellation)
  }
}
