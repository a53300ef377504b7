import Basics
import Foundation
import Rendering
import Workflow

/// A report that is followed: whenever its files change, it is stitched again and what is stale runs.
///
/// One thread does it, so that pages come one after another; chapters run on another. The page is made in memory: nothing but what
/// chapters leave is written, so several previews, and a render beside them, are in nobody's way.
final class PreviewSession {
  private let selection: ReportSelection
  private let environment: Environment
  private let board: PreviewBoard
  private let observer: @Sendable (PreviewEvent) -> Void
  private let runsChapters: Bool
  private let memory = PageMemory()
  private let places: ReportPlaces
  private let source: any ChangeSource
  private let cancellation: Cancellation
  private var run: ChapterRun?
  /// Whether chapters are to be looked at once the present run has ended.
  private var isRunDue = false
  /// When a run that found the output taken is tried again.
  private var nextTry: ContinuousClock.Instant?
  private var lastBeat = ContinuousClock.now
  private var program: ProgramWatch?
  /// The number of the last page.
  private(set) var version: Int

  /// Begins to follow a report.
  ///
  /// - Parameter lastVersion: The number of the last page that an earlier session made.
  init(
    _ selection: ReportSelection, in environment: Environment, places: ReportPlaces, board: PreviewBoard,
    runsChapters: Bool, lastVersion: Int = 0, until cancellation: Cancellation,
    observer: @escaping @Sendable (PreviewEvent) -> Void
  ) {
    (version, program) = (lastVersion, ProgramWatch(environment.executable))
    (self.selection, self.environment, self.places, self.board) = (selection, environment, places, board)
    (self.runsChapters, self.cancellation, self.observer) = (runsChapters, cancellation, observer)
    source = FileWatcher.source(Self.watched(places))
    if let remark = source.remark { observer(.remark(remark)) }
    board.update { ($0.remark, $0.isRunning) = (source.remark, runsChapters) }
  }

  /// What is followed: the report's own files, what runs leave, and what Quire brings.
  static func watched(_ places: ReportPlaces) -> [WatchedPlace] {
    return [
      WatchedPlace(
        path: path(places.root), isDeep: true,
        except: [
          path(places.output), path(places.root.appending(path: "output")), path(places.root.appending(path: "tried")),
        ]),
      WatchedPlace(path: path(places.chapters), isDeep: false), WatchedPlace(path: path(places.state), isDeep: false),
      WatchedPlace(path: path(places.home.appending(path: "templates")), isDeep: true),
      WatchedPlace(path: path(places.home.appending(path: "assets")), isDeep: false),
    ]
  }

  /// A path as changes are told: without a slash at the end.
  private static func path(_ place: URL) -> String {
    let path = place.path(percentEncoded: false)
    return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
  }

  /// Follows until somebody wants it to end or the program has been built anew, and waits for chapters that run to have ended.
  ///
  /// - Returns: Whether it is for the new program to go on.
  func follow() -> Bool {
    stitch(since: .now, after: [])
    if runsChapters { startRun() }
    var isReplaced = false
    while !cancellation.isCancelled, !isReplaced {
      let change = FileWatcher.change(of: source, within: 100)
      if !change.isEmpty { take(change) }
      attend()
      isReplaced = program?.isReplaced() ?? false
    }
    if isReplaced { run?.cancel() }
    while run?.result == nil, run != nil { usleep(10_000) }
    return isReplaced && !cancellation.isCancelled
  }

  /// Takes in a change.
  private func take(_ change: Change) {
    let kind = Self.kind(of: change, in: places)
    guard kind != .none else { return }
    if kind == .settings { run?.cancel() }
    let isRunWanted = runsChapters && kind >= .inputs
    if isRunWanted { board.update { $0.isRunning = true } }
    stitch(since: .now, after: change.paths.sorted().map { FileSystem.shown(URL(filePath: $0)) })
    if isRunWanted { startRun() }
  }

  /// What a change asks for.
  enum Kind: Int, Comparable {
    /// Nothing.
    case none
    /// The page is stitched again.
    case texts
    /// What chapters come from may have changed too.
    case inputs
    /// The settings have: what runs now may run with old ones.
    case settings

    static func < (first: Kind, second: Kind) -> Bool { first.rawValue < second.rawValue }
  }

  /// What a change asks for, by where it is.
  static func kind(of change: Change, in places: ReportPlaces) -> Kind {
    if change.isWhole { return .settings }
    func isWithin(_ path: String, _ place: URL) -> Bool {
      let place = Self.path(place)
      return path == place || path.hasPrefix(place + "/")
    }
    let settings = Self.path(places.root.appending(path: "report.yml"))
    return change.paths.map { path -> Kind in
      if path == settings || path == Self.path(places.root) { return .settings }
      // The state of a run: the sums of inputs say nothing to a reader.
      if isWithin(path, places.state), path.hasSuffix("/sums.json") { return .none }
      if isWithin(path, places.answers) || isWithin(path, places.output)
        || isWithin(path, places.home) && !isWithin(path, places.root)
      {
        return .texts
      }
      return .inputs
    }.max() ?? .none
  }

  /// Makes the page anew.
  private func stitch(since start: ContinuousClock.Instant, after paths: [String]) {
    do {
      let report = try PageRequest(selection, using: memory).perform(in: environment, cancellation: cancellation)
      let old = board.state
      let isNew = old.page?.report.html != report.html
      // The same bytes are the same page: nothing moves under the reader's eyes.
      if isNew { version += 1 }
      let page = PreviewPage(report, version: version)
      board.update { state in
        state.page = page
        state.faults = []
      }
      if !old.faults.isEmpty { observer(.mended) }
      if isNew { observer(.page(page.version, seconds: (.now - start) / .seconds(1), after: paths)) }
    } catch .cancelled {
      return
    } catch {
      let messages = error.messages
      guard board.state.faults != messages else { return }
      board.update { $0.faults = messages }
      observer(.faults(messages))
    }
  }

  /// Starts a run, or has one follow the one that is going on.
  private func startRun() {
    guard run == nil else {
      isRunDue = true
      return
    }
    (isRunDue, nextTry) = (false, nil)
    let (board, observer) = (board, observer)
    run = ChapterRun(ChaptersRequest(selection), in: environment, partOf: cancellation) { event in
      board.take(event)
      observer(.running(event))
    }
    guard run == nil else { return }
    nextTry = .now + .seconds(1)
    board.update { $0.busy = "the system has no room for a thread; chapters do not run until it has" }
  }

  /// Sees to runs that have ended, and to connections.
  private func attend() {
    if let result = run?.result {
      run = nil
      end(result)
      if isRunDue { startRun() } else if nextTry == nil { board.update { $0.isRunning = false } }
    } else if run == nil, let due = nextTry, due <= .now {
      startRun()
    }
    if .now - lastBeat > .seconds(10) {
      lastBeat = .now
      board.update { $0.beats += 1 }
    }
  }

  private func end(_ result: Result<ChaptersRequest.Outcome, WorkflowError>) {
    switch result {
    case .success(.busy(let reason)):
      if board.state.busy != reason { observer(.remark(reason)) }
      nextTry = .now + .seconds(1)
      board.update { ($0.work, $0.busy) = ([], reason) }
    case .success(.ran(let chapters, let failed)):
      board.update { state in
        (state.work, state.busy) = ([], nil)
        state.failures.removeAll { failure in !failed.contains { failure.hasPrefix("\($0): ") } }
      }
      if !chapters.isEmpty { stitch(since: .now, after: chapters) }
    case .failure(.cancelled):
      board.update { ($0.work, $0.busy) = ([], nil) }
    case .failure(let error):
      // The settings' own faults are the page's too, and told there.
      board.update { state in
        (state.work, state.busy) = ([], nil)
        if state.faults.isEmpty { state.failures = error.messages }
      }
      if board.state.faults.isEmpty { observer(.faults(error.messages)) }
    }
  }
}
