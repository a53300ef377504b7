import ArgumentParser
import Basics
import Foundation
import Notebook

/// `quire verify`: is this archive what its manifest says?
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Check a submission against its manifest.")

  @Argument(help: ArgumentHelp("The archive that `quire pack` made.", valueName: "file"), completion: .file())
  var file: String

  func run() throws {
    let cancellation = Cancellation()
    let interruption = Interruption(raising: cancellation)
    defer { withExtendedLifetime(interruption) {} }
    let findings = try Console.asSettings {
      try Submission.findings(in: URL(filePath: file), cancellation: cancellation)
    }
    guard findings.isEmpty else { throw Console.exit(.incomplete, findings) }
    Console.say("\(file): every file is what the manifest says")
  }
}
