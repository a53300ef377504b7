import Foundation

extension ReportFormat {
  /// GitHub's Markdown, beside its figures.
  public static let markdown = ReportFormat(name: "md", title: "Markdown", ending: "md") { context in
    Output(data: Data(MarkdownView(book: context.book).text().utf8))
  }
}
