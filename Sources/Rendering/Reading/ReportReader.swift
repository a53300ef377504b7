import Basics
import Foundation
import Notebook

/// Reads what runs and people left in a report's folder.
struct ReportReader {
  /// An answer longer than this is refused: it would make a report of hundreds of pages.
  static let longestAnswer = 1 << 20
  /// What a run left is never longer than this.
  static let longestOutput = 256 << 20

  /// The report.
  var folder: ReportFolder
  /// What paths in messages start from; without one they are absolute.
  var base: URL?

  /// A path as messages write it.
  func display(_ file: URL) -> String {
    guard let base = base?.standardizedFileURL.path, file.path.hasPrefix(base + "/") else { return file.path }
    return String(file.path.dropFirst(base.count + 1))
  }

  /// A remark as the report itself makes it: its file is named from the report's folder, wherever that lies.
  func fromReport(_ remark: RenderingError.Problem) -> RenderingError.Problem {
    var remark = remark
    let roots = [folder.root.path, display(folder.root)].map { $0.hasSuffix("/") ? $0 : $0 + "/" }
    if let root = roots.first(where: remark.file.hasPrefix) { remark.file.removeFirst(root.count) }
    return remark
  }

  /// A chapter's document, or `nil` for a chapter without output.
  func document(_ slug: String) throws -> ChapterDocument? {
    let file = folder.document(slug)
    guard let data = try data(file) else { return nil }
    let document: ChapterDocument = try decode(data, file)
    guard document.format <= 1 else {
      throw RenderingError(
        file: display(file), "this chapter was written by a newer version (format \(document.format)); run it again")
    }
    guard document.slug == slug else {
      throw RenderingError(file: display(file), "this is the output of chapter “\(document.slug)”; run “\(slug)” again")
    }
    if let fault = document.fault { throw RenderingError(file: display(file), "\(fault); run the chapter again") }
    for text in document.texts {
      guard let fault = MarkdownLimits.fault(of: text.source) else { continue }
      throw RenderingError(
        file: display(file), "in line \(fault.line) of a text, \(fault.message); run the chapter again")
    }
    return document
  }

  /// A chapter's results and the bytes that hold them, or `nil` for a chapter without output.
  func results(_ slug: String) throws -> (value: JSONValue, data: Data)? {
    let file = folder.results(slug)
    guard let data = try data(file) else { return nil }
    do { return (try JSONReader.value(of: data), data) } catch {
      throw RenderingError(file: display(file), line: error.line, "\(error.reason); run the chapter again")
    }
  }

  /// Why a chapter's latest run failed, if it did.
  func failure(_ slug: String) throws -> ChapterFailure? {
    let file = folder.failure(slug)
    guard let data = try data(file) else { return nil }
    return try decode(data, file)
  }

  /// The text of an answer, or `nil` where there is no file.
  func answer(_ question: String, of slug: String) throws -> String? {
    let file = folder.answer(question, of: slug)
    let text: String
    switch FileKind(of: file, followingLinks: true) ?? FileKind(of: file) {
    case nil: return nil
    case .folder:
      throw RenderingError(file: display(file), "is a folder; write the answer into a text file of that name")
    default: break
    }
    do {
      try folder.enclosure.check(file)
      text = try InputFile.text(of: file, limit: Self.longestAnswer)
    } catch {
      throw RenderingError(file: display(file), error.problem)
    }
    if let fault = MarkdownLimits.fault(of: text) {
      throw RenderingError(file: display(file), line: fault.line, fault.message)
    }
    return text
  }

  /// The bytes of a file that a run left, `nil` where there is none.
  private func data(_ file: URL) throws -> Data? {
    guard FileKind(of: file) != nil else { return nil }
    do { return try InputFile.data(of: file, limit: Self.longestOutput) } catch {
      throw RenderingError(file: display(file), error.problem)
    }
  }

  private func decode<Value: Decodable>(_ data: Data, _ file: URL) throws -> Value {
    do { return try JSONDecoder().decode(Value.self, from: data) } catch {
      throw RenderingError(file: display(file), "cannot be read: \(CanonicalJSON.fault(error)); run the chapter again")
    }
  }
}
