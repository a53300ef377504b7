import Basics
import Foundation
import TestSupport
import Testing

import Rendering

@Suite(.enabled(if: MiniatureReport.pandoc != nil, "needs pypandoc_binary: make set-up")) struct PandocTests {
  private let pandoc: Pandoc

  init() throws { pandoc = try #require(MiniatureReport.pandoc) }

  private func paragraph(_ text: String) -> PandocTree {
    PandocTree(blocks: [.node("Para", .array([.node("Str", .string(text))]))])
  }

  @Test func `a text of the tree is a text whatever it looks like`() throws {
    let text = "$x$ <script>\\input{/etc/passwd} #read(\"/etc/passwd\") ```{=html} \u{2028} é"
    let answer = try pandoc.write(paragraph(text), as: "json")
    #expect(PandocTree(answer.output) == paragraph(text))
    #expect(answer.messages.isEmpty)
    let html = String(decoding: try pandoc.write(paragraph(text), as: "html").output, as: UTF8.self)
    #expect(html.contains("&lt;script&gt;"))
    let typst = String(decoding: try pandoc.write(paragraph(text), as: "typst").output, as: UTF8.self)
    #expect(typst.contains("\\#read"))
  }

  @Test func `what cannot be converted is a message with its contents`() throws {
    let tex = "a \\ce{H}\n[WARNING] b"
    let tree = PandocTree(blocks: [
      .node("Para", .array([.node("Math", .array([.node("InlineMath"), .string(tex)]))]))
    ])
    let answer = try pandoc.write(tree, as: "typst")
    #expect(answer.messages.count == 1)
    #expect(answer.messages.first?.kind == "CouldNotConvertTeXMath")
    #expect(answer.messages.first?.contents == tex)
    #expect(answer.messages.first?.text.contains("unexpected control sequence \\ce") == true)
  }

  @Test func `in the sandbox no file is read`() throws {
    let image = JSONValue.node(
      "Image", .array([.attributes(), .array([]), .array([.string("/etc/passwd"), .string("")])]))
    let tree = PandocTree(blocks: [.node("Para", .array([image]))])
    let answer = try pandoc.write(tree, as: "docx")
    #expect(answer.messages.contains { $0.kind == "CouldNotFetchResource" })
  }

  @Test func `a tree that is none is an error in words`() throws {
    let tree = PandocTree(blocks: [.node("Paragraph")])
    let error = #expect(throws: RenderingError.self) { try pandoc.write(tree, as: "typst") }
    #expect(error?.description.hasPrefix("pandoc: ended with status") == true)
  }

  @Test func `too much memory is an error in words`() throws {
    var small = pandoc
    small.memoryLimit = 8 << 20
    let error = #expect(throws: RenderingError.self) {
      try small.write(paragraph(String(repeating: "word ", count: 4_000_000)), as: "typst")
    }
    #expect(error?.description == "pandoc: was ended, since it took more than 8.4 MB of memory")
  }
}

/// Programs that stand where pandoc would.
struct BrokenPandocTests {
  private func pandoc(_ script: String, in scratch: borrowing Scratch) throws -> Pandoc {
    let file = scratch.folder.appending(path: "pandoc")
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: file)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: file.path(percentEncoded: false))
    return Pandoc(file)
  }

  @Test func `one that hangs is ended`() throws {
    let scratch = try Scratch()
    var pandoc = try pandoc("exec sleep 100", in: scratch)
    pandoc.timeLimit = 0.2
    let error = #expect(throws: RenderingError.self) { try pandoc.write(PandocTree(blocks: []), as: "typst") }
    #expect(error?.description.hasPrefix("pandoc: was ended, since it took longer than") == true)
  }

  @Test func `one that is killed says so`() throws {
    let scratch = try Scratch()
    let pandoc = try pandoc("kill -9 $$", in: scratch)
    let error = #expect(throws: RenderingError.self) { try pandoc.write(PandocTree(blocks: []), as: "typst") }
    #expect(error?.description == "pandoc: ended with status 9")
  }

  @Test func `what it says beside its log is an error`() throws {
    let scratch = try Scratch()
    let pandoc = try pandoc("cat >/dev/null; echo something is wrong >&2", in: scratch)
    let error = #expect(throws: RenderingError.self) { try pandoc.write(PandocTree(blocks: []), as: "typst") }
    #expect(error?.description.contains("something is wrong") == true)
  }

  @Test func `work that is cancelled ends it`() throws {
    let scratch = try Scratch()
    var pandoc = try pandoc("exec sleep 100", in: scratch)
    let cancellation = Cancellation()
    cancellation.cancel()
    pandoc.cancellation = cancellation
    #expect(throws: CancellationError.self) { try pandoc.write(PandocTree(blocks: []), as: "typst") }
  }

  @Test func `it is found in the environment of its interpreter or not at all`() throws {
    let scratch = try Scratch()
    let python = scratch.folder.appending(path: "bin/python")
    #expect(Pandoc(of: python) == nil)
    let files = scratch.folder.appending(path: "lib/python3.11/site-packages/pypandoc/files")
    try FileManager.default.createDirectory(at: files, withIntermediateDirectories: true)
    let program = files.appending(path: "pandoc")
    try Data().write(to: program)
    #expect(Pandoc(of: python) == nil)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: program.path(percentEncoded: false))
    #expect(Pandoc(of: python)?.program.path == program.path)
  }
}
