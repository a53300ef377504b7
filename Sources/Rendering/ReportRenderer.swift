public import Foundation
public import Notebook

/// Stitches the chapters' output and the written answers of a report into Markdown, HTML and PDF.
///
/// It reads only what is on disk, so nothing is ever run again for the sake of its looks. The book is stitched once;
/// every output is a view of it. All files are made before any is put in its place: a fault leaves the last good
/// report as it was.
public struct ReportRenderer {
  private let reader: ReportReader
  private let settings: ReportSettings
  private let chapters: [ChapterInput]
  private let templates: Templates
  private let epoch: Int?

  /// A renderer of one report.
  ///
  /// - Parameters:
  ///   - folder: The report.
  ///   - settings: What `report.yml` says.
  ///   - chapters: The chapters in their order.
  ///   - templates: The folder of page templates, style sheets and the engine's scripts.
  ///   - sourceDateEpoch: The moment for every date, in seconds since 1970; without one no date is made up.
  ///   - pathsRelativeTo: The folder that paths in messages start from; without one they are absolute.
  public init(
    folder: ReportFolder, settings: ReportSettings, chapters: [ChapterInput], templates: URL, sourceDateEpoch: Int?,
    pathsRelativeTo: URL? = nil
  ) {
    let reader = ReportReader(folder: folder, base: pathsRelativeTo)
    self.reader = reader
    self.settings = settings
    self.chapters = chapters
    self.templates = Templates(folder: templates, display: reader.display)
    epoch = sourceDateEpoch
  }

  /// Makes the report in the given formats.
  ///
  /// - Parameter pdfEngine: What sets the PDF and formulas; without one the PDF is left out with a warning.
  /// - Throws: A `RenderingError` with every fault of every text.
  public func render(_ formats: Set<ReportFormat>, pdfEngine: PDFEngine?) throws -> RenderResult {
    let folder = reader.folder
    Self.removeLeftovers(in: folder.output)
    let book = try stitch()
    var result = RenderResult()
    result.answers = book.answers

    var formulas: [Formula: SetFormula] = [:]
    if !formats.isDisjoint(with: [.html, .pdf]) {
      let setter = FormulaSetter(
        engine: pdfEngine, script: templates.file("formulas.py"), cache: cache.appending(path: "formulas.json"))
      let set = try setter.set(book.formulas)
      formulas = set.formulas
      result.warnings += set.warnings
    }

    var outputs: [(format: ReportFormat, output: Output)] = []
    var pdf: PDFView?
    for format in formats.sorted() {
      switch format {
      case .markdown: outputs.append((format, MarkdownView(book: book).output()))
      case .html:
        outputs.append((format, try HTMLView(book: book, templates: templates, formulas: formulas).output()))
      case .pdf:
        guard let pdfEngine else {
          result.warnings.append("there is no PDF: no Python interpreter with WeasyPrint was found")
          continue
        }
        let view = PDFView(
          book: book, templates: templates, formulas: formulas, engine: pdfEngine, epoch: epoch,
          place: folder.report("pdf"), cache: cache.appending(path: "pdf.key"))
        do {
          outputs.append((format, try view.output()))
          pdf = view
        } catch let error as PDFView.Unusable {
          result.warnings.append("there is no PDF: \(error.reason)")
        }
      }
    }

    // On the disk before the first is put in its place: a disk that fills up leaves no report that is half new.
    var prepared: [(format: ReportFormat, file: AtomicFile.Prepared)] = []
    do {
      for (format, output) in outputs {
        if let file = try AtomicFile.prepare(output.data, for: folder.report(format.rawValue)) {
          prepared.append((format, file))
        }
      }
      result.media = try place(book.media)
      for (format, file) in prepared {
        try file.commit()
        result.changed.insert(format)
      }
    } catch {
      // What has its place already is not found any more, and stays.
      for (_, file) in prepared { file.discard() }
      throw error
    }
    try removeMedia(except: result.media)
    for (format, output) in outputs {
      result.files[format] = folder.report(format.rawValue)
      result.warnings += output.warnings
      if let pages = output.pages { result.pages = pages }
    }
    try pdf?.remember()
    return result
  }

  /// The stitched report, before any output is made of it.
  package func stitch() throws -> Book {
    var stitcher = try Stitcher(reader: reader, settings: settings, chapters: chapters)
    return try stitcher.stitch(date: date)
  }

  private var cache: URL { reader.folder.output.appending(path: "cache") }

  /// The date on the cover.
  private var date: String {
    if !settings.date.isEmpty { return settings.date }
    guard let epoch else { return "" }
    let day = Date(timeIntervalSince1970: TimeInterval(epoch))
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(secondsFromGMT: 0)!
    let parts = calendar.dateComponents([.year, .month, .day], from: day)
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
      "December",
    ]
    guard let year = parts.year, let month = parts.month, let number = parts.day else { return "" }
    if settings.language.hasPrefix("en") || settings.language.isEmpty {
      return "\(number) \(months[month - 1]) \(year)"
    }
    return "\(year)-\(month < 10 ? "0" : "")\(month)-\(number < 10 ? "0" : "")\(number)"
  }

  /// Removes what killed runs left of a report in its output folder.
  public static func removeLeftovers(in output: URL) {
    for format in ReportFormat.allCases {
      AtomicFile.removeLeftovers(of: output.appending(path: "report.\(format.rawValue)"))
    }
  }

  /// Copies the answers' own files to `media/` beside the report.
  private func place(_ media: [String: URL]) throws -> [URL] {
    let folder = reader.folder.output
    var placed: Set<String> = []
    for (path, file) in media.sorted(by: { $0.key < $1.key }) {
      let place = folder.appending(path: path)
      let data: Data
      do { data = try Data(contentsOf: file) } catch {
        throw RenderingError(file: reader.display(file), "cannot be read: \(error.localizedDescription)")
      }
      try AtomicFile.write(data, to: place)
      placed.insert(place.path)
    }
    return placed.sorted().map { URL(filePath: $0) }
  }

  /// Removes what no answer shows any more.
  private func removeMedia(except kept: [URL]) throws {
    let placed = Set(kept.map(\.path))
    let folder = reader.folder.output
    let old = FileManager.default.enumerator(at: folder.appending(path: "media"), includingPropertiesForKeys: nil)
    for case let file as URL in old ?? .init() {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue else {
        continue
      }
      if !placed.contains(file.standardizedFileURL.path) { try FileManager.default.removeItem(at: file) }
    }
  }
}
