package import Foundation

/// A report in a folder of its own, and the built `quire` to work on it.
///
/// Everything that the tool takes from its environment points into the folder: no test touches a user's cache, and none
/// reaches a network.
package final class Bench: Sendable {
  /// What a run of the tool gave.
  package struct Outcome {
    package let code: Int32
    package let output: String
    package let errors: String
  }

  package static let root = Project.root
  package static let tool = root.appending(path: ".build/release/quire")

  package let folder: URL
  package var report: URL { folder.appending(path: "report") }
  package var output: URL { report.appending(path: "output") }

  /// A report whose only chapter is the embeddings, on a small corpus.
  package init(settings: String = "title: A test\nauthor: Ada\n", rows: Int = 300) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "quire-e2e-" + UUID().uuidString)
    try FileManager.default.createDirectory(
      at: report.appending(path: "answers/embeddings"), withIntermediateDirectories: true)
    let embeddings = """
      outputs: [md, html]
      chapters: [embeddings]
      embeddings:
        data: corpus.txt
        words: [bad, great, screen]
        vector_size: 16
        min_count: 1
        projection_words: 30
      """
    try write(settings + embeddings + "\n", to: "report.yml")
    try write(Self.corpus(rows: rows), to: "corpus.txt")
    try write("Because of {{embeddings.parameters.vectorSize}} dimensions.\n", to: "answers/embeddings/parameters.md")
    try write("*{{embeddings.neighbours.bad.0.word}}*\n", to: "answers/embeddings/neighbours.md")
  }

  /// A copy of a report that comes with Quire: its settings and answers, and nothing that a run has made.
  package init(of name: String) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "quire-e2e-" + UUID().uuidString)
    try FileManager.default.createDirectory(at: report, withIntermediateDirectories: true)
    let source = Self.root.appending(path: "reports").appending(path: name)
    for file in try FileManager.default.contentsOfDirectory(atPath: source.path) where file != "output" {
      try FileManager.default.copyItem(at: source.appending(path: file), to: report.appending(path: file))
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  package func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: report.appending(path: name))
  }

  package func read(_ name: String) throws -> String {
    try String(contentsOf: output.appending(path: name), encoding: .utf8)
  }

  /// The files of the output that depend on the inputs alone, by name.
  package func files() throws -> [String: Data] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: output.path(percentEncoded: false))
    var found: [String: Data] = [:]
    for name in names where !name.hasPrefix(".") && !name.hasPrefix("run.") && !name.hasPrefix("state") {
      let file = output.appending(path: name)
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: file.path(percentEncoded: false), isDirectory: &isFolder)
      if exists, !isFolder.boolValue { found[name] = try Data(contentsOf: file) }
    }
    return found
  }

  /// The variables that the tool sees.
  package var variables: [String: String] {
    let path = { [folder] (name: String) in folder.appending(path: name).path(percentEncoded: false) }
    return [
      "PATH": "/usr/bin:/bin", "HOME": path(""), "LC_ALL": "C.UTF-8", "XDG_CACHE_HOME": path("cache"),
      "QUIRE_HOME": Self.root.path(percentEncoded: false), "QUIRE_PYTHON": path("no-python"),
      "http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9",
    ]
  }

  /// Starts the tool without waiting for it; in a folder of its own, it is told of no report.
  ///
  /// - Parameter aside: Whether a report that is made with other settings leaves the report's own files alone, as without a test.
  package func start(
    _ arguments: [String], in place: URL? = nil, environment: [String: String] = [:],
    input: FileHandle = .nullDevice, aside: Bool = false
  ) throws -> (Process, Pipe, Pipe) {
    let process = Process()
    process.executableURL = Self.tool
    let isAboutReport =
      place == nil && arguments.first.map { ["verify", "fetch", "init", "new-chapter"].contains($0) } != true
    let saysOtherwise = arguments.contains { ["-P", "--seed", "--pairs"].contains($0) }
    let replaces = arguments.first == "render" && saysOtherwise && !aside
    process.arguments =
      arguments + (replaces ? ["--replace"] : [])
      + (isAboutReport ? ["--report", report.path(percentEncoded: false)] : [])
    process.environment = variables.merging(environment) { $1 }
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = input
    process.currentDirectoryURL = place ?? folder
    try process.run()
    return (process, output, errors)
  }

  /// Runs the tool.
  @discardableResult
  package func quire(
    _ arguments: String..., in place: URL? = nil, environment: [String: String] = [:],
    input: FileHandle = .nullDevice, aside: Bool = false
  ) throws -> Outcome {
    let (process, output, errors) = try start(
      arguments, in: place, environment: environment, input: input, aside: aside)
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let diagnostics = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Outcome(code: process.terminationStatus, output: text, errors: diagnostics)
  }

  /// Rows of made-up words that are as frequent as words of a language are, each row about one of forty topics, and between them
  /// the rows of `corpus(rows:)`.
  package static func wideCorpus(rows: Int, words: Int) -> String {
    var state: UInt64 = 7
    func number(below bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let syllables = [
      "ba", "ce", "di", "fo", "gu", "ha", "ki", "lo", "mu", "ne", "pi", "ra", "so", "tu", "ve", "wo", "za",
    ]
    func word(_ index: Int) -> String {
      var (rest, text) = (index + 17, "")
      while rest > 0 {
        text += syllables[rest % 17]
        rest /= 17
      }
      return text
    }
    let known = corpus(rows: rows).split(separator: "\n")
    return known.map { line in
      let topic = number(below: 40)
      // The square makes low numbers frequent.
      let row = (0..<24).map { _ in
        let draw = number(below: 1 << 15)
        let rank = draw * draw / (1 << 15) * words / (1 << 15)
        return word(number(below: 3) == 0 ? rank : rank / 40 * 40 + topic)
      }
      return row.joined(separator: " ") + "\n" + line + "\n"
    }.joined()
  }

  /// Rows about films and telephones, the same every time.
  package static func corpus(rows: Int) -> String {
    let judgements = ["bad", "great", "terrible", "good", "awful", "superb"]
    let things = ["screen", "battery", "case", "plot", "film", "phone", "charger", "story"]
    let verbs = ["broke", "works", "shines", "fails", "lasts", "looks"]
    var state: UInt64 = 42
    func pick(_ words: [String]) -> String {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return words[Int(state >> 33) % words.count]
    }
    return (0..<rows).map { _ in
      (0..<3).map { _ in "the \(pick(judgements)) \(pick(things)) \(pick(verbs))" }.joined(separator: " and ")
    }.joined(separator: "\n") + "\n"
  }
}
