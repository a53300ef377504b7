import ArgumentParser
import Basics
import Foundation
import Notebook

/// `quire clean`: removes what was generated, and nothing else.
struct Clean: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Remove what was generated for a report.")

  @OptionGroup var options: ReportOptions

  func run() throws {
    let bench = try Workbench(options)
    let folder = bench.folder
    guard OutputFolder.isMarked(folder.output) else {
      Console.say("nothing to remove")
      return
    }
    let left = try Console.asSettings { try OutputFolder(folder).removeAll() }
    Console.say("removed what was generated in \(FileSystem.shown(folder.output))")
    guard !left.isEmpty else { return }
    let shown = left.prefix(5).joined(separator: ", ") + (left.count > 5 ? ", …" : "")
    Console.complain("left what Quire did not write: \(shown)")
  }
}
