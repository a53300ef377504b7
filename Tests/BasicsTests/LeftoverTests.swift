import Basics
import Foundation
import TestSupport
import Testing

/// What killed processes leave, and what living ones are at work on.
@Suite struct LeftoverTests {
  @Test func `a file that is being written stays, and one that a killed process left goes`() throws {
    let scratch = try Scratch()
    var file = try AtomicFile(replacing: scratch.file("report.md"))
    try file.write(Data("new".utf8))
    try scratch.file(".quire-unfinished-dead", holding: "half")
    try FileManager.default.createDirectory(
      at: scratch.file(".quire-unfinished-folder"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: scratch.file(".quire-unfinished-link").path, withDestinationPath: "report.md")
    AtomicFile.removeLeftovers(in: scratch.folder)
    try file.commit()
    #expect(try scratch.names() == [".quire-unfinished-folder", ".quire-unfinished-link", "report.md"])
    #expect(try String(contentsOf: scratch.file("report.md"), encoding: .utf8) == "new")
  }

  @Test func `of temporary folders those of killed processes go when the next is made`() throws {
    let scratch = try Scratch()
    for name in ["quire-try-0", "quire-rerun-zz", "quire-try-", "quire-try-UP", "quire-e2e-1", "quire-try-1-2"] {
      try FileManager.default.createDirectory(at: scratch.file(name), withIntermediateDirectories: true)
      try scratch.file("\(name)/kept", holding: "x")
    }
    try scratch.file("quire-try-2", holding: "a file")
    try FileManager.default.createSymbolicLink(
      atPath: scratch.file("quire-try-3").path, withDestinationPath: "quire-e2e-1")
    let first = try TemporaryFolder("try", in: scratch.folder)
    let second = try TemporaryFolder("try", in: scratch.folder)
    let permissions = try FileManager.default.attributesOfItem(atPath: first.url.path)[.posixPermissions] as? Int
    #expect(permissions == 0o700)
    let others = ["quire-e2e-1", "quire-try-", "quire-try-1-2", "quire-try-2", "quire-try-3", "quire-try-UP"]
    #expect(try scratch.names() == (others + [first, second].map(\.url.lastPathComponent)).sorted())
    #expect(FileManager.default.fileExists(atPath: scratch.file("quire-e2e-1/kept").path))
    withExtendedLifetime((first, second)) {}
  }

  @Test func `a temporary folder goes with its value`() throws {
    let scratch = try Scratch()
    do {
      let folder = try TemporaryFolder("rerun", in: scratch.folder)
      try Data("x".utf8).write(to: folder.url.appending(path: "x"))
      #expect(try scratch.names().count == 1)
    }
    #expect(try scratch.names().isEmpty)
  }

  @Test func `who wants to change a folder waits for who is at it, and not for ever`() throws {
    let scratch = try Scratch()
    try FolderLock.hold(scratch.folder) {
      let error = #expect(throws: FileError.self) {
        try FolderLock.hold(scratch.folder, patience: .milliseconds(50)) {}
      }
      #expect(error?.problem == "another Quire is writing here; try again when it has ended")
    }
    #expect(try FolderLock.hold(scratch.folder, patience: .zero) { try scratch.names() } == [])
  }

  @Test func `a file without a name is seen by nobody, and read back whole`() throws {
    let scratch = try Scratch()
    var file = try UnnamedFile(in: scratch.folder)
    for text in ["one ", "", "two"] { try Array(text.utf8).withUnsafeBytes { try file.write($0) } }
    #expect(file.count == 7)
    #expect(try scratch.names().isEmpty)
    let mapped = try file.mapped(path: "vectors.txt.gz")
    #expect(String(decoding: mapped.bytes, as: UTF8.self) == "one two" && mapped.path == "vectors.txt.gz")
    #expect(throws: FileError.self) { _ = try UnnamedFile(in: scratch.file("nowhere")) }
  }

  @Test func `two folders change places in one step`() throws {
    let scratch = try Scratch()
    for name in ["old", "new"] {
      try FileManager.default.createDirectory(at: scratch.file(name), withIntermediateDirectories: true)
      try scratch.file("\(name)/name", holding: name)
    }
    #expect(FileSystem.exchange(scratch.file("old"), scratch.file("new")) == 0)
    #expect(try String(contentsOf: scratch.file("old/name"), encoding: .utf8) == "new")
    #expect(FileSystem.exchange(scratch.file("old"), scratch.file("none")) == ENOENT)
  }
}
