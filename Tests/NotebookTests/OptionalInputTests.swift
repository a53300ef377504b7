import Basics
import Foundation
import Notebook
import Synchronization
import TestSupport
import Testing

/// A chapter that uses a file where it is at hand.
private struct Modest: Chapter {
  static let slug = "modest"
  static let title = "Modest"

  struct Results: Encodable { var found: String }

  func optionalInputs(_ settings: NoSettings) -> [String] { ["extra.txt"] }

  func run(_ page: inout Page, settings: NoSettings) throws -> Results {
    let input = page.optionalInput("extra.txt")
    page.write(input == nil ? "It was not at hand." : "It was at hand.")
    return Results(found: try input.map { try String(contentsOf: $0.file, encoding: .utf8) } ?? "")
  }
}

/// A chapter that cannot do without the same file.
private struct Demanding: Chapter {
  static let slug = "demanding"
  static let title = "Demanding"

  struct Results: Encodable { var bytes: Int }

  func inputs(_ settings: NoSettings) -> [String] { ["extra.txt"] }

  func run(_ page: inout Page, settings: NoSettings) throws -> Results {
    page.write("It is there.")
    return Results(bytes: try Data(contentsOf: page.input("extra.txt").file).count)
  }
}

/// A store that has a file once it was fetched, and notes when that was asked for.
private final class Store: InputLocator {
  let folder: URL
  let fetched = Mutex(0)
  let isReachable: Bool

  init(_ folder: URL, isReachable: Bool) {
    self.folder = folder
    self.isReachable = isReachable
  }

  func find(_ name: String) throws -> LocatedInput? {
    let file = folder.appending(path: name)
    guard FileSystem.exists(file) else { return nil }
    return LocatedInput(name: name, files: [name: file], provenance: "a file")
  }

  func fetch(
    _ name: String, progress: @escaping @Sendable (ProgressUpdate) -> Void, cancellation: Cancellation
  ) throws -> LocatedInput {
    fetched.withLock { $0 += 1 }
    guard isReachable else { throw NotebookError.input(name: name, problem: "is not to be had") }
    try Data("fetched".utf8).write(to: folder.appending(path: name))
    return try find(name)!
  }
}

private struct Silence: ProgressReporter {
  func update(_ slug: String, _ update: ProgressUpdate) {}
  func note(_ slug: String, _ message: String) {}
  func fail(_ slug: String, _ message: String) {}
  func warn(_ slug: String, _ message: String) {}
}

@Suite struct OptionalInputTests {
  private let scratch: Scratch
  private let folder: ReportFolder

  init() throws {
    scratch = try Scratch()
    folder = ReportFolder(scratch.folder)
  }

  private func runner(_ store: Store, withDemanding: Bool) throws -> ReportRunner {
    let file = try SettingsFile(text: "", path: "report.yml", overrides: [])
    var top = file.reader()
    let modest = PreparedChapter(Modest.self, reading: &top)
    let demanding = PreparedChapter(Demanding.self, reading: &top)
    return ReportRunner(
      folder: folder, output: try OutputFolder(folder), chapters: withDemanding ? [modest, demanding] : [modest],
      locator: store, seed: 1, threads: 1, memory: 1 << 30, toolVersion: "test", progress: Silence(),
      cancellation: Cancellation())
  }

  private func found() throws -> JSONValue? { try JSONReader.value(ofFile: folder.results("modest"))["found"] }

  @Test func `what a chapter can do without is used where it is, never fetched, and makes it stale when it comes`()
    throws
  {
    let store = Store(scratch.folder, isReachable: true)
    #expect(try runner(store, withDemanding: false).run().allSatisfy { $0.failure == nil })
    #expect(try found() == .string("") && store.fetched.withLock { $0 } == 0)
    #expect(try runner(store, withDemanding: false).statuses()[0].status == .fresh)
    try scratch.file("extra.txt", holding: "put there")
    #expect(
      try runner(store, withDemanding: false).statuses()[0].status == .stale(["extra.txt is a new input"]))
    _ = try runner(store, withDemanding: false).run()
    #expect(try found() == .string("put there"))
    try scratch.file("extra.txt", holding: "changed")
    #expect(try runner(store, withDemanding: false).statuses()[0].status == .stale(["extra.txt has changed"]))
  }

  @Test func `what another chapter of the report needs anyway is fetched for both`() throws {
    let store = Store(scratch.folder, isReachable: true)
    #expect(try runner(store, withDemanding: true).run().allSatisfy { $0.failure == nil })
    #expect(try found() == .string("fetched") && store.fetched.withLock { $0 } == 1)
    #expect(try runner(store, withDemanding: true).statuses().map(\.status) == [.fresh, .fresh])
  }

  @Test func `where it cannot be had, only the chapter fails that needs it`() throws {
    let outcomes = try runner(Store(scratch.folder, isReachable: false), withDemanding: true).run()
    #expect(outcomes.map { $0.failure == nil } == [true, false])
    #expect(try found() == .string(""))
  }
}
