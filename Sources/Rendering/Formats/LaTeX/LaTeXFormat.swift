import Basics
import Foundation

extension ReportFormat {
  /// A source for LaTeX, which finds its figures beside it where the report's other files lie.
  public static let latex = ReportFormat(name: "tex", title: "LaTeX source", ending: "tex") { context in
    let book = context.book
    let known: Set<String> = ["image/png", "image/jpeg"]
    let missing = book.images.filter { !known.contains($0.value.type) }.keys.sorted()
    let dialect = PandocText.Dialect(writer: "latex", pageBreak: ("latex", "\\newpage"), hasTags: true) { path in
      book.images[UTF8Key(path)].flatMap { known.contains($0.type) ? LinkDestination.of(path: path) : nil }
    }
    var document = PandocBook(book, dialect, form: .init(hasContents: false))
    let (data, warnings) = try PandocFormat.write(
      document.tree(), as: "latex",
      options: ["--standalone", "--toc", "--variable=header-includes:\(header)", "--variable=geometry:margin=28mm"], context)
    return Output(data: data, warnings: warnings + PandocFormat.warnings(missing, "LaTeX"))
  }

  /// Captions have the report's own labels and numbers.
  private static let header = "\\usepackage{caption}\\captionsetup{labelformat=empty}"
}
