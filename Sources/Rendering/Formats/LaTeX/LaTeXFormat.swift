import Basics
import Foundation

extension ReportFormat {
  /// A source for LaTeX, which finds its figures beside it where the report's other files lie.
  public static let latex = ReportFormat(name: "tex", title: "LaTeX source", ending: "tex") { context in
    let book = context.book
    let known: Set<String> = ["image/png", "image/jpeg"]
    let missing = book.images.filter { !known.contains($0.value.type) }.keys.sorted()
    let dialect = PandocText.Dialect(writer: "latex", pageBreak: ("latex", "\\newpage"), hasTags: true, isTeX: true) {
      path in
      book.images[UTF8Key(path)].flatMap { known.contains($0.type) ? LinkDestination.of(path: path) : nil }
    }
    var document = PandocBook(book, dialect, form: .init(hasContents: false))
    let (data, warnings) = try PandocFormat.write(
      document.tree(), as: "latex",
      options: [
        "--standalone", "--toc", "--variable=header-includes:\(header(for: book))", "--variable=geometry:margin=28mm",
      ], context)
    return Output(data: data, warnings: warnings + PandocFormat.warnings(missing, "LaTeX"))
  }

  /// The packages of a report: captions have its own labels and numbers, and some formulas commands of their own.
  private static func header(for book: Book) -> String {
    let used = packages.filter { package in
      book.formulas.keys.contains { formula in package.commands.contains { formula.tex.contains("\\\($0)") } }
    }
    return "\\usepackage{caption}\\captionsetup{labelformat=empty}"
      + used.map { "\\usepackage{\($0.name)}" }.joined()
  }

  /// Packages of LaTeX by the commands that they bring.
  private static let packages: [(name: String, commands: [String])] = [
    ("cancel", ["cancel", "bcancel", "xcancel"]), ("bm", ["bm"]), ("mathrsfs", ["mathscr"]), ("dsfont", ["mathds"]),
    ("stmaryrd", ["llbracket", "rrbracket"]), ("siunitx", ["SI", "si", "qty", "unit", "num", "ang"]),
  ]
}
