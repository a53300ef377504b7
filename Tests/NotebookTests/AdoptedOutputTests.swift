import Basics
import Foundation
import Notebook
import TestSupport
import Testing

/// An output that begins with what another output of the same report has kept.
@Suite struct AdoptedOutputTests {
  private let scratch: Scratch
  private let own: ReportFolder
  private let aside: ReportFolder

  init() throws {
    scratch = try Scratch()
    own = ReportFolder(scratch.folder)
    aside = ReportFolder(scratch.folder, output: scratch.file("tried"))
    try OutputFolder.hold(own) { output in
      for path in [
        "cache/a/kept", "chapters/a/chapter.json", "chapters/b/chapter.json", "report.md", "state/sums.json",
      ] {
        try output.claim([path])
        try AtomicFile.write(Data("own \(path)".utf8), to: own.output.appending(path: path))
      }
    }
    try Data("no record of it".utf8).write(to: own.output.appending(path: "cache/a/foreign"))
  }

  private func adopt() throws { try OutputFolder.hold(aside) { try $0.adopt(from: own) } }

  private func text(_ path: String) -> String? {
    try? String(contentsOf: aside.output.appending(path: path), encoding: .utf8)
  }

  @Test func `what saves time is copied, the report and what is not Quire's are not`() throws {
    try adopt()
    for path in ["cache/a/kept", "chapters/a/chapter.json", "chapters/b/chapter.json", "state/sums.json"] {
      #expect(text(path) == "own \(path)")
    }
    #expect(text("report.md") == nil && text("cache/a/foreign") == nil)
    // What was copied is Quire's here too.
    #expect(try OutputFolder.hold(aside) { try $0.removeAll() } == [])
    #expect(FileManager.default.fileExists(atPath: own.output.appending(path: "cache/a/kept").path))
  }

  @Test func `what is here stays, a chapter as a whole`() throws {
    try OutputFolder.hold(aside) { output in
      for path in ["cache/a/kept", "chapters/a/other.json"] {
        try output.claim([path])
        try AtomicFile.write(Data("here".utf8), to: aside.output.appending(path: path))
      }
    }
    try adopt()
    #expect(text("cache/a/kept") == "here" && text("chapters/a/other.json") == "here")
    #expect(text("chapters/a/chapter.json") == nil && text("chapters/b/chapter.json") == "own chapters/b/chapter.json")
  }

  @Test func `without another output, or with a link in it, nothing is copied`() throws {
    try FileManager.default.removeItem(at: own.output.appending(path: "cache/a/kept"))
    try FileManager.default.createSymbolicLink(
      at: own.output.appending(path: "cache/a/kept"), withDestinationURL: URL(filePath: "/etc/passwd"))
    try adopt()
    #expect(text("cache/a/kept") == nil)
    try FileManager.default.removeItem(at: own.output)
    try FileManager.default.removeItem(at: aside.output)
    try adopt()
    #expect(FileSystem.names(in: aside.output.appending(path: "chapters")).isEmpty)
    try OutputFolder.hold(own) { try $0.adopt(from: own) }
  }
}
