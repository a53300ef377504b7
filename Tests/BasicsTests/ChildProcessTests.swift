import Basics
import Foundation
import TestSupport
import Testing

/// Other programs at work for this one: what they see, how long they may take, what is left of them.
@Suite struct ChildProcessTests {
  private func child(
    _ program: String, _ arguments: [String], environment: [String: String] = [:], timeLimit: Double = 60
  ) -> ChildProcess {
    ChildProcess(URL(filePath: program), arguments, environment: environment, timeLimit: timeLimit)
  }

  private func output(_ outcome: ChildProcess.Outcome) -> String { String(decoding: outcome.output, as: UTF8.self) }

  @Test func `a program sees the variables that it is given and no other`() throws {
    setenv("QUIRE_TEST_SECRET", "hf_secret", 1)
    defer { unsetenv("QUIRE_TEST_SECRET") }
    #expect(try output(child("/usr/bin/env", [], environment: ["A": "b"]).run()) == "A=b\n")
    #expect(try output(child("/usr/bin/env", []).run()) == "")
  }

  @Test func `of an environment, what names secrets or slips in code is not kept`() {
    let kept = [
      "PATH": "/bin", "HOME": "/home/a", "LANG": "C", "LC_ALL": "C", "TZ": "UTC", "TMPDIR": "/tmp", "USER": "a",
      "LOGNAME": "a",
    ]
    let dropped = [
      "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "SSH_AUTH_SOCK", "LD_PRELOAD",
      "LD_LIBRARY_PATH", "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "BASH_ENV", "ENV", "IFS", "http_proxy",
      "PIP_INDEX_URL",
      "TYPST_PACKAGE_PATH", "PATHS", "HOMEBREW", "GCONV_PATH", "PATH_TO",
    ]
    let all = kept.merging(dropped.map { ($0, "secret") }) { one, _ in one }
    #expect(ChildProcess.cleaned(all) == kept)
    #expect(ChildProcess.cleaned(all, and: ["pip_"]) == kept.merging(["PIP_INDEX_URL": "secret"]) { one, _ in one })
  }

  @Test func `no shell reads what it is told`() throws {
    let scratch = try Scratch()
    let words = [
      "$(touch \(scratch.file("made").path))", "`id`", "; id", "a b", "*", "~", "\"", "'",
      ">\(scratch.file("made").path)",
    ]
    let told = try output(child("/usr/bin/printf", ["%s\\n"] + words).run())
    #expect(told.split(separator: "\n").map(String.init) == words)
    #expect(try scratch.names() == [])
  }

  @Test func `it inherits no file that is open here`() throws {
    let scratch = try Scratch()
    let file = try scratch.file("private", holding: "x")
    let descriptor = open(file.path, O_RDONLY)
    defer { close(descriptor) }
    let listed = try output(child("/bin/ls", ["-l", "/proc/self/fd"]).run())
    #expect(listed.contains("-> pipe:") && !listed.contains("private"), "\(listed)")
  }

  /// A shell that starts another program, writes that one's number into a file and waits for it.
  private func family(_ scratch: borrowing Scratch, timeLimit: Double) -> (child: ChildProcess, number: URL) {
    let file = scratch.file("number")
    let script = "trap '' TERM; sleep 300 & echo $! > '\(file.path)'; wait; wait"
    return (child("/bin/sh", ["-c", script], environment: ["PATH": "/usr/bin:/bin"], timeLimit: timeLimit), file)
  }

  private func isGone(_ file: URL) throws -> Bool {
    let text = try String(contentsOf: file, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines)
    let number = try #require(pid_t(text))
    for _ in 0..<400 {
      // One that has ended and that nobody has asked for is still on the list.
      let state = (try? String(contentsOfFile: "/proc/\(number)/stat", encoding: .utf8))?.split(separator: ")").last
      if state == nil || state!.hasPrefix(" Z") { return true }
      usleep(25_000)
    }
    return false
  }

  @Test func `when its time is up it ends, deaf or not, and what it started ends with it`() throws {
    let scratch = try Scratch()
    let (shell, number) = family(scratch, timeLimit: 1)
    #expect(throws: ChildProcess.Failure.late(program: "/bin/sh", seconds: 1)) { try shell.run() }
    #expect(try isGone(number))
  }

  @Test func `when the work is cancelled it ends, and what it started ends with it`() throws {
    let scratch = try Scratch()
    let (shell, number) = family(scratch, timeLimit: 60)
    #expect(throws: ChildProcess.Failure.cancelled) {
      try shell.run(isCancelled: { ((try? Data(contentsOf: number))?.count ?? 0) > 1 })
    }
    #expect(try isGone(number))
  }

  @Test func `work that was cancelled before starts nothing`() throws {
    let scratch = try Scratch()
    let mark = scratch.file("started").path
    #expect(throws: ChildProcess.Failure.cancelled) { try child("/usr/bin/touch", [mark]).run(isCancelled: { true }) }
    #expect(!FileManager.default.fileExists(atPath: mark))
  }

  @Test func `one that cannot be started, or does not read, is no end of this one`() throws {
    #expect(throws: ChildProcess.Failure.self) { try child("/nonexistent/program", []).run() }
    let input = Data(repeating: 97, count: 4 << 20)
    #expect(try child("/bin/true", []).run(input: input).status == 0)
  }
}
