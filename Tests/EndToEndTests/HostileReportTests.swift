import Foundation
import TestSupport
import Testing

/// The quick part of `make hostile`: report folders that mean harm, rendered in every format and opened, and servers that lie.
@Suite struct HostileReportTests {
  /// The tests' Python with what opens pages and PDFs.
  private static let python: URL? = {
    let hasBrowser = ["/usr/bin/chromium", "/usr/bin/google-chrome", "/usr/bin/chromium-browser"].contains(
      where: isInstalled)
    guard hasBrowser, isInstalled("/usr/bin/pdfdetach"), let python = Project.testPython,
      (try? run(python.path, ["-c", "import playwright, pypdf"]).status) == 0
    else { return nil }
    return python
  }()

  private func harness(_ script: String) throws -> (status: Int32, output: String) {
    let file = Project.root.appending(path: "Tests/Hostile").appending(path: script)
    return try run(try #require(Self.python).path, [file.path, "--quick", "--quire", Bench.tool.path])
  }

  @Test(
    .enabled(if: python != nil, "there is no Chromium, no Poppler, or no Playwright or pypdf for them"),
    .enabled(if: Project.python != nil, "Typst is not there"))
  func `of folders that mean harm nothing runs, nothing is asked for and nothing leaks`() throws {
    let result = try harness("hostile.py")
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains(/[0-9]+ folders, [0-9]+ commands/), "\(result.output)")
  }

  @Test(.enabled(if: Project.testPython != nil && isInstalled("/usr/bin/openssl"), "there is no openssl"))
  func `of servers that lie over real TLS nothing is believed`() throws {
    let file = Project.root.appending(path: "Tests/Hostile/network.py")
    let python = try #require(Project.testPython).path
    let result = try run(python, [file.path, "--quick", "--quire", Bench.tool.path])
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains(/[0-9]+ trials, 0 failed/), "\(result.output)")
  }
}
