import Foundation

extension MarkdownView: OutputFormat {
  var format: ReportFormat { .markdown }

  func output() -> Output { Output(data: Data(text().utf8)) }
}
