import Basics
import Foundation
import Preview
import TestSupport
import Testing
import Workflow

/// Once its program has been built anew a preview makes way, and the new one goes on with the pages that are open.
@Suite struct ContinuationTests {
  private func program(in scratch: Scratch) throws -> URL {
    let file = try scratch.file("program", holding: "one")
    #expect(chmod(file.path, 0o755) == 0)
    return file
  }

  @Test func `a new program goes on at the same address with the next page`() throws {
    let scratch = try Scratch()
    let file = try program(in: scratch)
    let first = try PreviewBench(program: file)
    try first.start(runsChapters: false)
    let (place, page) = (first.place, try first.settled())
    try Data("two, another program".utf8).write(to: file, options: .atomic)
    #expect(chmod(file.path, 0o755) == 0)
    let continuation = try first.replaced()
    #expect(first.states.last?["isReplaced"]?.bool == true && first.states.last?["hasEnded"]?.bool == false)
    #expect(Continuation(continuation.text) == continuation)

    let second = try PreviewBench(first.bench)
    try second.start(runsChapters: false, goingOnFrom: continuation)
    #expect(second.place == place)
    #expect(try second.settled().version > page.version)
    try second.end()
  }

  @Test func `a file that is gone, cannot be run or is the same again is no new program`() throws {
    let scratch = try Scratch()
    let file = try program(in: scratch)
    let preview = try PreviewBench(program: file)
    try preview.start(runsChapters: false)
    _ = try preview.settled()
    let kept = scratch.folder.appending(path: "kept")
    try FileManager.default.moveItem(at: file, to: kept)
    usleep(700_000)
    try Data("no program".utf8).write(to: file)
    usleep(700_000)
    try FileManager.default.removeItem(at: file)
    try FileManager.default.moveItem(at: kept, to: file)
    usleep(700_000)
    let version = try preview.settled().version
    try preview.bench.write("Still here.\n", to: "answers/embeddings/parameters.md")
    try preview.state("another page") { $0.version > version }
    try preview.end()
  }

  @Test(arguments: [
    "", "80", "0 0123456789abcdef0123456789abcdef 3", "8080 0123456789abcdef 3",
    "8080 0123456789abcdef0123456789abcdef -1",
    "8080 0123456789abcdef0123456789abcdeg 3", "8080 0123456789abcdef0123456789abcdef 3 4",
    "99999 0123456789abcdef0123456789abcdef 3",
  ])
  func `what no preview wrote is gone on with by none`(_ text: String) {
    #expect(Continuation(text) == nil)
    #expect(Continuation("8080 0123456789abcdef0123456789abcdef 3")?.port == 8080)
  }
}
