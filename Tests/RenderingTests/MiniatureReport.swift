import Foundation
import Notebook
import Rendering
import TestSupport

/// A report of two chapters on disk, small enough to read whole, in a folder of its own that goes with it.
final class MiniatureReport {
  private let scratch: Scratch
  var root: URL { scratch.folder }
  let folder: ReportFolder
  var settings = ReportSettings()
  /// The code of its chapters, by their names.
  var code: [String: ChapterCode] = [:]
  /// The works that come with Quire, where the report may cite any.
  var references: URL?
  var chapters = [
    ChapterInput(slug: "embeddings", title: "Word embeddings"), ChapterInput(slug: "pictures", title: "Pictures"),
  ]

  init() throws {
    scratch = try Scratch()
    folder = ReportFolder(scratch.folder)
    settings.title = "A miniature"
    settings.course = "Reading"
    settings.authors = [.init(name: "Ada Lovelace", identifier: "s123")]
    // What a run would have claimed before it wrote.
    let written = ["embeddings", "pictures"].flatMap { slug in
      ["chapter.json", "results.json", "figures/loss.png", "figures/pca.png", "figures/grid.png"].map {
        "chapters/\(slug)/\($0)"
      }
    }
    try OutputFolder(folder).claim(written)
    try write(chapter: Self.embeddings)
    try write(Self.results, to: folder.results("embeddings"))
    try write(chapter: Self.pictures)
    try write(#"{"top": "a|b`c*_<b>"}"#, to: folder.results("pictures"))
    for name in ["embeddings/figures/loss.png", "embeddings/figures/pca.png", "pictures/figures/grid.png"] {
      try write(Self.png, to: folder.chapters.appending(path: name))
    }
    try answer("size", "A vector of {{embeddings.size}} numbers, see {{figure:embeddings/pca}}.\n")
  }

  static let templates = Project.root.appending(path: "templates")

  /// The interpreter that sets PDF, where this machine has one.
  static let engine = Project.python.map { PDFEngine(python: $0) }

  /// pandoc, where this machine has it.
  static let pandoc = Project.python.flatMap { Pandoc(of: $0) }

  /// An image of four pixels.
  static let png = Data(
    base64Encoded:
      "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGOQj19xKFyK4f///wwMDAAnsQVXrY/sKgAAAABJRU5ErkJggg==")!

  static let results = """
    {"size": 100, "loss": [0.41234, 0.3, 0.29005], "share": 0.1234, "reviews": 194439, "delta": -0.5,
     "words": ["bad", "great"], "neighbours": {"bad": [{"word": "terrible", "similarity": 0.6617}]}, "e.g.": "dotted",
     "nothing": null, "levels": [2, 3], "token": "water", "evil": "<script>alert(1)</script> {{embeddings.size}} [x](javascript:alert(1)) | `q` *b*"}
    """

  static let embeddings = ChapterDocument(
    slug: "embeddings", title: "Word embeddings", summary: "Words as *vectors*.",
    provenance: ["{{embeddings.reviews | thousands}} reviews."],
    questions: [Question("size", title: "Size", prompt: "How **large** is a vector?", points: 0.5)],
    blocks: [
      .markdown("## The data\n\nThere are {{embeddings.reviews | thousands}} reviews.[^1]\n\n[^1]: As counted.\n"),
      .figure(
        FigureBlock(
          id: "loss", file: "figures/loss.png", width: 300, height: 200,
          caption: "The loss ends at {{.loss.last | fixed 2}}.",
          alternativeText: "A falling line")),
      .table(
        TableBlock(
          id: "near", caption: "Nearest words.",
          columns: [.init("Word", isCode: true), .init("Similarity", .trailing)],
          rows: [["terrible", "0.6617"], ["a|b`c", "<b>"]])),
      .callout(Callout(.note, title: "Mind", "A *remark* on {{section:pictures}}.")),
      .code(CodeBlock("let a = 1\n", language: "swift", title: "Source", isFolded: true)),
      .figure(
        FigureBlock(
          id: "pca", file: "figures/pca.png", width: 300, height: 200, caption: "The projection.",
          alternativeText: "A cloud of points")),
      .question("size"),
    ])

  static let pictures = ChapterDocument(
    slug: "pictures", title: "Pictures",
    blocks: [
      .markdown(
        "## The data\n\nThe top word is {{.top}}, from {{figure:embeddings/loss}} and {{table:embeddings/near}}.[^1]\n\n[^1]: Another.\n"
      ),
      .figure(
        FigureBlock(
          id: "grid", file: "figures/grid.png", width: 300, height: 200, caption: "A grid.",
          alternativeText: "Four squares")),
    ])

  func write(_ text: String, to file: URL) throws { try write(Data(text.utf8), to: file) }

  func write(_ data: Data, to file: URL) throws {
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  func write(chapter: ChapterDocument) throws {
    try write(JSONEncoder().encode(chapter), to: folder.document(chapter.slug))
  }

  func answer(_ question: String, _ text: String) throws {
    try write(text, to: folder.answer(question, of: "embeddings"))
  }

  var renderer: ReportRenderer {
    ReportRenderer(
      folder: folder, settings: settings, chapters: chapters, templates: Self.templates, sourceDateEpoch: 1_790_000_000,
      pathsRelativeTo: root, references: references, code: { [code] in code[$0] })
  }

  /// Makes the report in formats.
  func render(_ formats: Set<ReportFormat>, pdfEngine: PDFEngine? = nil) throws -> RenderResult {
    try renderer.render(formats, into: OutputFolder(folder), pdfEngine: pdfEngine)
  }

  /// Renders and gives the text of one output.
  func text(_ format: ReportFormat, pdfEngine: PDFEngine? = nil) throws -> String {
    let result = try render([format], pdfEngine: pdfEngine)
    return try String(contentsOf: result.files[format]!, encoding: .utf8)
  }

  /// The Markdown between the answer's question and the next chapter.
  func answerInMarkdown() throws -> String {
    let text = try text(.markdown)
    let start = text.range(of: "> How **large** is a vector?\n\n")!.upperBound
    let end = text.range(of: "\n\n<a id=\"pictures\">")!.lowerBound
    return String(text[start..<end])
  }

  /// The HTML of the answer.
  func answerInHTML(pdfEngine: PDFEngine? = nil) throws -> String {
    let text = try text(.html, pdfEngine: pdfEngine)
    let start = text.range(of: "<div class=\"answer\">\n")!.upperBound
    return String(text[start..<text.range(of: "</div>\n</section>", range: start..<text.endIndex)!.lowerBound])
  }

  /// What keeps the report from being rendered.
  func problems() -> [String] {
    do {
      _ = try render([.markdown, .html])
      return []
    } catch let error as RenderingError {
      return error.problems.map(\.description)
    } catch { return ["\(error)"] }
  }
}
