import Basics
import Foundation
import TestSupport
import Testing
import Workflow

/// Where the model is looked for that an adapter names.
@Suite struct AdapterPlaceTests {
  private static let fixtures = Project.root.appending(path: "Tests/TransformersTests/Fixtures")

  /// A report whose chapter on attention reads an adapter that lies in it and names its base so.
  private func report(base name: String) throws -> ScratchReport {
    let report = try ScratchReport()
    try report.bench.write(
      """
      title: A test
      author: Ada
      outputs: [md]
      chapters: [attention]
      attention:
        model: adapter
        sentences: []
        sentence: the cat sat on the mat

      """, to: "report.yml")
    let adapter = report.bench.report.appending(path: "adapter")
    try FileManager.default.copyItem(at: Self.fixtures.appending(path: "adapters/biases"), to: adapter)
    let file = adapter.appending(path: "adapter_config.json")
    var keys = try #require(JSONReader.value(ofFile: file).members)
    keys.removeAll { $0.name == "base_model_name_or_path" }
    keys.append(JSONValue.Member("base_model_name_or_path", .string(name)))
    try Data("\(JSONValue.object(keys))".utf8).write(to: file)
    return report
  }

  private func copyBase(to place: URL) throws {
    try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(at: Self.fixtures.appending(path: "classifiers/bert"), to: place)
  }

  /// What failed, or nothing.
  private func failure(of report: ScratchReport) throws -> String? {
    _ = try report.perform(report.render)
    return report.events().compactMap { if case .failure(let message, _) = $0 { message } else { nil } }.first
  }

  @Test func `it is found in the report, and the report says what was merged into what`() throws {
    let report = try report(base: "models/base")
    try copyBase(to: report.bench.report.appending(path: "models/base"))
    #expect(try failure(of: report) == nil)
    let text = try report.bench.read("report.md")
    #expect(
      text.contains("the adapter in the folder `adapter` on the model in the folder `base`"), "\(text.prefix(3000))")
    #expect(text.contains("was merged into 4 matrices of the model"))
  }

  @Test func `it is found in the Hugging Face cache by the id that the adapter names`() throws {
    let report = try report(base: "somebody/base")
    let cache = report.bench.folder.appending(path: "cache/huggingface/hub/models--somebody--base")
    try copyBase(to: cache.appending(path: "snapshots/0123"))
    try FileManager.default.createDirectory(at: cache.appending(path: "refs"), withIntermediateDirectories: true)
    try Data("0123".utf8).write(to: cache.appending(path: "refs/main"))
    #expect(try failure(of: report) == nil)
    #expect(try report.bench.read("report.md").contains("on *somebody/base* (from the Hugging Face cache)"))
  }

  @Test func `where it is not on this machine, the message says which it is and how to get it`() throws {
    let message = try #require(try failure(of: report(base: "somebody/base")))
    #expect(
      message.contains(
        "is an adapter for “somebody/base” (adapter_config.json), and that is neither a file nor a folder"))
    #expect(message.contains("put that model’s files beside the adapter, or get it by `quire fetch somebody/base`"))
  }

  @Test func `an adapter of an adapter is refused, though each names the other`() throws {
    let report = try report(base: "second")
    let adapter = report.bench.report.appending(path: "adapter")
    try FileManager.default.copyItem(at: adapter, to: report.bench.report.appending(path: "second"))
    let message = try #require(try failure(of: report))
    #expect(message.contains("is an adapter for “second” (adapter_config.json), and "))
    #expect(message.contains("stands where a model is looked for"))
  }

  @Test func `what lies outside of a report is not read because an adapter in it says so`() throws {
    let report = try report(base: "../outside")
    try copyBase(to: report.bench.folder.appending(path: "outside"))
    let message = try #require(try failure(of: report))
    #expect(message.contains("outside: lies outside of the report"), "\(message)")
  }
}
