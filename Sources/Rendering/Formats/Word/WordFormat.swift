import Basics
import Foundation

extension ReportFormat {
  /// A document for Word and LibreOffice.
  public static let word = ReportFormat(name: "docx", title: "Word document", ending: "docx") { context in
    let book = context.book
    let (pictures, missing) = PandocFormat.pictures(of: book, kinds: ["image/png", "image/jpeg", "image/gif"])
    let addresses = pictures.mapValues(\.address)
    let dialect = PandocText.Dialect(
      writer: "docx", pageBreak: ("openxml", #"<w:p><w:r><w:br w:type="page"/></w:r></w:p>"#)
    ) { addresses[UTF8Key($0)] }
    var document = PandocBook(book, dialect)
    let (data, warnings) = try PandocFormat.write(document.tree(), as: "docx", context)
    let file = WordFile(data: data, desk: context.desk.appending(path: "word"), epoch: context.epoch)
    return try Output(data: file.cleaned(), warnings: warnings + PandocFormat.warnings(missing, "the Word document"))
  }
}
