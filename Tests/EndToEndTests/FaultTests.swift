import Foundation
import TestSupport
import Testing

/// The harness of `Tests/Faults` in a short form, so that it cannot rot: `make faults` is the long one.
@Suite(.serialized, .enabled(if: isInstalled("/usr/bin/python3"), "python3 is not there")) struct FaultTests {
  private func faults(_ arguments: String..., script: String = "run.py") throws -> (status: Int32, output: String) {
    let script = Project.root.appending(path: "Tests/Faults/\(script)").path(percentEncoded: false)
    let tool = Bench.tool.path(percentEncoded: false)
    return try run("/usr/bin/python3", [script, "--quire", tool] + arguments)
  }

  @Test func `every limit holds, and a file that claims to be larger than it is takes no memory for it`() throws {
    let (status, output) = try faults(script: "limits.py")
    #expect(status == 0 && output.hasSuffix("every limit held\n"), "\(output)")
  }

  @Test(arguments: ["render of one", "pack", "try --save", "fetch a picture", "init"])
  func `kills and failing calls lose nothing`(_ command: String) throws {
    let (status, output) = try faults(
      "--command", command, "--kills", "3", "--calls", "1", "--part", "kills", "--part", "calls")
    #expect(status == 0 && output.hasSuffix("nothing was lost\n"), "\(output)")
  }

  @Test(.enabled(if: Project.python != nil, "there is no Python with Typst"))
  func `a program that Quire had started ends when Quire is killed`() throws {
    let (status, output) = try faults("--command", "render to PDF", "--kills", "4", "--part", "kills")
    #expect(status == 0 && output.hasSuffix("nothing was lost\n"), "\(output)")
  }

  @Test func `two at once, a slow disk and a clock that jumps lose nothing`() throws {
    let (status, output) = try faults("--command", "accept", "--part", "conditions")
    #expect(status == 0 && output.hasSuffix("nothing was lost\n"), "\(output)")
  }

  @Test func `a sync that was forgotten is found`() throws {
    let (status, output) = try faults("--command", "accept", "--calls", "1", "--part", "calls", "--forget-fsync")
    #expect(status == 1 && output.contains("report/answers/reviewed.json took its place before it was on the disk"))
  }
}
