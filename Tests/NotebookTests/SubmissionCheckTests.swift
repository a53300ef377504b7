import Basics
import Foundation
import Notebook
import TestSupport
import Testing

@Suite struct SubmissionCheckTests {
  /// A submission of three files, one with an accent in its name.
  private func submission(in scratch: Scratch) throws -> URL {
    let items = try ["report.md", "answers/é.md", "figures/a.png"].map { name in
      let file = scratch.folder.appending(path: "in").appending(path: name)
      try FileSystem.makeFolder(file.deletingLastPathComponent())
      try Data("content of \(name)".utf8).write(to: file)
      return Submission.Item(name: name, file: file)
    }
    let archive = scratch.file("submission.zip")
    try Submission.write(items, to: archive, modified: Date(timeIntervalSince1970: 1_700_000_000))
    return archive
  }

  /// Unpacks an archive and zips it again with Python, as platforms do.
  ///
  /// - Parameter change: What is done with each `name` and its bytes `data`, in Python; it writes to `new`.
  private func zippedAgain(_ archive: URL, _ scratch: Scratch, _ change: String) throws -> URL {
    let file = scratch.file("again.zip")
    let script = """
      import sys, zipfile, unicodedata
      old, new = zipfile.ZipFile(sys.argv[1]), zipfile.ZipFile(sys.argv[2], "w", zipfile.ZIP_DEFLATED)
      for name in old.namelist():
          data = old.read(name)
      \(change.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n"))
      new.close()
      """
    let outcome = try run("/usr/bin/python3", ["-c", script, archive.path, file.path], in: scratch.folder)
    try #require(outcome.status == 0, "\(outcome)")
    return file
  }

  @Test func `what was packed is what it was`() throws {
    let scratch = try Scratch()
    let check = try SubmissionCheck(try submission(in: scratch))
    #expect(check.findings.isEmpty && check.remarks.isEmpty)
    #expect(
      check.files == 3
        && check.bytes == "content of report.mdcontent of answers/é.mdcontent of figures/a.png".utf8.count)
  }

  @Test(arguments: [
    ("new.writestr('hand-in/' + name, data)", ["everything lies in a folder “hand-in”, as after zipping it again"]),
    ("new.writestr('a/b c/' + name, data)", ["everything lies in a folder “a/b c”, as after zipping it again"]),
    (
      "new.writestr('d' + str(len(name)) + '/', b'') if '/' in name else None\nnew.writestr(name, data)",
      ["has 2 entries for folders"]
    ),
    (
      "new.writestr(name, data)\nif name == 'report.md': new.writestr('__MACOSX/._report.md', b'x'); new.writestr('.DS_Store', b'x')",
      ["has 2 files that macOS or Windows add"]
    ),
    (
      "new.writestr(unicodedata.normalize('NFD', name), data)",
      ["accents in names are written otherwise, as macOS does"]
    ),
  ])
  func `zipped again by others, it is still good, and that is told`(_ change: String, _ remarks: [String]) throws {
    let scratch = try Scratch()
    let check = try SubmissionCheck(zippedAgain(submission(in: scratch), scratch, change))
    #expect(check.findings.isEmpty && check.files == 3, "\(check.findings)")
    #expect(check.remarks == remarks)
  }

  @Test(arguments: [
    (
      "new.writestr('h/' + name, data + (b'!' if name == 'report.md' else b''))",
      ["report.md: was changed after it was packed"]
    ),
    ("new.writestr('h/' + name, data) if name != 'figures/a.png' else None", ["figures/a.png: is missing"]),
    (
      "new.writestr('h/' + name, data)\nif name == 'report.md': new.writestr('loose.md', b'x')",
      ["loose.md: is not in the manifest"]
    ),
    (
      "new.writestr('h/' + name, data)\nif name == 'report.md': new.writestr('h/.DS_Store/evil.md', b'x')",
      [".DS_Store/evil.md: is not in the manifest"]
    ),
  ])
  func `zipped again and changed, it is found out`(_ change: String, _ findings: [String]) throws {
    let scratch = try Scratch()
    let check = try SubmissionCheck(zippedAgain(submission(in: scratch), scratch, change))
    #expect(check.findings == findings)
  }

  @Test func `another archive is none`() throws {
    let scratch = try Scratch()
    let check = try SubmissionCheck(
      zippedAgain(submission(in: scratch), scratch, "if 'MANIFEST' not in name: new.writestr(name, data)"))
    #expect(check.findings == ["again.zip: holds no MANIFEST.sha256, so it is no submission that `quire pack` made"])
  }
}
