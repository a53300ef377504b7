import ArgumentParser
import Foundation
import Workflow

/// `quire verify`: is this archive what its manifest says?
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Check a submission against its manifest.")

  @Argument(help: ArgumentHelp("The archive that `quire pack` made.", valueName: "file"), completion: .file())
  var file: String

  func run() throws {
    let findings = try Console.perform(VerifyRequest(URL(filePath: file)))
    guard findings.isEmpty else { throw Console.exit(.incomplete, findings) }
    Console.say("\(file): every file is what the manifest says")
  }
}
