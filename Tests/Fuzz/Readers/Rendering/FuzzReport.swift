internal import Foundation
internal import FuzzSupport
internal import Notebook
internal import Rendering
internal import TestSupport

/// A report of one chapter with one question, made anew for every input.
struct FuzzReport {
  let folder: ReportFolder

  static let chapters = [ChapterInput(slug: "embeddings", title: "Word embeddings")]

  private static let document = ChapterDocument(
    slug: "embeddings", title: "Word embeddings", summary: "Words as *vectors*.",
    questions: [Question("size", title: "Size", prompt: "How **large** is a vector?", points: 0.5)],
    blocks: [.markdown("## The data\n\nThere are {{embeddings.size}} numbers.\n"), .question("size")])

  init(in place: FuzzFolder) throws {
    place.remove("report")
    folder = ReportFolder(try place.folder("report"))
    try OutputFolder(folder).claim(["chapter.json", "results.json"].map { "chapters/embeddings/" + $0 })
    try write(Array(JSONEncoder().encode(Self.document)), to: folder.document("embeddings"))
    try write(
      #"{"size": 100, "words": ["bad", "<b>"], "evil": "<script>x</script> {{embeddings.size}}"}"#,
      to: folder.results("embeddings"))
  }

  func write(_ bytes: [UInt8], to file: URL) throws {
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  func write(_ text: String, to file: URL) throws { try write(Array(text.utf8), to: file) }

  /// The report as Markdown and as HTML.
  func render() throws -> (markdown: String, html: String) {
    let renderer = ReportRenderer(
      folder: folder, settings: ReportSettings(), chapters: Self.chapters,
      templates: Project.root.appending(path: "templates"), sourceDateEpoch: 0, pathsRelativeTo: folder.root)
    let result = try renderer.render([.markdown, .html], into: OutputFolder(folder), pdfEngine: nil)
    func text(_ format: ReportFormat) throws -> String {
      guard let file = result.files[format] else { throw BrokenPromise("there is no \(format.title)") }
      return String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }
    return (try text(.markdown), try text(.html))
  }
}
