import Foundation
import TestSupport
import Testing
import Workflow

/// A chapter of one's own, written into a copy of the source.
@Suite struct NewChapterTests {
  private let scratch: Scratch
  private let environment: Environment

  init() throws {
    scratch = try Scratch()
    for folder in ["Sources/Chapters", "Tests/ChaptersTests", "templates"] {
      try FileManager.default.createDirectory(at: scratch.file(folder), withIntermediateDirectories: true)
    }
    for file in ["Sources/Chapters/AllChapters.swift", "templates/chapter"] {
      try FileManager.default.copyItem(at: Project.root.appending(path: file), to: scratch.file(file))
    }
    try Data("public struct WordCounts {}\nstruct Taken2 {}\n".utf8).write(to: scratch.file("Sources/Chapters/A.swift"))
    environment = Environment(
      variables: ["QUIRE_HOME": scratch.folder.path(percentEncoded: false)], workingFolder: scratch.folder,
      userFolder: scratch.folder, processors: 1, memory: 1 << 30)
  }

  private func text(_ name: String) throws -> String { try String(contentsOf: scratch.file(name), encoding: .utf8) }

  @Test func `it has its own name everywhere, and is in the list`() throws {
    let files = try NewChapterRequest("word-lengths", title: "How long?").perform(in: environment)
    #expect(
      files.map(\.lastPathComponent) == ["WordLengths.swift", "WordLengthsTests.swift", "AllChapters.swift"])
    let source = try text("Sources/Chapters/WordLengths/WordLengths.swift")
    #expect(source.contains("struct WordLengths: Chapter") && source.contains("static let slug = \"word-lengths\""))
    #expect(source.contains("static let title = \"How long?\"") && source.contains("{{table:word-lengths/lengths}}"))
    let test = try text("Tests/ChaptersTests/WordLengthsTests.swift")
    for written in [source, test] {
      #expect(!written.contains("NewChapter") && !written.contains("new-chapter") && !written.contains("A new chapter"))
    }
    #expect(
      try text("Sources/Chapters/AllChapters.swift").contains("    ImageCaptions.self,\n    WordLengths.self,\n  ]"))
    _ = try NewChapterRequest("taken").perform(in: environment)
    #expect(try text("Sources/Chapters/Taken/Taken.swift").contains("static let title = \"Taken\""))
    #expect(try text("Sources/Chapters/AllChapters.swift").contains("    WordLengths.self,\n    Taken.self,\n  ]"))
  }

  @Test func `a chapter that a killed run wrote and did not list is written again, and no other`() throws {
    let list = try text("Sources/Chapters/AllChapters.swift")
    let file = try NewChapterRequest("word-lengths").perform(in: environment)[0]
    #expect(throws: WorkflowError.self) { try NewChapterRequest("word-lengths").perform(in: environment) }
    try Data(list.utf8).write(to: scratch.file("Sources/Chapters/AllChapters.swift"))
    let unfinished = file.deletingLastPathComponent().appending(path: ".quire-unfinished-1")
    try Data("half".utf8).write(to: unfinished)
    _ = try NewChapterRequest("word-lengths").perform(in: environment)
    #expect(try text("Sources/Chapters/AllChapters.swift").contains("    WordLengths.self,\n  ]"))
    #expect(!FileManager.default.fileExists(atPath: unfinished.path))
    try Data(list.utf8).write(to: scratch.file("Sources/Chapters/AllChapters.swift"))
    try Data("struct Mine {}\n".utf8).write(to: file)
    #expect(throws: WorkflowError.self) { try NewChapterRequest("word-lengths").perform(in: environment) }
    #expect(try String(contentsOf: file, encoding: .utf8) == "struct Mine {}\n")
  }

  @Test(arguments: [
    ("Words", "cannot name a chapter"), ("2-words", "a letter first"), ("words-", "cannot name"),
    ("embeddings", "already"), ("type", "Swift's own"), ("word-counts", "Sources/Chapters/A.swift declares"),
    ("report", "a meaning of its own"), ("../words", "cannot name"),
  ])
  func `a name that cannot be one is refused, and nothing is written`(_ name: String, _ message: String) throws {
    let list = try text("Sources/Chapters/AllChapters.swift")
    let error = try #require(throws: WorkflowError.self) { try NewChapterRequest(name).perform(in: environment) }
    #expect(error.messages.count == 1 && error.messages[0].contains(message), "\(error)")
    #expect(try text("Sources/Chapters/AllChapters.swift") == list)
  }

  @Test func `what stands in the way is named`() throws {
    for title in ["", "a \" b", "a\nb", "\\(x)"] {
      #expect(throws: WorkflowError.self) { try NewChapterRequest("words", title: title).perform(in: environment) }
    }
    try Data().write(to: scratch.file("Tests/ChaptersTests/WordsTests.swift"))
    let error = try #require(throws: WorkflowError.self) { try NewChapterRequest("words").perform(in: environment) }
    #expect(error.messages[0].hasSuffix("WordsTests.swift: exists already"))
    #expect(!FileManager.default.fileExists(atPath: scratch.file("Sources/Chapters/Words").path))
    try FileManager.default.removeItem(at: scratch.file("Sources/Chapters/AllChapters.swift"))
    #expect(throws: WorkflowError.self) { try NewChapterRequest("other").perform(in: environment) }
  }
}
