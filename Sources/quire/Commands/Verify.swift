import ArgumentParser
import Basics
import Foundation
import Workflow

/// `quire verify`: is this archive, or is each below this folder, what its manifest says?
struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check a submission against its manifest, or all submissions below a folder.",
    discussion:
      "An archive that a learning platform unpacked and zipped again is taken too.\n\nExample: quire verify submission.zip"
  )

  @Argument(
    help: ArgumentHelp("The archive that `quire pack` made, or a folder of such.", valueName: "file"),
    completion: .file())
  var file: String

  @Flag(help: "Print a table as CSV: a line for each archive.")
  var csv = false

  @Flag(help: "Work the numbers of one archive out again, by the scripts that it carries, where they are Quire's own.")
  var rerun = false

  func run() throws {
    if rerun { return try workOutAgain() }
    let verdicts = try Console.perform(VerifyRequest(URL(filePath: file)))
    let faulty = verdicts.filter { !$0.findings.isEmpty }
    if csv {
      print(table(verdicts), terminator: "")
      if !faulty.isEmpty { throw ExitCode.incomplete }
      return
    }
    if verdicts.count == 1, verdicts[0].name == file {
      for remark in verdicts[0].remarks { Console.diagnose("\(file): \(remark)") }
      guard faulty.isEmpty else { throw Console.exit(.incomplete, faulty[0].findings) }
      return Console.say("\(file): every file is what the manifest says")
    }
    for verdict in verdicts { Console.say(line(verdict)) }
    guard faulty.isEmpty else {
      throw Console.exit(
        .incomplete, "\(faulty.count) of \(verdicts.count) submissions are not what their manifests say")
    }
    Console.say("all \(verdicts.count) submissions are what their manifests say")
  }

  private func workOutAgain() throws {
    let runs = try Console.perform(RerunRequest(URL(filePath: file)))
    for run in runs {
      for line in run.output.split(whereSeparator: \.isNewline) { Console.say(String(line)) }
      Console.say("")
    }
    let wrong = runs.filter { !$0.agrees }.map(\.chapter)
    guard wrong.isEmpty else {
      throw Console.exit(
        .incomplete, "\(file): numbers of \(wrong.joined(separator: ", ")) are not what comes out again")
    }
    Console.say("\(file): every number that was worked out again is what the submission says")
  }

  private func line(_ verdict: VerifyRequest.Verdict) -> String {
    guard let first = verdict.findings.first else {
      let remarks = verdict.remarks.isEmpty ? "" : "; " + verdict.remarks.joined(separator: "; ")
      return "good    \(verdict.name)  \(verdict.files) files, \(ByteCount.text(verdict.bytes))\(remarks)"
    }
    let more = verdict.findings.count > 1 ? " (and \(verdict.findings.count - 1) more)" : ""
    return "faulty  \(verdict.name)  \(first)\(more)"
  }

  private func table(_ verdicts: [VerifyRequest.Verdict]) -> String {
    CSV.text(
      columns: ["archive", "state", "files", "bytes", "findings", "remarks"],
      rows: verdicts.map { verdict in
        [
          .text(verdict.name), .text(verdict.findings.isEmpty ? "good" : "faulty"), .integer(verdict.files),
          .integer(verdict.bytes), .text(verdict.findings.joined(separator: "; ")),
          .text(verdict.remarks.joined(separator: "; ")),
        ]
      })
  }
}
