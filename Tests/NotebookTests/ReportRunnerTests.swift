import Basics
import Foundation
import Notebook
import Synchronization
import TestSupport
import Testing

/// A chapter that counts the bytes of a file, and does wrong on request.
private struct Counting: Chapter {
  static let slug = "counting"
  static let title = "Counting"
  static let questions = [Question("why", title: "Why?", prompt: "Why count?", points: 1)]

  struct Settings: ChapterSettings {
    var data = "data.txt"
    var mischief = ""
    mutating func read(from values: inout SettingsReader) {
      values.read("data", &data)
      values.read("mischief", &mischief)
    }
  }

  struct Results: Encodable {
    var bytes: Int
    var mean: Double
  }

  struct Mishap: Error, CustomStringConvertible { let description = "the experiment exploded" }

  func inputs(_ settings: Settings) -> [String] { [settings.data] }

  func run(_ page: inout Page, settings: Settings) throws -> Results {
    let bytes = try Data(contentsOf: page.input(settings.data).file).count
    if settings.mischief == "silent" { return Results(bytes: bytes, mean: 0) }
    page.write("There are \(bytes) bytes.")
    switch settings.mischief {
    case "throw": throw Mishap()
    case "nan": return Results(bytes: bytes, mean: .nan)
    case "undeclared": _ = try page.input("other.txt")
    case "escape": try page.attach(Data(), as: "../../out.txt")
    case "wait": while !page.isCancelled { Thread.sleep(forTimeInterval: 0.01) }
    default: break
    }
    try page.attach(Data("\(bytes)".utf8), as: "count.txt")
    return Results(bytes: bytes, mean: 1)
  }
}

private struct Files: InputLocator {
  let folder: URL
  func find(_ name: String) throws -> LocatedInput? {
    let file = folder.appending(path: name)
    guard FileSystem.exists(file) else { return nil }
    return LocatedInput(name: name, files: [name: file], provenance: "a file")
  }
  func fetch(_ name: String, progress: @escaping @Sendable (ProgressUpdate) -> Void, cancellation: Cancellation) throws
    -> LocatedInput
  {
    throw NotebookError.input(name: name, problem: "is not to be had")
  }
}

private struct Silence: ProgressReporter {
  func update(_ slug: String, _ update: ProgressUpdate) {}
  func note(_ slug: String, _ message: String) {}
  func fail(_ slug: String, _ message: String) {}
  func warn(_ slug: String, _ message: String) {}
}

/// A report in a temporary folder.
private final class Desk {
  private let scratch: Scratch
  var root: URL { scratch.folder }
  let folder: ReportFolder
  let cancellation = Cancellation()

  init() throws {
    scratch = try Scratch()
    folder = ReportFolder(scratch.folder)
    try scratch.file("data.txt", holding: "12345")
  }

  func runner(_ overrides: String..., seed: Int = 1, code: String? = nil) throws -> ReportRunner {
    let file = try SettingsFile(text: "", path: "report.yml", overrides: overrides.map(SettingsFile.Override.init))
    var top = file.reader()
    var chapter = PreparedChapter(Counting.self, reading: &top)
    chapter.code = code
    return ReportRunner(
      folder: folder, output: try OutputFolder(folder), chapters: [chapter],
      locator: Files(folder: root), seed: seed, threads: 1, memory: 1 << 30, toolVersion: "test", progress: Silence(),
      cancellation: cancellation)
  }

  func results() throws -> JSONValue { try JSONReader.value(ofFile: folder.results("counting")) }
}

@Suite struct ReportRunnerTests {
  @Test func `a chapter runs once and is fresh from then on`() throws {
    let desk = try Desk()
    #expect(try desk.runner().statuses()[0].status == .neverRun)
    #expect(try desk.runner().run().map(\.ran) == [true])
    #expect(try desk.results()[["bytes"]] == .integer(5))
    #expect(try desk.runner().statuses()[0].status == .fresh)
    #expect(try desk.runner().run().map(\.ran) == [false])
    #expect(try desk.runner().run(named: ["counting"]).map(\.ran) == [true])
    #expect(try desk.runner().run(refresh: true).map(\.ran) == [true])
  }

  @Test func `where its code counts, an edit makes it stale`() throws {
    let desk = try Desk()
    #expect(try desk.runner(code: "a").run().map(\.ran) == [true])
    #expect(try desk.runner(code: "a").statuses()[0].status == .fresh)
    #expect(try desk.runner(code: "b").statuses()[0].status == .stale(["its code has changed"]))
    #expect(try desk.runner().statuses()[0].status == .stale(["its code has changed"]))
  }

  @Test func `a changed setting, seed or input makes it stale and says why`() throws {
    let desk = try Desk()
    _ = try desk.runner().run()
    #expect(
      try desk.runner("counting.mischief=none").statuses()[0].status == .stale(["mischief changed from  to none"]))
    #expect(try desk.runner(seed: 2).statuses()[0].status == .stale(["seed changed from 1 to 2"]))
    try Data("123456".utf8).write(to: desk.root.appending(path: "data.txt"))
    #expect(try desk.runner().statuses()[0].status == .stale(["data.txt has changed"]))
    try FileManager.default.removeItem(at: desk.root.appending(path: "data.txt"))
    #expect(try desk.runner().statuses()[0].status == .stale(["data.txt is not on this machine"]))
  }

  @Test(arguments: ["edited", "removed", "added"])
  func `output that somebody touched makes it stale`(_ change: String) throws {
    let desk = try Desk()
    _ = try desk.runner().run()
    let file = desk.folder.chapter("counting").appending(path: "attachments/count.txt")
    switch change {
    case "edited": try Data("6".utf8).write(to: file)
    case "removed": try FileManager.default.removeItem(at: file)
    default: try Data().write(to: desk.folder.chapter("counting").appending(path: "extra"))
    }
    #expect(
      try desk.runner().statuses()[0].status == .stale(["a file of its output was changed or removed"]))
  }

  @Test func `a failing chapter leaves its last good output and says so`() throws {
    let desk = try Desk()
    _ = try desk.runner().run()
    let outcome = try desk.runner("counting.mischief=throw").run()[0]
    #expect(outcome.failure == "the experiment exploded")
    #expect(try desk.results()[["bytes"]] == .integer(5))
    #expect(try desk.runner().statuses()[0].status == .failed("the experiment exploded"))
    #expect(try desk.runner().run()[0].failure == nil)
    #expect(try desk.runner().statuses()[0].status == .fresh)
  }

  @Test func `a damaged record of a failure runs the chapter again and is cleared away`() throws {
    let desk = try Desk()
    _ = try desk.runner().run()
    _ = try desk.runner("counting.mischief=throw").run()
    try Data("garbage".utf8).write(to: desk.folder.failure("counting"))
    #expect(try desk.runner().statuses()[0].status == .failed("the record of its failure is damaged"))
    #expect(try desk.runner().run().map(\.ran) == [true])
    #expect(!FileSystem.exists(desk.folder.failure("counting")))
  }

  @Test(arguments: [
    ("silent", "without writing anything"), ("nan", "the result mean is nan"), ("undeclared", "without declaring it"),
    ("escape", "the attachment “../../out.txt” must be a file name"),
  ])
  func `a chapter that breaks the rules fails with its name`(_ mischief: String, _ message: String) throws {
    let desk = try Desk()
    let failure = try #require(try desk.runner("counting.mischief=\(mischief)").run()[0].failure)
    #expect(failure.contains(message))
    #expect(!FileSystem.exists(desk.folder.chapter("counting")))
  }

  @Test func `an input that is not to be had is a failure with the way out`() throws {
    let desk = try Desk()
    #expect(try desk.runner("counting.data=none.txt").run()[0].failure == "the input “none.txt” is not to be had")
  }

  @Test func `a cancelled run changes nothing`() throws {
    let desk = try Desk()
    _ = try desk.runner().run()
    let before = try FileSystem.files(below: desk.folder.output)
    let seal = try InputFile.bytes(of: desk.folder.seal("counting"))
    Thread.detachNewThread { [cancellation = desk.cancellation] in
      Thread.sleep(forTimeInterval: 0.05)
      cancellation.cancel()
    }
    #expect(throws: CancellationError.self) { try desk.runner("counting.mischief=wait").run() }
    #expect(try FileSystem.files(below: desk.folder.output) == before)
    #expect(try InputFile.bytes(of: desk.folder.seal("counting")) == seal)
  }

  @Test func `what a killed run left is cleared away`() throws {
    let desk = try Desk()
    _ = try desk.runner().run()
    let leftover = desk.folder.chapters.appending(path: ".unfinished-counting")
    try FileManager.default.createDirectory(at: leftover, withIntermediateDirectories: true)
    _ = try desk.runner().run()
    #expect(!FileSystem.exists(leftover))
    #expect(try desk.results()[["bytes"]] == .integer(5))
  }

  @Test func `two runs in two folders give the same bytes`() throws {
    let (one, other) = (try Desk(), try Desk())
    _ = try one.runner().run()
    _ = try other.runner().run()
    let names = try FileSystem.files(below: one.folder.chapters)
    #expect(try FileSystem.files(below: other.folder.chapters) == names)
    for name in names {
      let (a, b) = (one.folder.chapters.appending(path: name), other.folder.chapters.appending(path: name))
      #expect(try InputFile.bytes(of: a) == InputFile.bytes(of: b), "\(name)")
    }
  }

  @Test func `a second run in the same folder is refused`() throws {
    let desk = try Desk()
    let output = try OutputFolder(desk.folder)
    #expect(throws: NotebookError.self) { try OutputFolder(desk.folder) }
    withExtendedLifetime(output) {}
  }
}
