import Basics
import Notebook
import Rendering

/// Records that answers were read again with the values that they quote now.
public struct AcceptRequest: Request {
  /// Which report.
  public var report: ReportSelection
  /// Chapters, or chapters and questions as `embeddings/neighbours`; all answers where empty.
  public var names: [String]
  /// Whether the author vouches for what they say whatever they quote, as where every claim in them is conditional.
  public var anyValues: Bool

  /// The acceptance of answers.
  public init(_ report: ReportSelection, names: [String] = [], anyValues: Bool = false) {
    self.report = report
    self.names = names
    self.anyValues = anyValues
  }

  /// The answers that were accepted, in the order of the report.
  public func result(in context: Context) throws -> [String] {
    let bench = try Workbench.open(report, in: context)
    return try OutputFolder.hold(bench.folder) { _ in
      let answers = try bench.answers()
      var (rows, review) = (answers.rows, answers.review)
      let known = rows.flatMap { [$0.chapter, $0.name] }
      if let name = names.first(where: { !known.contains($0) }) {
        throw WorkflowError.settings(
          "there is no answer “\(name)”\(suggestion(for: name, among: known)); there are "
            + rows.map(\.name).joined(separator: ", "))
      }
      if let fault = review.fault { throw WorkflowError.incomplete([fault.description]) }
      let accepted = review.accept(names, anyValues: anyValues)
      try review.write(to: bench.folder)
      for row in rows where names.contains(row.name) && !accepted.contains(row.name) {
        context.warn(
          row.state == .answered
            ? "\(row.path) cannot be accepted: its chapter has no results; run `quire render \(row.chapter)`"
            : "\(row.path) is \(row.state.rawValue), so there is nothing to accept")
      }
      return accepted
    }
  }
}
