public import Basics
internal import Foundation
internal import Synchronization

/// Where a trial works: beside a report, of which it reads what the last run kept and writes nothing.
public struct TrialPlace: Sendable {
  let folder: ReportFolder
  let locator: any InputLocator
  let seed: Int
  let threads: Int
  let toolVersion: String
  let progress: any ProgressReporter
  let cancellation: Cancellation

  /// A place.
  ///
  /// - Parameters:
  ///   - folder: The report.
  ///   - locator: Finds what the chapter comes from; nothing is fetched.
  ///   - seed: The seed of everything random.
  ///   - threads: How many threads may be used.
  ///   - toolVersion: Quire's version, part of what kept values come from.
  ///   - progress: Hears how far the trial is.
  ///   - cancellation: Ends it when raised.
  public init(
    folder: ReportFolder, locator: any InputLocator, seed: Int, threads: Int, toolVersion: String,
    progress: any ProgressReporter, cancellation: Cancellation
  ) {
    (self.folder, self.locator, self.seed, self.threads) = (folder, locator, seed, threads)
    (self.toolVersion, self.progress, self.cancellation) = (toolVersion, progress, cancellation)
  }

  /// A page for a chapter that reads what earlier runs kept, and whose own files go with the folder that comes with it.
  func page(_ slug: String, inputs: [String], optionalInputs: [String], _ sections: ShownSections) -> (
    page: Page, files: TrialFiles
  ) {
    var located: [String: LocatedInput] = [:]
    var absent: [String: String] = [:]
    for name in inputs {
      do {
        located[name] = try locator.find(name)
        if located[name] == nil {
          absent[name] = "the input “\(name)” is not on this machine; `quire fetch \(name)` gets it"
        }
      } catch { absent[name] = "\(error)" }
    }
    for name in optionalInputs where located[name] == nil { located[name] = try? locator.find(name) }
    for input in located.values.sorted(by: { $0.name < $1.name }) {
      if let doubt = input.doubt { progress.warn(slug, doubt) }
    }
    let files = TrialFiles()
    let kept = KeptResults(
      in: folder.cache.appending(path: slug), isIgnored: false, isReadOnly: true, claim: { _ in }, giveUp: { _ in })
    let sums = FileSums(rememberedIn: folder.state.appending(path: "sums.json"))
    var page = Page(
      slug: slug, seed: seed, threads: threads, cache: { files.place(of: $0) }, kept: kept,
      workplace: files.folder, located: located, sections: sections, toolVersion: toolVersion, progress: progress,
      cancellation: cancellation)
    page.absent = absent
    page.sum = { [cancellation] input in
      try input.sum { file in try sums.sum(of: file) { _, _ in try cancellation.check() } }
    }
    return (page, files)
  }
}

/// A folder for the files of a trial, gone with the value.
final class TrialFiles: Sendable {
  private let temporary: TemporaryFolder?
  let folder: URL

  init() {
    // Most trials write nothing: that there is no place to write is told by those that do.
    temporary = try? TemporaryFolder("try")
    folder = temporary?.url ?? FileManager.default.temporaryDirectory.appending(path: "quire-try")
  }

  /// The place of a file.
  func place(of name: String) -> URL { folder.appending(path: name) }
}

/// A chapter's trial with its settings read: what the frame knows of it without knowing its type.
public struct PreparedTrial: Sendable {
  /// How it is asked.
  public let form: TrialForm
  /// Opens what answers rest on.
  public let open: @Sendable (TrialQuestion, TrialPlace) throws -> (TrialQuestion) throws -> TrialAnswer

  /// Nil for a chapter without one.
  init?<C: Chapter>(_ type: C.Type, _ settings: C.Settings, _ sections: ShownSections) {
    guard let trial = C.trial else { return nil }
    form = trial.form
    open = { question, place in
      var adapted = settings
      try trial.adapt(&adapted, question)
      let chapter = C()
      let desk = place.page(
        C.slug, inputs: chapter.inputs(adapted), optionalInputs: chapter.optionalInputs(adapted), sections)
      var page = desk.page
      let ask = try trial.open(&page, adapted, question)
      return { question in
        defer { withExtendedLifetime(desk.files) {} }
        return try ask(question)
      }
    }
  }
}
