import Basics
import Chapters
import Foundation
public import Notebook

/// A question to a chapter, answered by its own code without touching the report.
///
/// It starts from what the last run kept; what the settings have changed since is worked out now, and kept nowhere.
public struct TryRequest: Request {
  /// Which report.
  public var report: ReportSelection
  /// The chapter.
  public var chapter: String
  /// What is asked.
  public var question: TrialQuestion
  private let opened: OpenedTrials

  /// A question.
  ///
  /// - Parameter opened: What earlier questions opened, and this one may use.
  public init(
    _ report: ReportSelection, chapter: String, _ question: TrialQuestion, using opened: OpenedTrials = OpenedTrials()
  ) {
    (self.report, self.chapter, self.question, self.opened) = (report, chapter, question, opened)
  }

  /// The answer.
  public func result(in context: Context) throws -> TrialAnswer {
    try question.check()
    return try opened.ask(question, of: chapter) { try open(context) }
  }

  /// Says of what is wrong with a question which chapter says so.
  private func named<Value>(_ body: () throws -> Value) throws -> Value {
    do { return try body() } catch let error as SettingsError {
      throw SettingsError(error.findings.map { "\(chapter): \($0)" })
    }
  }

  private func open(_ context: Context) throws -> (form: TrialForm, ask: (TrialQuestion) throws -> TrialAnswer) {
    let bench = try Workbench.open(report, in: context)
    guard let trial = bench.known.first(where: { $0.slug == chapter })?.trial else {
      let names = TrialForms.all.map(\.slug)
      throw WorkflowError.settings("there is nothing to try in “\(chapter)”\(suggestion(for: chapter, among: names))")
    }
    let names = Set(question.words + question.options.values.flatMap { $0.joined() })
    let locator = AssetLocator(
      store: bench.store, home: bench.home, report: bench.folder, environment: context.environment,
      named: bench.named.union(names))
    let place = TrialPlace(
      folder: bench.folder, locator: locator, seed: bench.settings.seed, threads: bench.threads,
      toolVersion: Version.current, progress: EventReporter(context.observer), cancellation: context.cancellation)
    let ask = try named { try trial.open(question, place) }
    return (trial.form, { question in try named { try ask(question) } })
  }
}

/// What questions have opened, for those that follow: a model, a picture.
///
/// One question at a time is answered: the lock sees to it that what was opened, which may change with every answer, is never in
/// two threads.
public final class OpenedTrials: @unchecked Sendable {
  private struct Opened {
    let opening: [String]
    let form: TrialForm
    let ask: (TrialQuestion) throws -> TrialAnswer
  }

  private let lock = NSLock()
  private var trials: [String: Opened] = [:]

  /// Nothing yet.
  public init() {}

  /// Answers by what was opened for the same, or else opens it; of a chapter one thing is open at a time.
  fileprivate func ask(
    _ question: TrialQuestion, of chapter: String,
    opening open: () throws -> (form: TrialForm, ask: (TrialQuestion) throws -> TrialAnswer)
  ) throws -> TrialAnswer {
    try lock.withLock {
      if let known = trials[chapter], known.opening == known.form.opening(of: question) {
        return try known.ask(question)
      }
      trials[chapter] = nil
      let (form, ask) = try open()
      trials[chapter] = Opened(opening: form.opening(of: question), form: form, ask: ask)
      return try ask(question)
    }
  }
}

/// The chapters that can be tried, and how.
public enum TrialForms {
  /// A chapter that can be tried.
  public struct Entry: Sendable {
    /// Its name.
    public let slug: String
    /// How it is asked.
    public let form: TrialForm
  }

  /// All of them, in the order of the assignment.
  public static var all: [Entry] {
    func entry<C: Chapter>(_ type: C.Type) -> Entry? { C.trial.map { Entry(slug: C.slug, form: $0.form) } }
    return AllChapters.list.compactMap { entry($0) }
  }
}
