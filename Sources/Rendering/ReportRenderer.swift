internal import Basics
public import Foundation
public import Notebook

/// Stitches the chapters' output and the written answers of a report into Markdown, HTML and PDF.
///
/// It reads only what is on disk, so nothing is ever run again for the sake of its looks. The book is stitched once;
/// every output is a view of it. All files are made before any is put in its place: a fault leaves the last good
/// report as it was.
public struct ReportRenderer {
  let reader: ReportReader
  let settings: ReportSettings
  private let chapters: [ChapterInput]
  let templates: Templates
  let epoch: Int?
  private let remarks: [RenderingError.Problem]
  let references: URL?
  private let demands: ([String: ChapterOutput]) -> [DemandRow]
  private let told: [(name: String, value: String)]
  private let code: (String) -> ChapterCode?

  /// A renderer of one report.
  ///
  /// - Parameters:
  ///   - folder: The report.
  ///   - settings: What `report.yml` says.
  ///   - chapters: The chapters in their order.
  ///   - templates: The folder of page templates, style sheets and the engine's scripts.
  ///   - sourceDateEpoch: The moment for every date, in seconds since 1970; without one no date is made up.
  ///   - pathsRelativeTo: The folder that paths in messages start from; without one they are absolute.
  ///   - remarks: What is to be said of the settings, which the report repeats; files are named from its folder.
  ///   - references: A file of CSL-JSON with works that any report may cite.
  ///   - demands: What the assignment asks for beside answers, and what there is of it in the chapters' outputs, by their names.
  ///   - told: Settings that were said on the command line instead of in the report, each with its value: the cover tells them.
  ///   - code: The code of a chapter, by its name; `nil` where there is none to show.
  public init(
    folder: ReportFolder, settings: ReportSettings, chapters: [ChapterInput], templates: URL, sourceDateEpoch: Int?,
    pathsRelativeTo: URL? = nil, remarks: [RenderingError.Problem] = [], references: URL? = nil,
    demands: @escaping ([String: ChapterOutput]) -> [DemandRow] = { _ in [] },
    told: [(name: String, value: String)] = [],
    code: @escaping (String) -> ChapterCode? = { _ in nil }
  ) {
    let reader = ReportReader(folder: folder, base: pathsRelativeTo)
    self.reader = reader
    self.settings = settings
    self.chapters = chapters
    self.templates = Templates(folder: templates, display: reader.display)
    epoch = sourceDateEpoch
    self.remarks = remarks
    self.references = references
    self.demands = demands
    self.told = told
    self.code = code
  }

  /// Makes the report in the given formats.
  ///
  /// - Parameters:
  ///   - output: The right to write into the report's output folder.
  ///   - pdfEngine: What sets the PDF and formulas; without one the PDF is left out with a warning.
  /// - Throws: A `RenderingError` with every fault of every text.
  public func render(_ formats: Set<ReportFormat>, into output: OutputFolder, pdfEngine: PDFEngine?) throws
    -> RenderResult
  {
    let folder = reader.folder
    try output.claim(formats.map(\.file))
    try output.removeLeftovers()
    let desk = try desk(in: output)
    defer { try? FileSystem.remove(desk) }
    var pdfEngine = pdfEngine
    pdfEngine?.environment["TMPDIR"] = desk.path(percentEncoded: false)
    let pandoc = pdfEngine.flatMap { Pandoc(of: $0.python, cancellation: $0.cancellation) }
    let setter = pandoc.map {
      FormulaSetter(pandoc: $0, cache: folder.cache.appending(path: "formulas.json"), claim: output.claim)
    }
    let cache = pandoc.map {
      AnswerCache(file: folder.cache.appending(path: "citations.json"), answering: $0, claim: output.claim)
    }
    let (book, review) = try stitch(formulas: setter, .init(shipped: references, pandoc: pandoc, cache: cache))
    var templates = templates
    templates.style = try StyleSheet.text(settings.style, of: reader)
    var result = RenderResult()
    result.answers = book.answers
    result.warnings = warnings(of: book, hasPandoc: pandoc != nil, isPlain: formats == [.markdown])

    let context = FormatContext(
      book: book, templates: templates, engine: pdfEngine, pandoc: pandoc, epoch: epoch, folder: folder, output: output,
      desk: desk.appending(path: "pages"))
    var outputs: [(format: ReportFormat, output: Output)] = []
    for format in formats.sorted() {
      do {
        outputs.append((format, try format.make(context)))
      } catch let error as FormatUnavailable {
        result.warnings.append("there is no \(format.title): \(error.reason)")
        if error.isFailure { result.failed.append(format) }
      }
    }
    result.warnings += context.warnings

    // On the disk before the first is put in its place: a disk that fills up leaves no report that is half new.
    // What is given up on the way is removed, and what has its place already stays.
    var prepared: [(format: ReportFormat, file: AtomicFile.Prepared)] = []
    for (format, output) in outputs {
      if let file = try AtomicFile.prepare(output.data, for: folder.report(format.ending)) {
        prepared.append((format, file))
      }
    }
    let exports = Exports(of: book).files()
    result.warnings += exports.warnings
    try output.claim(exports.files.map(\.path))
    let beside = try exports.files.compactMap { export in
      try AtomicFile.prepare(export.data, for: folder.output.appending(path: export.path))
    }
    result.media = try placeMedia(of: book, in: output)
    for file in beside { try file.commit() }
    for (format, file) in prepared {
      try file.commit()
      result.changed.insert(format)
    }
    // What no answer shows any more, and what is no longer asked for.
    let exported = Set(exports.files.map(\.path))
    try output.remove {
      $0.hasPrefix("media/") && book.media[UTF8Key($0)] == nil || $0.hasPrefix(Exports.folder) && !exported.contains($0)
    }
    result.exports = exports.files.count
    for (format, output) in outputs {
      result.files[format] = folder.report(format.ending)
      result.warnings += output.warnings
      if let pages = output.pages { result.pages = pages }
      try output.remember()
    }
    // The report stands, whatever becomes of the record.
    do { try review.write(to: folder) } catch { result.warnings.append("what was accepted is not recorded: \(error)") }
    return result
  }

  /// What the user should know of a book.
  ///
  /// - Parameters:
  ///   - hasPandoc: Whether there is what sets formulas and citations.
  ///   - isPlain: Whether the book becomes Markdown alone, in which formulas are their source anyway.
  func warnings(of book: Book, hasPandoc: Bool, isPlain: Bool) -> [String] {
    var warnings = book.remarks.map(\.description)
    if let failure = book.formulaFailure {
      warnings.append("formulas are shown as their source: \(failure)")
    } else if !hasPandoc, book.hasFormulas, !isPlain {
      warnings.append("formulas are shown as their source: there is no pandoc to set them; run Tools/set-up")
    }
    if let failure = book.citationFailure, !isPlain {
      warnings.append("citations and references are set in a plainer form: \(failure)")
    }
    return warnings
  }

  /// The stitched report, before any output is made of it.
  package func stitch(pandoc: Pandoc? = nil) throws -> Book {
    try stitch(formulas: nil, .init(shipped: references, pandoc: pandoc)).book
  }

  func stitch(
    formulas: FormulaSetter?, _ citations: CitationSetting
  ) throws -> (book: Book, review: AnswerReview) {
    var stitcher = try Stitcher(reader: reader, settings: settings, chapters: chapters)
    var book = try stitcher.stitch(date: date, formulas: formulas, citations: citations)
    if let text = try toldOnCover { book.substitutions.insert(text, at: 0) }
    let strays = StrayAnswers.remarks(in: reader.folder, rows: book.answers, shown: book.media.values)
    let review = AnswerReview(of: book.answers, from: stitcher.sources, in: reader.folder)
    book.answers = review.marked(book.answers)
    book.demands = demands(stitcher.outputs)
    if settings.code != .none {
      let ran = Set(stitcher.outputs.filter { $0.value.document != nil }.keys)
      for index in book.chapters.indices where ran.contains(book.chapters[index].slug) {
        book.chapters[index].code = code(book.chapters[index].slug)
      }
    }
    book.remarks = strays + [review.fault].compactMap(\.self) + book.answers.compactMap(\.remark) + book.remarks
    book.shownRemarks = (remarks + book.remarks).map(reader.fromReport)
    return (book, review)
  }

  /// The folder for what the engine writes while it works, so that nothing of it is left elsewhere after a kill.
  private static let desk = "cache/engine/"

  /// Makes that folder anew, for its owner alone.
  private func desk(in output: OutputFolder) throws -> URL {
    try output.claim([Self.desk])
    let folder = reader.folder.output.appending(path: Self.desk)
    try FileSystem.remove(folder)
    try FileSystem.makeFolder(folder)
    chmod(folder.path(percentEncoded: false), 0o700)
    return folder
  }

  /// That settings are not those of `report.yml`, and which; `nil` where all are.
  private var toldOnCover: Prose? {
    get throws {
      guard !told.isEmpty else { return nil }
      let settings = told.map { "\(code: "\($0.name)=\($0.value)")" as Markdown }
      let list = settings.dropFirst().reduce(settings[0]) { "\($0), \($1)" }
      let text: Markdown = "This report was made with settings that its \(code: "report.yml") does not have: \(list)."
      return Prose(markdown: text, document: try MarkdownParser.parse(text.source))
    }
  }

  /// The date on the cover.
  private var date: String {
    if !settings.date.isEmpty { return settings.date }
    guard let epoch else { return "" }
    let moment = Date(timeIntervalSince1970: TimeInterval(epoch))
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(secondsFromGMT: 0)!
    let parts = calendar.dateComponents([.year, .month, .day], from: moment)
    guard let year = parts.year, let month = parts.month, let day = parts.day else { return "" }
    return Wording.date(day: day, month: month, year: year, in: settings.language)
  }

  /// Copies the answers' own files to `media/` beside the report.
  private func placeMedia(of book: Book, in output: OutputFolder) throws -> [URL] {
    try output.claim(book.media.keys.map(\.string))
    return try book.media.sorted { $0.key < $1.key }.map { path, file in
      let place = reader.folder.output.appending(path: path.string)
      var data = Data()
      var picture = book.images[path]
      if picture == nil {
        data = try InputFile.data(of: file, limit: LinkPolicy.largestFile)
        picture = Picture(data)?.prepared()
      }
      try AtomicFile.prepare(picture.map { $0.copied ?? $0.data } ?? data, for: place)?.commit()
      return place
    }
  }
}
