import ArgumentParser
import Foundation
import Notebook
import Rendering

/// `quire clean`: removes what was generated, and nothing else.
struct Clean: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Remove what was generated for a report.")

  @OptionGroup var options: ReportOptions

  func run() throws {
    let bench = try Workbench(options)
    let folder = bench.folder
    guard FileSystem.exists(folder.output), RunLock.hasMarked(folder.output) else {
      print("nothing to remove")
      return
    }
    let lock = try Complaint.asSettings { try RunLock(folder.output) }
    defer { withExtendedLifetime(lock) {} }
    try Complaint.asSettings {
      // Named one by one: --output-dir may point at a folder that holds other things.
      let generated =
        ["chapters", "state", "media", "cache", "run.json", "run.log", "submission.zip"]
        + ["md", "html", "pdf"].map { "report." + $0 }
      for name in generated { try FileSystem.remove(folder.output.appending(path: name)) }
      ReportRenderer.removeLeftovers(in: folder.output)
      try FileSystem.remove(folder.output.appending(path: ".lock"))
      // Only an empty folder goes.
      rmdir(folder.output.path(percentEncoded: false))
    }
    print("removed what was generated in \(FileSystem.shown(folder.output))")
  }
}
