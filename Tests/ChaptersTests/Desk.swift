import Basics
import Foundation
import Images
import Notebook
import Plotting
import Synchronization
import TestSupport
import Testing

/// A report in a folder of its own, with a small corpus, on which a chapter can run.
final class Desk {
  let folder: ReportFolder
  private let scratch: Scratch
  private let named: [String: URL]
  private let listener = Listener()

  /// What the chapters warned of, line by line.
  var warnings: [String] { listener.warnings.withLock { $0 } }

  /// - Parameter named: Files and folders that are found by a name, as what a cache or the catalogue has.
  init(corpus: String, named: [String: URL] = [:]) throws {
    scratch = try Scratch()
    self.named = named
    folder = ReportFolder(scratch.folder)
    try scratch.file("corpus.txt", holding: corpus)
  }

  /// Runs one chapter with settings as the command line would give them.
  ///
  /// - Parameter refresh: Whether nothing is taken from earlier runs.
  func run<C: Chapter>(
    _ chapter: C.Type, _ settings: [String], threads: Int = 1, refresh: Bool = true
  ) throws -> ReportRunner.Outcome {
    let file = try SettingsFile(text: "", path: "report.yml", overrides: settings.map(SettingsFile.Override.init))
    var top = file.reader()
    let prepared = PreparedChapter(chapter, reading: &top)
    try top.finish()
    let runner = ReportRunner(
      folder: folder, output: try OutputFolder(folder), chapters: [prepared],
      locator: Files(folder: folder.root, named: named),
      seed: 1, threads: threads,
      memory: 1 << 30, toolVersion: "test", progress: listener, cancellation: Cancellation())
    return try runner.run(named: [C.slug], refresh: refresh)[0]
  }

  /// Asks a chapter what its trial answers.
  func ask<C: Chapter>(_ chapter: C.Type, _ settings: [String], _ typed: [String]) throws -> TrialAnswer {
    let file = try SettingsFile(text: "", path: "report.yml", overrides: settings.map(SettingsFile.Override.init))
    var top = file.reader()
    let trial = try #require(PreparedChapter(chapter, reading: &top).trial)
    let question = try TrialQuestion(parsing: typed, by: trial.form)
    let place = TrialPlace(
      folder: folder, locator: Files(folder: folder.root, named: named), seed: 1, threads: 1, toolVersion: "test",
      progress: listener, cancellation: Cancellation())
    return try trial.open(question, place)(question)
  }

  /// What the assignment asks of a chapter beside the answers.
  func demands<C: Chapter>(of chapter: C.Type) -> [Demand] { C.demands }

  func results(_ slug: String) throws -> JSONValue {
    try JSONReader.value(ofFile: folder.results(slug))
  }

  func document(_ slug: String) throws -> ChapterDocument {
    try CanonicalJSON.decode(ChapterDocument.self, from: folder.document(slug))
  }

  /// Every figure of a chapter is drawn from its saved value as it was drawn when the chapter ran.
  func expectSavedFigures(_ slug: String) throws {
    let chapter = folder.chapter(slug)
    let blocks = try document(slug).blocks.compactMap { if case .figure(let figure) = $0 { figure } else { nil } }
    #expect(!blocks.isEmpty)
    for block in blocks {
      let bytes = { (name: String) in try InputFile.bytes(of: chapter.appending(path: name)) }
      let saved = try Figure(json: Data(bytes(#require(block.value))), name: block.id)
      #expect(try saved.image() == PNG.decode(bytes(block.file)), "\(slug)/\(block.id)")
      if let vector = block.vector { #expect(try saved.svg() == bytes(vector), "\(slug)/\(block.id)") }
    }
  }

  private struct Files: InputLocator {
    let folder: URL
    let named: [String: URL]
    func find(_ name: String) throws -> LocatedInput? {
      if let place = named[name] {
        return try find(place.path).map {
          LocatedInput(name: name, files: $0.files, provenance: "\(code: name)")
        }
      }
      guard name.hasPrefix("/") else {
        // What no test has put there is not at hand.
        guard FileSystem.exists(folder.appending(path: name)) else { return nil }
        return LocatedInput(
          name: name, files: [name: folder.appending(path: name)], provenance: "the file \(code: name)")
      }
      let model = URL(filePath: name)
      if !model.hasDirectoryPath, (try? model.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == false {
        return LocatedInput(name: name, files: [name: model], provenance: "the file \(code: model.lastPathComponent)")
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: name)
      return LocatedInput(
        name: name, files: Dictionary(uniqueKeysWithValues: names.map { ($0, model.appending(path: $0)) }),
        provenance: "a miniature model")
    }
    func fetch(
      _ name: String, progress: @escaping @Sendable (ProgressUpdate) -> Void, cancellation: Cancellation
    ) throws -> LocatedInput {
      throw NotebookError.input(name: name, problem: "is not to be had")
    }
  }

  private final class Listener: ProgressReporter {
    let warnings = Mutex<[String]>([])
    func update(_ slug: String, _ update: ProgressUpdate) {}
    func note(_ slug: String, _ message: String) {}
    func fail(_ slug: String, _ message: String) {}
    func warn(_ slug: String, _ message: String) { warnings.withLock { $0.append("\(slug): \(message)") } }
  }
}
