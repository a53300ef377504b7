import Basics
import Foundation

/// The report as an accessible PDF, set by WeasyPrint.
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

  /// What the script is asked for: one line of JSON, then the bytes of the images and of the attachments.
  private struct Request: Encodable {
    struct Image: Encodable {
      var type: String
      var size: Int
    }
    struct Attachment: Encodable {
      var name: String
      var description: String
      var size: Int
    }

    var html: String
    var css: String
    var images: [Image]
    var attachments: [Attachment]
    var epoch: Int
    var identifier: String
  }

  private struct Reply: Codable {
    var pages: Int
    var warnings: [String]
  }

  func output() throws -> Output {
    let images = context.book.images.sorted { $0.key < $1.key }
    let results = context.book.chapters.compactMap { chapter in chapter.results.map { (chapter, $0) } }
    let request = try self.request(images, results)
    let files = images.map(\.value.data) + results.map(\.1)
    let key = try self.key(request, files)
    let remember = {
      try context.output.claim(["cache/\(cache.lastPathComponent)"])
      try AtomicFile.write(key + Data(Self.stamp(place.path).utf8), to: cache)
    }
    if let data = kept(for: key) { return Output(data: data, remember: remember) }

    let line = try JSONEncoder().encode(request) + Data("\n".utf8)
    let answer = try engine.run(templates.file("pdf/pdf.py"), request: files.reduce(line, +))
    if answer.status == 3 { throw FormatUnavailable(reason: answer.lastDiagnostic) }
    // One line of JSON, then the file.
    guard answer.status == 0, let line = answer.output.firstIndex(of: UInt8(ascii: "\n")),
      let reply = try? JSONDecoder().decode(Reply.self, from: answer.output[..<line])
    else {
      throw RenderingError(
        file: templates.display(place),
        "the PDF cannot be set: "
          + (answer.lastDiagnostic.isEmpty ? "the engine ended with status \(answer.status)" : answer.lastDiagnostic))
    }
    return Output(
      data: Data(answer.output[(line + 1)...]), warnings: reply.warnings.map { "PDF: \($0)" }, pages: reply.pages,
      remember: remember)
  }

  private func request(
    _ images: [(key: UTF8Key, value: Picture)], _ results: [(chapter: BookChapter, data: Data)]
  ) throws -> Request {
    var numbers: [UTF8Key: Int] = [:]
    for (number, image) in images.enumerated() { numbers[image.key] = number }
    let body = HTMLBody(book: context.book, medium: .paper, formulas: try context.formulas()) { [numbers] in
      numbers[UTF8Key($0)].map { "quire:\($0)" } ?? ""
    }
    let created = context.epoch.map { Date(timeIntervalSince1970: TimeInterval($0)).formatted(.iso8601) }
    let values = PageContext(book: context.book, body: body).values(css: "", created: created)
    let html = try templates.fill("pdf/pdf.html.mustache", with: values)
    let attachments = results.map { chapter, data in
      Request.Attachment(
        name: "\(chapter.slug)-results.json", description: "Results of “\(chapter.title)”", size: data.count)
    }
    return Request(
      html: html, css: try templates.css("pdf/pdf.css"),
      images: images.map { Request.Image(type: $0.value.type, size: $0.value.data.count) },
      attachments: attachments, epoch: context.epoch ?? Self.earliest, identifier: Self.sum(of: html))
  }

  /// Two independent FNV-1a sums, in hexadecimal: a name for the document, not a proof.
  private static func sum(of text: String) -> String {
    var sums: (UInt64, UInt64) = (0xcbf2_9ce4_8422_2325, 0x8422_2325_cbf2_9ce4)
    for byte in text.utf8 {
      sums.0 = (sums.0 ^ UInt64(byte)) &* 0x100_0000_01b3
      sums.1 = (sums.1 ^ UInt64(byte ^ 0xa5)) &* 0x100_0000_01b3
    }
    return [sums.0, sums.1].map {
      String(repeating: "0", count: 16 - String($0, radix: 16).count) + String($0, radix: 16)
    }
    .joined()
  }

  // MARK: What was set before

  /// Everything that the PDF comes from.
  private func key(_ request: Request, _ files: [Data]) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let sums = files.map { SHA256.hex(of: $0) }.joined(separator: "\n")
    let rest = try ["", sums, templates.text("pdf/pdf.py"), engine.python.path].joined(separator: "\n")
    return try encoder.encode(request) + Data(rest.utf8)
  }

  /// Size, time of change and number of a file.
  private static func stamp(_ path: String) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return "\(path) missing" }
    return "\(path) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(status.st_ino)"
  }

  private func kept(for key: Data) -> Data? {
    guard let old = try? InputFile.data(of: cache, limit: 256 << 20),
      old == key + Data(Self.stamp(place.path).utf8)
    else { return nil }
    return try? InputFile.data(of: place, limit: 1 << 30)
  }
}
