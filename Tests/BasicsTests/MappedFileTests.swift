import Basics
import Foundation
import TestSupport
import Testing

@Suite struct MappedFileTests {
  @Test func `a file is read as it is, and an empty one has no bytes`() throws {
    let scratch = try Scratch()
    try Data("some bytes".utf8).write(to: scratch.file("a"))
    let file = try MappedFile(scratch.file("a"))
    withExtendedLifetime(file) { #expect(file.bytes.elementsEqual("some bytes".utf8)) }
    try Data().write(to: scratch.file("b"))
    #expect(try MappedFile(scratch.file("b")).bytes.isEmpty)
  }

  @Test func `a file that is cut short while it is mapped ends the process with one line that names it`() async throws {
    let scratch = try Scratch()
    let path = scratch.file("a\u{1b}b").path(percentEncoded: false)
    try Data(repeating: 1, count: 100_000).write(to: URL(filePath: path))
    let outcome = await #expect(processExitsWith: .exitCode(1), observing: [\.standardErrorContent]) {
      [path = path as String] in
      MappedFile.endInOneLineWhereCut()
      let others = try (0..<10).map { _ in try MappedFile(URL(filePath: path)) }
      let file = try MappedFile(URL(filePath: path))
      truncate(path, 10)
      let sum = file.bytes.reduce(0) { $0 + Int($1) }
      withExtendedLifetime(others) { print(sum) }
    }
    let text = String(decoding: outcome?.standardErrorContent ?? [], as: UTF8.self)
    #expect(
      text.hasSuffix("a\\u{1b}b: was cut short while it was being read; put the whole file back, and run again\n"))
  }

  @Test func `a file that was let go is no longer spoken of`() async throws {
    let scratch = try Scratch()
    let path = scratch.file("a").path(percentEncoded: false)
    try Data(repeating: 1, count: 100_000).write(to: URL(filePath: path))
    await #expect(processExitsWith: .signal(SIGBUS)) { [path = path as String] in
      MappedFile.endInOneLineWhereCut()
      _ = try MappedFile(URL(filePath: path)).bytes.count
      let descriptor = open(path, O_RDONLY)
      let start = mmap(nil, 100_000, PROT_READ, MAP_PRIVATE, descriptor, 0)!
      truncate(path, 10)
      print(UnsafeRawBufferPointer(start: start, count: 100_000).reduce(0) { $0 + Int($1) })
    }
  }
}
