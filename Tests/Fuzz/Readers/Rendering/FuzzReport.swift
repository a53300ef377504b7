internal import Foundation
package import FuzzSupport
package import Notebook
internal import Rendering
internal import TestSupport

/// A report of two chapters, the first with one question, made anew for every input.
package struct FuzzReport {
  /// Where it lies.
  package let folder: ReportFolder

  static let chapters = [
    ChapterInput(slug: "embeddings", title: "Word embeddings"), ChapterInput(slug: "pictures", title: "Pictures"),
  ]

  /// Four grey pixels as PNG.
  static let picture = Array(
    Data(
      base64Encoded: "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAAAAABX3VL4AAAADklEQVR42mNwaGA48B8ABcUCgEX+dL0AAAAASUVORK5CYII=")!
  )

  private static let document = ChapterDocument(
    slug: "embeddings", title: "Word embeddings", summary: "Words as *vectors*.",
    questions: [Question("size", title: "Size", prompt: "How **large** is a vector?", points: 0.5)],
    blocks: [.markdown("## The data\n\nThere are {{embeddings.size}} numbers.\n"), .question("size")])

  private static let next = ChapterDocument(slug: "pictures", title: "Pictures", blocks: [.markdown("Nothing more.\n")])

  /// A report in a folder, in place of the one before.
  package init(in place: FuzzFolder) throws {
    place.remove("report")
    folder = ReportFolder(try place.folder("report"))
    let written = ["embeddings", "pictures"].flatMap { ["chapters/\($0)/chapter.json", "chapters/\($0)/results.json"] }
    try OutputFolder(folder).claim(written)
    try write(Array(JSONEncoder().encode(Self.next)), to: folder.document("pictures"))
    try write("{}", to: folder.results("pictures"))
    try write(Array(JSONEncoder().encode(Self.document)), to: folder.document("embeddings"))
    try write(
      #"{"size": 100, "words": ["bad", "<b>"], "evil": "<script>x</script> {{embeddings.size}}"}"#,
      to: folder.results("embeddings"))
  }

  func write(_ bytes: [UInt8], to file: URL) throws {
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  /// Writes the answer to the question.
  package func answer(_ text: String) throws { try write(text, to: folder.answer("size", of: "embeddings")) }

  /// The answer's part of the report, in Markdown and in HTML.
  ///
  /// - Throws: `BrokenPromise` where one of them has no such part.
  package func answerParts() throws -> (markdown: String, html: String) {
    let (markdown, html) = try render()
    func part(_ text: String, from start: String, to end: String) throws -> String {
      guard let start = text.range(of: start)?.upperBound,
        let end = text.range(of: end, range: start..<text.endIndex)?.lowerBound
      else { throw BrokenPromise("the report has no answer") }
      return String(text[start..<end])
    }
    return (
      try part(markdown, from: "> How **large** is a vector?\n\n", to: "\n\n<a id=\"pictures\">"),
      try part(html, from: "<div class=\"answer\">\n", to: "</div>\n</section>")
    )
  }

  func write(_ text: String, to file: URL) throws { try write(Array(text.utf8), to: file) }

  /// The code of the report's pages: by itself questions and answers, in full all of every chapter.
  func pageCode(_ form: PaperSettings.Form = .compact) throws -> (measuring: String, setting: String) {
    var settings = ReportSettings()
    settings.paper.form = form
    return try renderer(settings).pageCode()
  }

  private func renderer(_ settings: ReportSettings = ReportSettings()) -> ReportRenderer {
    ReportRenderer(
      folder: folder, settings: settings, chapters: Self.chapters,
      templates: Project.root.appending(path: "templates"), sourceDateEpoch: 0, pathsRelativeTo: folder.root)
  }

  /// The report as Markdown and as HTML.
  func render() throws -> (markdown: String, html: String) {
    let result = try renderer().render([.markdown, .html], into: OutputFolder(folder), pdfEngine: nil)
    func text(_ format: ReportFormat) throws -> String {
      guard let file = result.files[format] else { throw BrokenPromise("there is no \(format.title)") }
      return String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }
    return (try text(.markdown), try text(.html))
  }
}
