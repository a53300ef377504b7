import Basics
public import Foundation
import Notebook
import Rendering

/// Makes a report anew where it is stale, checks that it is whole, and packs it for hand-in.
///
/// Everything that can be wrong is found before there is an archive, and the archive is opened again before it gets its
/// place: what fails leaves the last good one.
public struct PackRequest: Request {
  /// What was packed.
  public struct Packed: Sendable, Equatable {
    /// The archive.
    public let archive: URL
    /// Its size in bytes.
    public let size: Int
    /// Its files, the manifest not among them.
    public let files: Int
    /// The pages of the PDF; `nil` without one.
    public let pages: Int?
    /// The questions that are answered, and all questions.
    public let answered, questions: Int
  }

  /// Which report.
  public var report: ReportSelection
  /// Whether to pack although answers or a format are missing.
  public var allowIncomplete: Bool

  /// The packing of a report.
  public init(_ report: ReportSelection, allowIncomplete: Bool = false) {
    self.report = report
    self.allowIncomplete = allowIncomplete
  }

  /// What came of it.
  public func result(in context: Context) throws -> Packed {
    let bench = try Workbench.open(report, in: context)
    if !report.overrides.isEmpty {
      context.warn(
        "packed with \(report.overrides.map { "-P \($0)" }.joined(separator: " ")), which the archive's report.yml does not say"
      )
    }
    let pages = try render(bench, context)
    return try OutputFolder.hold(bench.folder) { output in
      let (rows, review) = try check(bench)
      return try write(bench, rows, review, pages, output, context)
    }
  }

  /// Runs what is stale and stitches, so that what is packed is what answers and settings say now.
  ///
  /// - Returns: The pages of the PDF.
  private func render(_ bench: Workbench, _ context: Context) throws -> Int? {
    let rendered = try RenderRequest(report).result(in: context)
    guard rendered.failed.isEmpty else {
      throw WorkflowError.incomplete(
        rendered.failed.map { "the chapter \($0) failed; a submission holds none that did" }
          + ["`quire render \(rendered.failed.joined(separator: " "))` tries it again"])
    }
    let made = Set(rendered.files.map(\.lastPathComponent))
    let unmade = try bench.formats(nil).filter { !made.contains($0.file) }.map(\.file)
    guard unmade.isEmpty || allowIncomplete else {
      throw WorkflowError.incomplete([
        "\(unmade.joined(separator: ", ")) could not be made, and a submission should hold it; `quire check` tells why, "
          + "`quire pack --allow-incomplete` packs all the same"
      ])
    }
    return rendered.pages
  }

  /// Refuses a report whose answers are missing or stale.
  private func check(_ bench: Workbench) throws -> ([AnswerRow], AnswerReview) {
    let answers = try bench.answers()
    let (rows, review) = (answers.rows, answers.review)
    let faults = rows.compactMap { row -> String? in
      if row.state != .answered { return "\(row.path) is \(row.state.rawValue)" }
      guard let first = row.moved.first else { return nil }
      let more = row.moved.count > 1 ? " and \(row.moved.count - 1) more" : ""
      return
        "\(row.path) rests on values that have moved: \(first)\(more); read it again, then `quire accept \(row.name)`"
    }
    let all = faults + [review.fault?.description].compactMap(\.self)
    guard all.isEmpty || allowIncomplete else {
      throw WorkflowError.incomplete(all + ["`quire pack --allow-incomplete` packs all the same"])
    }
    return (rows, review)
  }

  private func write(
    _ bench: Workbench, _ rows: [AnswerRow], _ review: AnswerReview, _ pages: Int?, _ output: OutputFolder,
    _ context: Context
  ) throws -> Packed {
    let (folder, settings) = (bench.folder, bench.settings)
    let name = try NameTemplate.name(settings.submission.name, of: settings)
    let made = folder.cache.appending(path: "packing/\(name)")
    try output.claim([name, "cache/packing/"])
    let place = made.deletingLastPathComponent()
    try FileSystem.remove(place)
    try FileSystem.makeFolder(place)
    defer { try? FileSystem.remove(place) }
    let items = try items(bench, review, in: place, context)
    try checkSizes(of: items, limit: settings.submission.limit)
    let photos = try Submission.write(
      items, to: made, modified: context.environment.sourceDate ?? Date(timeIntervalSince1970: 0),
      cancellation: context.cancellation)
    for (name, packed) in photos {
      let kind = name == packed ? "" : ", which is the PNG \(packed),"
      context.warn("\(name) tells where it was taken; the packed copy\(kind) does not")
    }
    let size = try InputFile(made).size
    if let limit = settings.submission.limit, size > limit {
      throw WorkflowError.incomplete([
        "the archive has \(ByteCount.text(size)), and submission.limit allows \(ByteCount.text(limit)); "
          + (try largest(of: items))
      ])
    }
    try prove(made, of: bench, context)
    let printed = try readBack(bench, rows, output, context)
    // One under another name is an older one.
    try output.remove { $0.hasSuffix(".zip") && !$0.contains("/") && $0 != name }
    try output.claim([name])
    try FileSystem.rename(made, to: folder.submission(name))
    return Packed(
      archive: folder.submission(name), size: size, files: items.count, pages: printed?.count ?? pages,
      answered: rows.count { $0.state == .answered }, questions: rows.count)
  }

  /// The most bytes that the files of a submission have together, unless `submission.limit` allows more: 2 GB. A file of nothing
  /// but noughts takes minutes to pack, and would come out of a small archive again in full.
  private static let mostBytes = 2_000_000_000

  /// Refuses files that nobody could unpack, before any is read.
  private func checkSizes(of items: [Submission.Item], limit: Int?) throws {
    let most = max(Self.mostBytes, limit ?? 0)
    let all = try items.reduce(0) { $0 + (try InputFile($1.file).size) }
    guard all > most else { return }
    throw WorkflowError.incomplete([
      "the files of the submission have \(ByteCount.text(all)) together, and at most \(ByteCount.text(most)) are packed; "
        + (try largest(of: items)) + ": keep what is that large elsewhere, or set submission.limit"
    ])
  }

  /// The largest files, as a message names them.
  private func largest(of items: [Submission.Item]) throws -> String {
    let sizes = try items.map { (try InputFile($0.file).size, $0.name) }.sorted { ($1.0, $0.1) < ($0.0, $1.1) }
    return "the largest files are "
      + sizes.prefix(3).map { "\($0.1) (\(ByteCount.text($0.0)))" }.joined(separator: ", ")
  }

  /// What goes into the archive, under the names that it has there.
  private func items(
    _ bench: Workbench, _ review: AnswerReview, in place: URL, _ context: Context
  ) throws -> [Submission.Item] {
    let (folder, settings) = (bench.folder, bench.settings)
    let formats = try bench.formats(nil).filter { FileSystem.exists(folder.report($0.ending)) }
    let all =
      try Submission.items(of: folder, slugs: bench.chapters.map(\.slug), formats: formats.map(\.ending))
      + SubmissionCode(bench: bench, quotes: review.quotes).items(in: place)
    for item in all where Leftovers.holds(item.name) {
      context.warn("\(item.name) is an editor's leftover and stays here")
    }
    let pdf = try NameTemplate.name(settings.submission.pdf, of: settings)
    let items = try all.filter { !Leftovers.holds($0.name) }.map { item -> Submission.Item in
      switch item.name {
      case "report.pdf": return Submission.Item(name: pdf, file: item.file)
      case "report.yml" where settings.isAnonymous:
        let file = place.appending(path: "report.yml")
        try AtomicFile.write(Data(Anonymity.redacted(InputFile.text(of: item.file, limit: 1 << 20)).utf8), to: file)
        return Submission.Item(name: item.name, file: file)
      default: return item
      }
    }
    for item in items {
      guard let fault = PortableName.faultOnWindows(item.name) else { continue }
      context.warn("\(item.name) \(fault); whoever unpacks it there cannot have it: rename the file")
    }
    return Submission.sorted(items)
  }

  /// Reads the PDF back, by Poppler where it is there.
  private func readBack(
    _ bench: Workbench, _ rows: [AnswerRow], _ output: OutputFolder, _ context: Context
  ) throws -> PrintedPages? {
    let pdf = bench.folder.report("pdf")
    guard FileSystem.exists(pdf) else { return nil }
    var printed = PrintedPages(keptOf: bench.folder)
    if printed == nil {
      guard let program = context.environment.pdfReader else {
        context.warn("the PDF was not read back: there is no pdftotext (Debian's package poppler-utils)")
        return nil
      }
      do {
        let titles = rows.map { (name: $0.name, title: $0.question.title) }
        let read = try PrintedPages(
          reading: pdf, titles: titles, paper: bench.settings.paper, by: program, context.cancellation)
        try output.claim(["cache/\(PrintedPages.file)"])
        try AtomicFile.write(CanonicalJSON.encode(read), to: bench.folder.cache.appending(path: PrintedPages.file))
        printed = read
      } catch ChildProcess.Failure.cancelled {
        throw CancellationError()
      } catch let error as ChildProcess.Failure {
        context.warn("the PDF was not read back: \(error)")
      }
    }
    let faults = printed?.faults ?? []
    guard faults.isEmpty || allowIncomplete else {
      throw WorkflowError.incomplete(
        faults.map { "report.pdf: \($0)" } + ["`quire pack --allow-incomplete` packs all the same"])
    }
    return printed
  }

  /// Opens the archive again: every file must be what was meant, and none may tell of this machine.
  private func prove(_ archive: URL, of bench: Workbench, _ context: Context) throws {
    let environment = context.environment
    let paths = MachinePaths([bench.folder.root, environment.workingFolder, environment.userFolder, bench.home])
    let check = try SubmissionCheck(
      archive,
      searchingFor: [paths.texts] + (bench.settings.isAnonymous ? [Anonymity(bench.settings.authors).texts] : []),
      cancellation: context.cancellation)
    guard check.findings.isEmpty, check.told.isEmpty || allowIncomplete else {
      throw WorkflowError.incomplete(
        check.findings + check.told
          + (check.told.isEmpty ? [] : ["take it out, or `quire pack --allow-incomplete` packs all the same"]))
    }
  }
}
