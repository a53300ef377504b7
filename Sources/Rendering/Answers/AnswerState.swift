import Foundation
public import Notebook

/// How far the answer to a question has come.
public enum AnswerState: String, Sendable, Equatable, CaseIterable {
  /// There is an answer.
  case answered
  /// The file holds only comments, headings, the template's text, or a mark such as `TODO`.
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
    let source = MarkdownSource(answer: text)
    self = Self.judge(source, to: question)
  }

  /// Judges an answer by what it says once it is parsed: headings, rules and comments are no answer.
  static func judge(_ source: MarkdownSource, to question: Question) -> AnswerState {
    // What cannot be parsed is somebody's text; the fault is told when it is stitched.
    guard let document = try? MarkdownParser.parse(source.bytes) else { return .answered }
    let said = AnswerWords(of: document)
    if said.hasMore { return .answered }
    guard !said.texts.isEmpty else {
      return source.hadComment || !source.bytes.allSatisfy(isBlank) ? .placeholder : .empty
    }
    let text = said.texts.map(plain).filter { !marks.contains($0) }.joined(separator: " ")
    if text.isEmpty || text == plain(question.title) { return .placeholder }
    let prompt = (try? MarkdownParser.parse(MarkdownSource(question.prompt.source).bytes)).map(AnswerWords.init)
    return text == prompt.map { plain($0.texts.joined(separator: " ")) } ? .placeholder : .answered
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 }

  /// What people leave where an answer is to come.
  private static let marks: Set<String> = [
    "", "todo", "tbd", "fixme", "xxx", "wip", "your answer", "answer", "your answer here", "write your answer here",
    "write your answer", "answer here", "your answer goes here", "answer goes here", "insert answer here", "to do",
    "tba",
    "to be done", "to be written", "coming soon", "in progress", "pending", "lorem ipsum",
    "por hacer", "por completar", "respuesta", "tu respuesta", "su respuesta", "tu respuesta aquí", "su respuesta aquí",
    "escribe tu respuesta aquí", "escriba su respuesta aquí",
    "antwort", "antwort hier", "ihre antwort", "deine antwort", "hier antworten", "noch zu beantworten", "folgt",
    "réponse", "votre réponse", "votre réponse ici", "écrivez votre réponse ici", "à faire", "à compléter",
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
