import Basics
import Foundation
import Notebook
import Synchronization
import TestSupport
import Testing

/// A number that was dear.
private struct Dear: Keepable, Equatable {
  var numbers: [Int32]
  var texts: [String]
  var share: [Double]

  static var form: Int { 1 }

  init(numbers: [Int32], texts: [String], share: [Double]) {
    self.numbers = numbers
    self.texts = texts
    self.share = share
  }

  init?(kept file: inout KeptReader) {
    guard let numbers = file.numbers(Int32.self), let texts = file.texts(), let share = file.json([Double].self) else {
      return nil
    }
    self.init(numbers: numbers, texts: texts, share: share)
  }

  func write(to file: inout KeptWriter) throws {
    try file.write(numbers)
    try file.write(texts)
    try file.write(json: share)
  }
}

/// How often each value was worked out, by the folder of the report.
private let made = Mutex<[String: Int]>([:])

/// A chapter that works something out from one of its two settings.
private struct Toiling: Chapter {
  static let slug = "toiling"
  static let title = "Toiling"
  static let questions: [Question] = []

  struct Settings: ChapterSettings {
    var desk = ""
    var dear = 3
    var cheap = 1
    mutating func read(from values: inout SettingsReader) {
      values.read("desk", &desk)
      values.read("dear", &dear)
      values.read("cheap", &cheap)
    }
  }

  struct Results: Encodable {
    var sum: Int
    var texts: [String]
    var share: [Double]
    var cheap: Int
  }

  func inputs(_ settings: Settings) -> [String] { [] }

  func run(_ page: inout Page, settings: Settings) throws -> Results {
    let value = try page.kept("number", from: ["dear": "\(settings.dear)"]) {
      made.withLock { $0[settings.desk, default: 0] += 1 }
      return Dear(
        numbers: (0..<Int32(settings.dear)).map { $0 + 1 }, texts: ["", "é", "two words"], share: [1 / 3, -0.0, 1e-300])
    }
    page.write("Done.")
    return Results(
      sum: value.numbers.reduce(0) { $0 + Int($1) }, texts: value.texts, share: value.share, cheap: settings.cheap)
  }
}

private final class Listener: ProgressReporter {
  let warnings = Mutex<[String]>([])
  func update(_ slug: String, _ update: ProgressUpdate) {}
  func note(_ slug: String, _ message: String) {}
  func fail(_ slug: String, _ message: String) {}
  func warn(_ slug: String, _ message: String) { warnings.withLock { $0.append(message) } }
}

private struct Nowhere: InputLocator {
  func find(_ name: String) throws -> LocatedInput? { nil }
  func fetch(_ name: String, progress: @escaping @Sendable (ProgressUpdate) -> Void, cancellation: Cancellation) throws
    -> LocatedInput
  {
    throw NotebookError.input(name: name, problem: "is not to be had")
  }
}

private final class Desk {
  private let scratch: Scratch
  let folder: ReportFolder
  let listener = Listener()

  init() throws {
    scratch = try Scratch()
    folder = ReportFolder(scratch.folder)
  }

  var name: String { folder.root.lastPathComponent }
  var timesMade: Int { made.withLock { $0[name] ?? 0 } }

  /// Runs the chapter, and gives its results as they lie on the disk.
  func run(_ overrides: [String] = [], refresh: Bool = false) throws -> JSONValue {
    let all = try (["toiling.desk=\(name)"] + overrides).map(SettingsFile.Override.init)
    var top = try SettingsFile(text: "", path: "report.yml", overrides: all).reader()
    let runner = ReportRunner(
      folder: folder, output: try OutputFolder(folder), chapters: [PreparedChapter(Toiling.self, reading: &top)],
      locator: Nowhere(), seed: 1, threads: 1, memory: 1 << 30, toolVersion: "test", progress: listener,
      cancellation: Cancellation())
    let outcome = try runner.run(named: ["toiling"], refresh: refresh)[0]
    #expect(outcome.failure == nil)
    return try JSONReader.value(ofFile: folder.results("toiling"))
  }

  /// The file of the kept value.
  func kept() throws -> URL {
    let place = folder.cache.appending(path: "toiling")
    let names = FileSystem.names(in: place).filter { $0.hasSuffix(".kept") }
    return place.appending(path: try #require(names.first))
  }
}

@Suite struct KeptResultsTests {
  @Test func `what does not come from a setting is not worked out again when that changes`() throws {
    let desk = try Desk()
    let first = try desk.run()
    let second = try desk.run(["toiling.cheap=2"])
    #expect(desk.timesMade == 1)
    #expect(first[["sum"]] == .integer(6))
    #expect(second[["sum"]] == first[["sum"]] && second[["texts"]] == first[["texts"]])
    #expect(second[["share"]] == first[["share"]] && second[["cheap"]] == .integer(2))
    #expect(try desk.run(["toiling.dear=4"])[["sum"]] == .integer(10))
    #expect(desk.timesMade == 2)
    // Both are kept.
    _ = try (desk.run(), desk.run(["toiling.dear=4"]))
    #expect(desk.timesMade == 2)
    #expect(desk.listener.warnings.withLock { $0 } == [])
  }

  @Test func `a refresh works everything out again`() throws {
    let desk = try Desk()
    _ = try desk.run()
    _ = try desk.run(refresh: true)
    #expect(desk.timesMade == 2)
    _ = try desk.run()
    #expect(desk.timesMade == 2)
  }

  @Test(arguments: ["cut", "empty", "changed", "another's sum", "garbage"])
  func `a kept file that is damaged counts as none and is made anew`(_ damage: String) throws {
    let desk = try Desk()
    let first = try desk.run()
    let file = try desk.kept()
    var bytes = try InputFile.bytes(of: file)
    switch damage {
    case "cut": bytes.removeLast(9)
    case "empty": bytes = []
    case "changed": bytes[bytes.count - 3] ^= 1
    case "another's sum": bytes[20] = bytes[20] == 0x30 ? 0x31 : 0x30
    default: bytes = Array("not at all what was kept".utf8)
    }
    try Data(bytes).write(to: file)
    #expect(try desk.run() == first)
    #expect(desk.timesMade == 2)
    #expect(try desk.run() == first)
    #expect(desk.timesMade == 2)
  }

  @Test func `where nothing can be kept the run goes on and says so`() throws {
    let desk = try Desk()
    let first = try desk.run()
    let file = try desk.kept()
    try FileManager.default.removeItem(at: file)
    // Not even root can write a file where a folder is.
    try FileManager.default.createDirectory(at: file.appending(path: "x"), withIntermediateDirectories: true)
    #expect(try desk.run() == first)
    let warnings = desk.listener.warnings.withLock { $0 }
    #expect(warnings.count == 1 && warnings[0].hasPrefix("number could not be kept for the next run"), "\(warnings)")
    #expect(FileSystem.exists(file.appending(path: "x")))
  }

  @Test func `a link in its place is neither followed nor written through`() throws {
    let desk = try Desk()
    let first = try desk.run()
    let (file, target) = (try desk.kept(), desk.folder.root.appending(path: "target"))
    try FileManager.default.moveItem(at: file, to: target)
    let before = try InputFile.bytes(of: target)
    try FileManager.default.createSymbolicLink(at: file, withDestinationURL: target)
    #expect(try desk.run() == first)
    #expect(desk.timesMade == 2)
    #expect(try InputFile.bytes(of: target) == before)
  }
}
