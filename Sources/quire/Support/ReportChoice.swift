import ArgumentParser
import Basics
import Foundation
import Notebook

/// Which report a command is about: the one that `--report` names, else the working folder if it is one, else the only one
/// under `reports/`, else the one that the file `reports/default` names.
///
/// `reports/` is that of the working folder, or without one that of Quire's home.
struct ReportChoice {
  private let named: String?
  private let here: URL
  private let shelf: URL

  init(_ named: String?, home: URL, here: URL = URL(filePath: FileManager.default.currentDirectoryPath)) {
    (self.named, self.here) = (named, here)
    let own = here.appending(path: "reports")
    shelf = FileSystem.exists(own) ? own : home.appending(path: "reports")
  }

  /// The report's folder.
  ///
  /// - Throws: an exit with code 2 where no report is meant, or several may be.
  func folder() throws -> URL {
    if let named {
      guard !named.isEmpty else { throw Console.settings("--report: names no folder") }
      guard isReport(URL(filePath: named)) else {
        throw Console.settings("\(named): holds no report.yml; `quire init NAME` makes a new report")
      }
      return URL(filePath: named)
    }
    if isReport(here) { return here }
    let reports = FileSystem.names(in: shelf).filter { isReport(shelf.appending(path: $0)) }
    switch reports.count {
    case 0: throw Console.settings("\(FileSystem.shown(shelf)): holds no report; `quire init NAME` makes one")
    case 1: return shelf.appending(path: reports[0])
    default: return try standard(among: reports)
    }
  }

  private func isReport(_ folder: URL) -> Bool { FileSystem.exists(folder.appending(path: "report.yml")) }

  /// The report that `reports/default` names on its one line.
  private func standard(among reports: [String]) throws -> URL {
    let file = shelf.appending(path: "default")
    let choices = reports.map { "--report \(FileSystem.shown(shelf.appending(path: $0)))" }.joined(separator: ", ")
    guard let text = try? InputFile.text(of: file, limit: 4096) else {
      throw Console.settings(
        "there are several reports; choose one: \(choices), or write the name of one to \(FileSystem.shown(file))")
    }
    let name = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard reports.contains(name) else {
      throw Console.settings("\(FileSystem.shown(file)): names “\(name)”, which is no report; choose one: \(choices)")
    }
    return shelf.appending(path: name)
  }
}
