import Basics
public import Foundation
import Notebook
public import Rendering

/// Whether every question of a report is answered.
public struct AnswersRequest: Request {
  /// How far the answers have come.
  public struct Answers: Sendable {
    /// Every question of the report.
    public let rows: [AnswerRow]
    /// What the assignment asks for beside the answers, in the order of the report.
    public let demands: [DemandRow]
    /// The page of each question, by chapter and question; empty unless the PDF was read back when the report was packed.
    public let pages: [String: Int]
    /// Why nobody can tell whether answers were read with these values; `nil` where that is known.
    public let unreadable: String?
    /// Files that look like answers and that nothing reads.
    public let strays: [String]
    /// Results that answers repeat by hand.
    public let repeated: [RepeatedResult]

    /// The questions that have no answer yet.
    public var missing: [AnswerRow] { rows.filter { $0.state != .answered } }
    /// The answers that rest on values which have moved since.
    public var stale: [AnswerRow] { rows.filter { !$0.moved.isEmpty } }
  }

  /// A number of three digits or more that an answer repeats by hand although it is a result.
  public struct RepeatedResult: Sendable, Equatable {
    /// The answer.
    public let file: URL
    /// Where it is written.
    public let number: LiteralNumber
  }

  /// Which report.
  public var report: ReportSelection

  /// The state of a report's answers.
  public init(_ report: ReportSelection) { self.report = report }

  /// The rows in the order of the report.
  public func result(in context: Context) throws -> Answers {
    let bench = try Workbench.open(report, in: context)
    let found = try bench.answers()
    let (rows, review, outputs) = (found.rows, found.review, found.outputs)
    // What the answers show is known once they are stitched; here, what only looks like an answer is told.
    return Answers(
      rows: rows, demands: bench.demands(outputs), pages: PrintedPages(keptOf: bench.folder)?.questions ?? [:],
      unreadable: review.fault?.description,
      strays: StrayAnswers.remarks(in: bench.folder, rows: rows, shown: []).map(\.description),
      repeated: repeatedResults(in: rows, outputs.compactMapValues(\.results)))
  }

  private func repeatedResults(in rows: [AnswerRow], _ results: [String: JSONValue]) -> [RepeatedResult] {
    let written = LiteralNumber.WrittenResults(results)
    return rows.filter { $0.state == .answered }.flatMap { row -> [RepeatedResult] in
      guard let text = try? InputFile.text(of: row.file, limit: 1 << 20) else { return [] }
      return LiteralNumber.find(in: text, written: written, digits: 3).map {
        RepeatedResult(file: row.file, number: $0)
      }
    }
  }
}
