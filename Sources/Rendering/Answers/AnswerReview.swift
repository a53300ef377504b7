internal import Basics
package import Foundation
package import Notebook

/// The answers of a report, held against what their author accepted.
package struct AnswerReview {
  /// What the file says.
  private let old: ReviewedAnswers
  /// The same with every answer that is new or was edited.
  private var new: ReviewedAnswers
  private let readings: [AnswerReading]
  private let verdicts: [String: ReviewedAnswers.Verdict]
  /// Why there is no review, where the file cannot be read.
  package let fault: RenderingError.Problem?

  /// Reviews the answers of a report.
  ///
  /// - Parameter outputs: What the chapters left, where it has been read.
  /// - Throws: A `RenderingError` for answers, or results, that cannot be read.
  package init(
    of rows: [AnswerRow], outputs: [String: ChapterOutput]? = nil, in folder: ReportFolder, base: URL? = nil
  ) throws {
    let reader = ReportReader(folder: folder, base: base)
    let slugs = Set(rows.map(\.chapter)).sorted()
    let outputs = try outputs ?? ChapterOutput.all(in: folder, slugs, pathsRelativeTo: base)
    self.init(of: rows, from: try AnswerReading.Sources(reading: rows, outputs: outputs, by: reader), in: folder)
  }

  /// Reviews answers that have been read.
  init(of rows: [AnswerRow], from sources: AnswerReading.Sources, in folder: ReportFolder) {
    do {
      old = try ReviewedAnswers(of: folder)
    } catch {
      let problem = (error as? FileError)?.problem ?? "\(error)"
      (old, new, readings, verdicts) = (ReviewedAnswers(), ReviewedAnswers(), [], [:])
      fault = .init(
        file: "answers/\(ReviewedAnswers.name)",
        message: "\(problem); nobody can tell whether answers were read with these values")
      return
    }
    fault = nil
    new = old
    readings = AnswerReading.all(of: rows, from: sources, in: folder)
    var verdicts: [String: ReviewedAnswers.Verdict] = [:]
    for reading in readings {
      let verdict = old.verdict(on: reading.name, text: reading.text, data: reading.data, values: reading.values)
      verdicts[reading.name] = verdict
      if verdict == .written {
        new.accept(reading.name, text: reading.text, data: reading.data, values: reading.values)
      }
    }
    self.verdicts = verdicts
  }

  /// Rows with what has moved since their answers were accepted.
  package func marked(_ rows: [AnswerRow]) -> [AnswerRow] {
    rows.map { row in
      var row = row
      if case .stale(let changes)? = verdicts[row.name] { row.moved = changes.map(\.description) }
      return row
    }
  }

  /// What each answer quotes now, by chapter and question: each value as it is shown, by what it is quoted as.
  package var quotes: [String: [String: String]] {
    Dictionary(readings.map { ($0.name, $0.values) }) { first, _ in first }
  }

  /// Accepts answers with what they quote now.
  ///
  /// - Parameters:
  ///   - names: Chapters, or chapters and questions; all answers where empty.
  ///   - anyValues: Whether the author vouches for them whatever they quote.
  /// - Returns: What was accepted, in the order of the report.
  package mutating func accept(_ names: [String], anyValues: Bool) -> [String] {
    let chosen = readings.filter { reading in
      names.isEmpty || names.contains { reading.name == $0 || reading.name.hasPrefix($0 + "/") }
    }
    for reading in chosen {
      if anyValues {
        new.vouch(for: reading.name, text: reading.text)
      } else {
        new.accept(reading.name, text: reading.text, data: reading.data, values: reading.values)
      }
    }
    return chosen.map(\.name)
  }

  /// Keeps what was accepted.
  package func write(to folder: ReportFolder) throws { if fault == nil { try new.write(to: folder, replacing: old) } }
}

extension AnswerRow {
  /// Chapter and question, as commands name an answer: `embeddings/neighbours`.
  public var name: String { "\(chapter)/\(question.id)" }

  /// The most values that one message names.
  private static let mostNamed = 4

  /// What is to be said where values have moved since the answer was accepted; `nil` where none has.
  package var remark: RenderingError.Problem? {
    guard !moved.isEmpty else { return nil }
    let more = moved.count > Self.mostNamed ? "; and \(moved.count - Self.mostNamed) more" : ""
    return .init(
      file: path,
      message: "rests on values that have moved since it was read: "
        + moved.prefix(Self.mostNamed).joined(separator: "; ") + more
        + ". Read it again, then edit it or run `quire accept \(name)`")
  }
}
