import Basics
import Foundation
import Notebook

/// Which report a command is about: the one that `--report` names, as a folder or by its name under `reports/`, else the working folder if it is one, else the only one
/// under `reports/`, else the one that the file `reports/default` names.
///
/// `reports/` is that of the working folder, or without one that of Quire's home.
struct ReportChoice {
  private let named: String?
  private let environment: Environment
  private let shelf: URL

  init(_ named: String?, home: URL, in environment: Environment) {
    (self.named, self.environment) = (named, environment)
    let own = environment.workingFolder.appending(path: "reports")
    shelf = FileSystem.exists(own) ? own : home.appending(path: "reports")
  }

  /// The report's folder.
  ///
  /// - Throws: an error where no report is meant, or several may be.
  func folder() throws(WorkflowError) -> URL {
    if let named {
      guard !named.isEmpty else { throw .settings("--report: names no folder") }
      let folder = environment.place(named)
      if isReport(folder) { return folder }
      let isName = !named.contains("/") && !named.hasPrefix(".")
      if isName, isReport(shelf.appending(path: named)) { return shelf.appending(path: named) }
      let near = isName ? nearestName(to: named, among: reports).map { "; did you mean --report \($0)?" } : nil
      throw .settings("\(named): holds no report.yml\(near ?? "; `quire init NAME` makes a new report")")
    }
    if isReport(environment.workingFolder) { return environment.workingFolder }
    let reports = self.reports
    switch reports.count {
    case 0: throw .settings("\(FileSystem.shown(shelf)): holds no report; `quire init NAME` makes one")
    case 1: return shelf.appending(path: reports[0])
    default: return try standard(among: reports)
    }
  }

  /// The names of the reports under `reports/`.
  var reports: [String] { FileSystem.names(in: shelf).filter { isReport(shelf.appending(path: $0)) } }

  private func isReport(_ folder: URL) -> Bool { FileSystem.exists(folder.appending(path: "report.yml")) }

  /// The report that `reports/default` names on its one line.
  private func standard(among reports: [String]) throws(WorkflowError) -> URL {
    let file = shelf.appending(path: "default")
    let choices = reports.map { "--report \(FileSystem.shown(shelf.appending(path: $0)))" }.joined(separator: ", ")
    guard let text = try? InputFile.text(of: file, limit: 4096) else {
      throw .settings(
        "there are several reports; choose one: \(choices), or write the name of one to \(FileSystem.shown(file))")
    }
    let name = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard reports.contains(name) else {
      throw .settings("\(FileSystem.shown(file)): names “\(name)”, which is no report; choose one: \(choices)")
    }
    return shelf.appending(path: name)
  }
}
