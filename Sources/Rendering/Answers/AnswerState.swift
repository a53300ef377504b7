import Foundation
public import Notebook

/// How far the answer to a question has come.
public enum AnswerState: String, Sendable, Equatable, CaseIterable {
  /// There is an answer.
  case answered
  /// The file holds only comments, the template's text, or a mark such as `TODO`.
  case placeholder
  /// The file holds nothing.
  case empty
  /// There is no file.
  case missing

  /// Judges the text of an answer to a question; `nil` stands for a file that is not there.
  public init(of text: String?, to question: Question) {
    guard let text else {
      self = .missing
      return
    }
    let source = MarkdownSource(text)
    self = Self.judge(source, to: question)
  }

  /// Judges an answer that has been read.
  static func judge(_ source: MarkdownSource, to question: Question) -> AnswerState {
    let lines = String(decoding: source.bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty && !$0.hasPrefix("#") }
    if lines.isEmpty {
      return source.hadComment || !source.bytes.allSatisfy(isBlank) ? .placeholder : .empty
    }
    let text = plain(lines.joined(separator: " "))
    return marks.contains(text) || text == plain(question.prompt.source) || text == plain(question.title)
      ? .placeholder : .answered
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 }

  /// What people leave where an answer is to come.
  private static let marks: Set<String> = [
    "", "todo", "tbd", "fixme", "xxx", "wip", "your answer", "answer", "your answer here", "write your answer here",
    "write your answer", "answer here", "to do", "to be done", "coming soon", "lorem ipsum",
  ]

  /// Lower-case words with single blanks between, so that `**TODO:**` and `todo…` are the same.
  private static func plain(_ text: String) -> String {
    var result = ""
    for scalar in text.lowercased().unicodeScalars {
      if scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar.value > 0x2fff {
        result.unicodeScalars.append(scalar)
      } else if scalar.properties.isWhitespace, !result.isEmpty, !result.hasSuffix(" ") {
        result += " "
      }
    }
    return result.trimmed()
  }
}
