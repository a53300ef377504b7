import Basics
import Foundation
import Graphics
import Notebook

/// The report as an accessible PDF, set by Typst.
struct PDFView {
  /// What it is made from.
  let context: FormatContext
  /// The engine.
  let engine: PDFEngine

  private var templates: Templates { context.templates }
  /// Where the finished file will stand.
  private var place: URL { context.folder.report("pdf") }
  /// What is kept to know that it need not be set again.
  private var cache: URL { context.folder.cache.appending(path: "pdf.key") }

  /// The moment of files without one: the first that zip archives can name, 1 January 1980.
  private static let earliest = 315_532_800

  /// What the script is asked for.
  private struct Request: Encodable {
    /// The folder of all that the document shows.
    var folder: String
    var document = PDFView.document
    var fonts: [String]
    var epoch: Int
    /// What is asked: the heights of pieces and no PDF (`measures`), or as well which tables were split (`splits`).
    var asks: String?
  }

  private struct Reply: Decodable {
    var pages: Int
    var characters: [UInt32]
    var pictures: [String: String]
    var splits: [String]
  }

  private static let document = "main.typ"

  func output() throws -> Output {
    let fonts = SystemFonts()
    let glyphs = GlyphFilter(covered: try templates.text("pdf/glyphs.txt")) { fonts.file(drawing: $0) != nil }
    let images = context.book.images.sorted { $0.key < $1.key }
    let source = try PDFSource(context.book, templates, glyphs, isDated: context.epoch != nil)
    let (flow, files) = (source.flow, source.files)
    let key = self.key(flow.code(), files, fonts.files)
    let remember = {
      try context.output.claim(["cache/\(cache.lastPathComponent)"])
      try AtomicFile.write(key + Data(Self.stamp(place.path).utf8), to: cache)
    }
    var told = warnings(of: glyphs.missing)
    if let problem = fonts.problem { told.append("PDF: the fonts of this machine are not used: \(problem)") }
    if !context.book.settings.style.isEmpty {
      told.append("PDF: style is for the HTML alone; form, paper, margin and font_size are for paper")
    }
    if let data = kept(for: key) { return Output(data: data, warnings: told, remember: remember) }

    try FileSystem.makeFolder(context.desk)
    for file in files { try FileSystem.writeScratch(file.data, to: context.desk.appending(path: file.name)) }
    let code = flow.code(try flow.isPlanned ? measures(flow, fonts) : nil)
    let answer = try run(code, fonts, asks: code.contains(TypstTable.mark) ? "splits" : nil)
    if answer.status == 3 { throw FormatUnavailable(reason: answer.lastDiagnostic) }
    // One line of JSON, then the file.
    guard answer.status == 0, let line = answer.output.firstIndex(of: UInt8(ascii: "\n")),
      let reply = try? JSONDecoder().decode(Reply.self, from: answer.output[..<line])
    else {
      throw FormatUnavailable(
        reason: answer.lastDiagnostic.isEmpty ? "its engine ended with status \(answer.status)" : answer.lastDiagnostic,
        isFailure: true)
    }
    told += warnings(of: Set(reply.characters.compactMap(Unicode.Scalar.init)))
    for (name, reason) in reply.pictures.sorted(by: { $0.key < $1.key }) {
      let path = Int(name.dropFirst().prefix { $0 != "." }).map { images[$0].key.string } ?? name
      told.append("PDF: \(path) cannot be drawn and is left grey: \(reason)")
    }
    for table in reply.splits {
      told.append(
        "PDF: \(table.isEmpty ? "a table" : table) is too wide for its page; its columns stand in groups, each with the first"
      )
    }
    return Output(
      data: Data(answer.output[(line + 1)...]), warnings: told, pages: reply.pages, remember: remember)
  }

  /// Hands a document to the engine.
  private func run(_ code: String, _ fonts: SystemFonts, asks: String?) throws -> ChildProcess.Outcome {
    try FileSystem.writeScratch(Data(code.utf8), to: context.desk.appending(path: Self.document))
    let request = Request(
      folder: context.desk.path(percentEncoded: false), fonts: fonts.files.map { $0.path(percentEncoded: false) },
      epoch: context.epoch ?? Self.earliest, asks: asks)
    let line = try JSONEncoder().encode(request) + Data("\n".utf8)
    do { return try engine.run(templates.file("pdf/pdf.py"), request: line) } catch let error as RenderingError {
      throw FormatUnavailable(reason: error.problems.map(\.message).joined(separator: "; "), isFailure: true)
    }
  }

  /// How high the pieces are; `nil` where they cannot be measured, which is told when they are set.
  private func measures(_ flow: PageFlow, _ fonts: SystemFonts) throws -> [PageFlow.Measure]? {
    let answer = try run(flow.measuring, fonts, asks: "measures")
    return try? JSONDecoder().decode([PageFlow.Measure].self, from: answer.output)
  }

  /// Says which characters are shown as their numbers.
  private func warnings(of missing: Set<Unicode.Scalar>) -> [String] {
    guard !missing.isEmpty else { return [] }
    let shown = missing.sorted().prefix(12).map {
      "\(PlainText.line(String($0))) (\(GlyphFilter.number(of: $0).dropFirst().dropLast()))"
    }
    let more = missing.count > 12 ? " and \(missing.count - 12) more" : ""
    let packages = FontPackages.names(for: missing)
    return [
      "PDF: no font draws \(shown.joined(separator: ", "))\(more); the number stands in its place"
        + (packages.isEmpty ? "" : ": install \(packages.joined(separator: " "))")
    ]
  }

  // MARK: What was set before

  /// Everything that the PDF comes from.
  private func key(_ code: String, _ files: [PDFSource.File], _ fonts: [URL]) -> Data {
    let script = (try? templates.text("pdf/pdf.py")) ?? ""
    let parts =
      files.map { "\($0.name) \(SHA256.hex(of: $0.data))" } + fonts.map { Self.stamp($0.path(percentEncoded: false)) }
      + [engine.python.path(percentEncoded: false), "\(context.epoch ?? Self.earliest)", script, code]
    return Data(SHA256.hex(of: Data(parts.joined(separator: "\n").utf8)).utf8)
  }

  /// Size, time of change and number of a file.
  private static func stamp(_ path: String) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return "\(path) missing" }
    return "\(path) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(status.st_ino)"
  }

  private func kept(for key: Data) -> Data? {
    guard let old = try? InputFile.data(of: cache, limit: 1 << 20),
      old == key + Data(Self.stamp(place.path).utf8)
    else { return nil }
    return try? InputFile.data(of: place, limit: 1 << 30)
  }
}
