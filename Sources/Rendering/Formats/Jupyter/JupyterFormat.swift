import Basics
import Foundation
import Notebook

extension ReportFormat {
  /// A Jupyter notebook: a cell of text for each section, the chapters' code in cells of its own, pictures attached.
  public static let jupyter = ReportFormat(name: "ipynb", title: "Jupyter notebook", ending: "ipynb") { context in
    try JupyterView(context: context).output()
  }
}

/// The report as a Jupyter notebook of the format 4.5.
struct JupyterView {
  /// What it is made from.
  let context: FormatContext

  func output() throws -> Output {
    let book = context.book
    let kinds: Set<String> = ["image/png", "image/jpeg", "image/gif", "image/svg+xml", "image/webp"]
    let (pictures, missing) = PandocFormat.pictures(of: book, kinds: kinds)
    var names: [UTF8Key: String] = [:]
    for (number, path) in pictures.keys.sorted().enumerated() {
      names[path] = "picture-\(number + 1).\(pictures[path]?.type.split(separator: "/").last.map(String.init) ?? "")"
    }
    let dialect = PandocText.Dialect(writer: "ipynb", hasTags: true, hasLooseCaptions: true) { [names] path in
      names[UTF8Key(path)].map { "attachment:\($0)" }
    }
    var document = PandocBook(
      book, dialect,
      form: .init(hasCover: true, isForScreens: true) { code in
        .node(
          "Div",
          .array([
            .attributes(classes: ["cell", "code"]), .array([PandocText.code(code.text, language: code.language)]),
          ]))
      })
    let tree = cells(document.tree())
    let (data, warnings) = try PandocFormat.write(tree, as: "ipynb", options: ["--wrap=none"], context)
    var attachments: [String: Picture] = [:]
    for (path, name) in names { attachments[name] = pictures[path] }
    guard let notebook = JupyterNotebook(data, attachments) else {
      throw FormatUnavailable(reason: "pandoc wrote a notebook that is not understood here", isFailure: true)
    }
    return Output(data: notebook.data, warnings: warnings + PandocFormat.warnings(missing, "the notebook"))
  }

  /// The document cut into cells: a new one begins with each heading and behind each cell of code.
  private func cells(_ tree: PandocTree) -> PandocTree {
    var cells: [JSONValue] = []
    var text: [JSONValue] = []
    func finish() {
      if !text.isEmpty {
        cells.append(.node("Div", .array([.attributes(classes: ["cell", "markdown"]), .array(text)])))
      }
      text = []
    }
    for block in tree.blocks {
      let name = block["t"]?.string
      if name == "Div", block["c"]?.array?.first?.array?[1].array?.contains(.string("code")) == true {
        finish()
        cells.append(block)
      } else {
        if name == "Header" { finish() }
        text.append(block)
      }
    }
    finish()
    return PandocTree(metadata: tree.metadata, blocks: cells)
  }
}
