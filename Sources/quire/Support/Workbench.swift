import ArgumentParser
import Assets
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

  /// Reads the report that the options name.
  ///
  /// - Throws: an exit with code 2, after every finding has been printed.
  init(_ options: ReportOptions) throws {
    guard let home = surroundings.home else {
      throw Complaint.settings(
        "cannot find Quire's templates; run inside the project, or set QUIRE_HOME to the project's folder")
    }
    self.home = home
    if let fault = surroundings.sourceDateFault { throw Complaint.settings(fault) }
    let surroundings = surroundings
    store = try Complaint.asSettings { try surroundings.assetStore(home: home) }
    let output = try options.outputDir.map(Self.outputFolder)
    folder = ReportFolder(try ReportChoice(options.report, home: home).folder(), output: output)
    do {
      var overrides = try options.overrides.map(SettingsFile.Override.init)
      if let seed = options.seed { overrides.append(.init("seed", "\(seed)", option: "--seed")) }
      if let threads = options.threads { overrides.append(.init("threads", "\(threads)", option: "--threads")) }
      if let pairs = options.pairs { overrides.append(.init("embeddings.pairs", text: pairs, option: "--pairs")) }
      let file = try SettingsFile(
        folder.settings, displayPath: FileSystem.shown(folder.settings), overrides: overrides)
      var top = file.reader()
      let all = AllChapters.list.map { AllChapters.prepare($0, &top) }
      settings = try ReportSettings(reading: &top, slugs: AllChapters.list.map { $0.slug })
      chapters = settings.chapters.compactMap { slug in all.first { $0.slug == slug } }
    } catch let error as SettingsError {
      throw Complaint.settings(error.description)
    }
  }

  /// Finds what the report's chapters come from.
  var locator: AssetLocator {
    AssetLocator(
      store: store, home: home, reportFolder: folder.root, huggingFaceCache: surroundings.huggingFaceCache)
  }

  /// A runner of the report's chapters.
  func runner(progress: any ProgressReporter, cancellation: Cancellation) -> ReportRunner {
    ReportRunner(
      folder: folder, chapters: chapters,
      locator: locator,
      seed: settings.seed, threads: settings.threads ?? surroundings.processors,
      memory: surroundings.availableMemory * 3 / 4, toolVersion: Version.current, progress: progress,
      cancellation: cancellation)
  }

  /// The folder that `--output-dir` names: an empty one, one to be made, or one that an earlier run wrote into.
  ///
  /// A folder with other things in it is refused, since generated names such as `media` might be somebody's own there.
  private static func outputFolder(_ name: String) throws -> URL {
    guard !name.isEmpty else { throw Complaint.settings("--output-dir: names no folder") }
    let folder = URL(filePath: name)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
    guard names.isEmpty || RunLock.hasMarked(folder) else {
      throw Complaint.settings("--output-dir \(name): holds other things already; name an empty folder or a new one")
    }
    return folder
  }
}
