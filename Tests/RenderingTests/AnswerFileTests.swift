import Foundation
import Rendering
import Testing

/// Answers that lie where none is looked for, or that are no text.
@Suite struct AnswerFileTests {
  private func warnings(_ name: String, answered: Bool = false) throws -> [String] {
    let report = try MiniatureReport()
    let answers = report.folder.answers
    if !answered { try FileManager.default.removeItem(at: answers.appending(path: "embeddings/size.md")) }
    try report.write("An answer.", to: answers.appending(path: name))
    return try report.render([.markdown]).warnings
  }

  @Test(arguments: [
    "Size.md", "SIZE.MD", "size.md.txt", "size.markdown", "sise.md", "size (1).md", "size copy.md", "size-2.md", "size",
    "size.docx", "size.pdf", "size.md~", "size_final.md",
  ])
  func `an answer under a near name is told the right one`(name: String) throws {
    #expect(
      try warnings("embeddings/" + name) == ["answers/embeddings/\(name): no question reads it; call it size.md"])
    #expect(
      try warnings("embeddings/" + name, answered: true)
        == ["answers/embeddings/\(name): no question reads it; the answer is read from size.md"])
  }

  @Test func `an answer in another folder is told its place`() throws {
    #expect(
      try warnings("embeddings/size/size.md") == [
        "answers/embeddings/size/size.md: lies one folder too deep, so no question reads it; move it to "
          + "answers/embeddings/size.md"
      ])
    #expect(
      try warnings("size.md") == [
        "answers/size.md: lies in no chapter's folder, so no question reads it; move it to answers/embeddings/size.md"
      ])
    #expect(
      try warnings("embedding/size.md") == [
        "answers/embedding/: this report has no chapter of that name, so nothing reads it; did you mean embeddings?"
      ])
  }

  @Test func `pictures and data beside an answer are nobody's answer`() throws {
    #expect(try warnings("embeddings/size.png", answered: true) == [])
    #expect(try warnings("embeddings/numbers.csv", answered: true) == [])
    #expect(try warnings("embeddings/pictures/size.png", answered: true) == [])
  }

  @Test(arguments: [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian])
  func `UTF-16 is named, with its mark or without`(encoding: String.Encoding) throws {
    let report = try MiniatureReport()
    try report.write("A hundred numbers.".data(using: encoding)!, to: report.folder.answer("size", of: "embeddings"))
    #expect(report.problems() == ["answers/embeddings/size.md: is UTF-16; save it as UTF-8"])
  }

  @Test func `the line that is not UTF-8 is named`() throws {
    let report = try MiniatureReport()
    try report.write(
      Data("é\nT\nM".utf8) + [0xFC] + Data("ller".utf8), to: report.folder.answer("size", of: "embeddings"))
    #expect(report.problems() == ["answers/embeddings/size.md: is not UTF-8 in line 3; save it with that encoding"])
  }

  @Test func `an answer that is no file is named`() throws {
    let report = try MiniatureReport()
    let place = report.folder.answer("size", of: "embeddings")
    try FileManager.default.removeItem(at: place)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
    #expect(
      report.problems() == ["answers/embeddings/size.md: is a folder; write the answer into a text file of that name"])
    try FileManager.default.removeItem(at: place)
    #expect(mkfifo(place.path, 0o600) == 0)
    #expect(
      report.problems() == [
        "answers/embeddings/size.md: is a named pipe, which can be read only once; save what comes out of it in a file"
      ])
    try FileManager.default.removeItem(at: place)
    try FileManager.default.createSymbolicLink(at: place, withDestinationURL: URL(filePath: "/dev/zero"))
    #expect(report.problems().count == 1)
    #expect(report.problems().first?.hasPrefix("answers/embeddings/size.md: ") == true)
  }

  @Test func `a byte order mark is no part of an answer`() throws {
    let report = try MiniatureReport()
    try report.answer("size", "\u{FEFF}# Heading\n\nA hundred.\n")
    #expect(try report.answerInMarkdown().contains("#### Heading\n\nA hundred."))
  }
}
