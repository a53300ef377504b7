import Basics
import Foundation
import TestSupport
import Testing

struct FileSystemTests {
  @Test func `a scratch file is its owner's alone, is written anew, and follows no link`() throws {
    let scratch = try Scratch()
    let file = scratch.folder.appending(path: "page.typ")
    try FileSystem.writeScratch(Data("a longer text".utf8), to: file)
    try FileSystem.writeScratch(Data("text".utf8), to: file)
    #expect(try String(contentsOf: file, encoding: .utf8) == "text")
    let permissions = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
    #expect(permissions == 0o600)
    let link = scratch.folder.appending(path: "link")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
    #expect(throws: FileError.self) { try FileSystem.writeScratch(Data(), to: link) }
    #expect(throws: FileError.self) {
      try FileSystem.writeScratch(Data(), to: scratch.folder.appending(path: "none/page.typ"))
    }
  }
}
