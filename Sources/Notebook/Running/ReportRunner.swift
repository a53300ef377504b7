public import Basics
import Foundation
import Plotting

/// Runs the chapters of one report that need it, and leaves their output on disk for the renderer.
public struct ReportRunner: Sendable {
  /// What became of one chapter.
  public struct Outcome: Sendable, Equatable {
    /// The chapter's name.
    public let slug: String
    /// Whether it ran now, or its output was good as it stood.
    public let ran: Bool
    /// The error, where it failed.
    public let failure: String?
    /// How long it took, in seconds.
    public let seconds: Double
  }

  let folder: ReportFolder
  let output: OutputFolder?
  let chapters: [PreparedChapter]
  let locator: any InputLocator
  let seed: Int
  let threads: Int
  let memory: Int
  let toolVersion: String
  let progress: any ProgressReporter
  let cancellation: Cancellation
  let sums: FileSums

  /// A runner.
  ///
  /// - Parameters:
  ///   - folder: The report.
  ///   - output: The right to write into its output; without it, chapters can only be looked at.
  ///   - chapters: Its chapters, in order.
  ///   - locator: Finds their inputs.
  ///   - seed: The seed of everything random.
  ///   - threads: How many threads a chapter may use.
  ///   - memory: How much memory chapters that run side by side may take together, in bytes.
  ///   - toolVersion: Quire's version, part of every fingerprint.
  ///   - progress: Hears how far each chapter is.
  ///   - cancellation: Ends the run when raised.
  public init(
    folder: ReportFolder, output: OutputFolder?, chapters: [PreparedChapter], locator: any InputLocator, seed: Int,
    threads: Int, memory: Int,
    toolVersion: String, progress: any ProgressReporter, cancellation: Cancellation
  ) {
    self.folder = folder
    self.output = output
    self.chapters = chapters
    self.locator = locator
    self.seed = seed
    self.threads = threads
    self.memory = memory
    self.toolVersion = toolVersion
    self.progress = progress
    self.cancellation = cancellation
    sums = FileSums(rememberedIn: folder.state.appending(path: "sums.json"))
  }

  /// Whether each chapter is what a run would give, in order.
  ///
  /// - Throws: `CancellationError` when the run was asked to end.
  public func statuses() throws -> [(chapter: PreparedChapter, status: ChapterStatus)] {
    let found = try chapters.map { ($0, try status(of: $0)) }
    try rememberSums()
    return found
  }

  /// Keeps the sums of inputs for the next run, where this one may write.
  private func rememberSums() throws {
    guard let output else { return }
    try output.claim(["state/sums.json"])
    sums.remember()
  }

  /// Runs what is not fresh, and what is named whether fresh or not.
  ///
  /// - Parameters:
  ///   - named: Chapters to run in any case.
  ///   - refresh: Whether all run in any case.
  ///   - failFast: Whether the first failure ends the run.
  /// - Returns: An outcome for every chapter that was looked at, in order.
  /// - Throws: `CancellationError` when the run was asked to end, `GraphicsError` where figures cannot be drawn.
  public func run(named: Set<String> = [], refresh: Bool = false, failFast: Bool = false) throws -> [Outcome] {
    guard let output else { preconditionFailure("running chapters needs the right to write") }
    try claim(output)
    let due = try chapters.filter { try refresh || named.contains($0.slug) || status(of: $0) != .fresh }
    // Not after minutes of work.
    if !due.isEmpty { try Figure.prepare() }
    for chapter in due { try output.checkContents(of: "chapters/\(chapter.slug)") }
    let outcomes = SideBySide(memory: memory, width: max(1, threads)).map(due) { chapter, stop in
      let outcome = runOne(chapter, output, refresh: refresh)
      if failFast, outcome.failure != nil { stop() }
      return outcome
    }
    sums.remember()
    try cancellation.check()
    let ran = Dictionary(outcomes.map { ($0.slug, $0) }) { first, _ in first }
    let skipped = Set(due.map(\.slug)).subtracting(ran.keys)
    return chapters.filter { !skipped.contains($0.slug) }.map {
      ran[$0.slug] ?? Outcome(slug: $0.slug, ran: false, failure: nil, seconds: 0)
    }
  }

  /// Claims what running writes beside the chapters' own files, and clears away what a killed run left of it.
  private func claim(_ output: OutputFolder) throws {
    let places = chapters.map { folder.chapter($0.slug) }
    try output.claim(
      ["state/sums.json"] + chapters.map { "state/\($0.slug).json" }
        + places.flatMap { AtomicFolder.workplaces(for: $0).map { "chapters/\($0)/" } })
    try output.removeLeftovers()
    for place in [folder.root, folder.answers] { AtomicFile.removeLeftovers(in: place) }
    TemporaryFolder.removeLeftovers()
    for place in places { try AtomicFolder.removeLeftovers(of: place) }
  }

  private func status(of chapter: PreparedChapter) throws -> ChapterStatus {
    if FileSystem.exists(folder.failure(chapter.slug)) {
      let failure = try? CanonicalJSON.decode(ChapterFailure.self, from: folder.failure(chapter.slug))
      return .failed(failure?.message ?? "the record of its failure is damaged")
    }
    guard FileSystem.exists(folder.chapter(chapter.slug)) else { return .neverRun }
    guard let seal = try? CanonicalJSON.decode(ChapterSeal.self, from: folder.seal(chapter.slug)) else {
      return .stale(["the record of its last run is missing or damaged"])
    }
    var located: [String: LocatedInput] = [:]
    var reasons: [String] = []
    for name in chapter.inputs {
      do {
        if let input = try locator.find(name) {
          located[name] = input
        } else {
          reasons.append("\(name) is not on this machine")
        }
      } catch { reasons.append("\(error)") }
    }
    for name in chapter.optionalInputs { if let input = try? locator.find(name) { located[name] = input } }
    if reasons.isEmpty {
      do {
        let now = try fingerprint(of: chapter, located)
        reasons += Fingerprint.changes(from: seal.inputs, to: now)
      } catch let error as CancellationError {
        throw error
      } catch { reasons.append("\(error)") }
    }
    do {
      if try OutputDigest.of(folder.chapter(chapter.slug), cancellation) != seal.outputDigest {
        reasons.append("a file of its output was changed or removed")
      }
    } catch let error as CancellationError {
      throw error
    } catch { reasons.append("\(error)") }
    return reasons.isEmpty ? .fresh : .stale(reasons)
  }

  private func fingerprint(of chapter: PreparedChapter, _ located: [String: LocatedInput]) throws -> [String: String] {
    try Fingerprint.of(chapter, located: located, seed: seed, toolVersion: toolVersion) { file in
      try sums.sum(of: file) { done, total in
        try cancellation.check()
        // What is summed in the blink of an eye is not worth a line.
        guard total > 1 << 28 else { return }
        progress.update(
          chapter.slug,
          ProgressUpdate(
            stage: "summing \(file.lastPathComponent)", fraction: Double(done) / Double(max(1, total)),
            detail: "\(ByteCount.text(done)) of \(ByteCount.text(total))"))
      }
    }
  }

  private func runOne(_ chapter: PreparedChapter, _ output: OutputFolder, refresh: Bool) -> Outcome {
    let start = ContinuousClock.now
    progress.note(chapter.slug, "started")
    var failure: String?
    do {
      try write(chapter, output, refresh: refresh)
      try FileSystem.remove(folder.failure(chapter.slug))
    } catch is CancellationError {
      failure = "cancelled"
    } catch {
      let message = "\(error)"
      failure = message
      if !cancellation.isCancelled { record(message, of: chapter) }
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    if let failure, failure != "cancelled" || !cancellation.isCancelled {
      progress.fail(chapter.slug, failure)
    } else {
      progress.note(chapter.slug, failure == nil ? "done" : "interrupted")
    }
    return Outcome(slug: chapter.slug, ran: true, failure: failure, seconds: seconds)
  }

  private func record(_ message: String, of chapter: PreparedChapter) {
    // Where not even the failure can be written, the run's own message and exit code still tell of it.
    if let bytes = try? CanonicalJSON.encode(ChapterFailure(message: message)) {
      try? AtomicFile.write(bytes, to: folder.failure(chapter.slug))
    }
  }

  private func write(_ chapter: PreparedChapter, _ output: OutputFolder, refresh: Bool) throws {
    var located: [String: LocatedInput] = [:]
    let (slug, progress) = (chapter.slug, progress)
    for name in chapter.inputs {
      located[name] =
        try locator.find(name)
        ?? locator.fetch(name, progress: { progress.update(slug, $0) }, cancellation: cancellation)
    }
    for name in chapter.optionalInputs where located[name] == nil {
      located[name] = try optionalInput(name, of: chapter)
    }
    for input in located.values.sorted(by: { $0.name < $1.name }) {
      if let doubt = input.doubt { progress.warn(slug, doubt) }
    }
    let inputs = try fingerprint(of: chapter, located)
    let place = try AtomicFolder(for: folder.chapter(slug))
    do {
      try fill(place.workplace, chapter, located, inputs, output, refresh: refresh)
      try cancellation.check()
      // Once more, since a chapter may take an hour, in which people put files where they like.
      try output.checkContents(of: "chapters/\(slug)")
      try output.claim(FileSystem.files(below: place.workplace).map { "chapters/\(slug)/\($0)" })
      try place.commit()
    } catch {
      try? AtomicFolder.removeLeftovers(of: folder.chapter(slug))
      throw error
    }
  }

  /// An input that a chapter can do without: found, or fetched where the chapter wants it or another needs it anyway.
  private func optionalInput(_ name: String, of chapter: PreparedChapter) throws -> LocatedInput? {
    let (slug, progress) = (chapter.slug, progress)
    do {
      if let found = try locator.find(name) { return found }
      guard chapter.wantedInputs.contains(name) || chapters.contains(where: { $0.inputs.contains(name) }) else {
        return nil
      }
      return try locator.fetch(name, progress: { progress.update(slug, $0) }, cancellation: cancellation)
    } catch let error as CancellationError {
      throw error
    } catch {
      // The chapter that needs it tells what is wrong with it; this one says that it was not at hand.
      return nil
    }
  }

  private func fill(
    _ workplace: URL, _ chapter: PreparedChapter, _ located: [String: LocatedInput], _ inputs: [String: String],
    _ output: OutputFolder, refresh: Bool
  ) throws {
    let cache = folder.cache.appending(path: chapter.slug)
    let kept = KeptResults(
      in: cache, isIgnored: refresh,
      claim: { [slug = chapter.slug] name in try output.claim(["cache/\(slug)/\(name)"]) },
      giveUp: { [slug = chapter.slug] names in
        try output.remove { path in names.contains { path == "cache/\(slug)/\($0)" } }
      })
    var page = Page(
      slug: chapter.slug, seed: seed, threads: threads,
      cache: { [slug = chapter.slug] name in
        try output.claim(["cache/\(slug)/\(name)"])
        return cache.appending(path: name)
      },
      kept: kept, workplace: workplace, located: located, sections: chapter.sections, toolVersion: toolVersion,
      progress: progress, cancellation: cancellation)
    page.sum = { [sums, cancellation] input in
      try input.sum { file in try sums.sum(of: file) { _, _ in try cancellation.check() } }
    }
    let results = try chapter.run(&page)
    kept.makeRoom()
    try page.drawFigures()
    try page.removeUnusedViews()
    guard !page.blocks.isEmpty else {
      throw NotebookError.chapter(slug: chapter.slug, problem: "ended without writing anything on its page")
    }
    let document = ChapterDocument(
      slug: chapter.slug, title: chapter.title, assignmentSection: chapter.assignmentSection, summary: page.summary,
      conclusion: page.conclusion, provenance: page.provenance, substitutions: page.substitutions,
      questions: chapter.questions, blocks: page.blocks, leftOut: page.leftOut, attachments: page.attachments)
    try AtomicFile.write(CanonicalJSON.encode(document), to: workplace.appending(path: "chapter.json"))
    try AtomicFile.write(Data(document.markdown.source.utf8), to: workplace.appending(path: "chapter.md"))
    try AtomicFile.write(results, to: workplace.appending(path: "results.json"))
    let seal = ChapterSeal(inputs: inputs, outputDigest: try OutputDigest.of(workplace, cancellation))
    try AtomicFile.write(CanonicalJSON.encode(seal), to: workplace.appending(path: OutputDigest.seal))
  }
}
