import Foundation
import TestSupport
import Testing

/// `quire try` and what else is typed at a terminal.
@Suite struct TryCommandTests {
  /// A file that holds something for standard input.
  private func input(_ bytes: [UInt8], _ bench: Bench) throws -> FileHandle {
    let file = bench.folder.appending(path: "input")
    try Data(bytes).write(to: file)
    return try FileHandle(forReadingFrom: file)
  }

  private func captions() throws -> Bench {
    let bench = try Bench()
    try bench.write("chapters: [captions]\n", to: "report.yml")
    return bench
  }

  @Test func `words are answered as a table, as JSON and as CSV, with the numbers of the report`() throws {
    let bench = try Bench()
    #expect(try bench.quire("render", "--to", "md").code == 0)
    let json = try bench.quire("try", "embeddings", "bad", "--json")
    #expect(json.code == 0 && json.errors.isEmpty, "\(json.errors)")
    let answer = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: [[String: Any]]])
    let csv = try String(
      contentsOf: bench.output.appending(path: "chapters/embeddings/attachments/neighbours.csv"), encoding: .utf8)
    let rows = csv.split(separator: "\r\n").filter { $0.hasPrefix("bad,") }.map {
      $0.split(separator: ",").map(String.init)
    }
    let found = try #require(answer["neighbours"])
    #expect(found.compactMap { $0["neighbour"] as? String } == rows.map { $0[2] } && rows.count == 5)
    #expect(found.compactMap { $0["similarity"] as? Double } == rows.compactMap { Double($0[3]) })
    let table = try bench.quire("try", "embeddings", "bad")
    #expect(table.output.contains("█") && !table.output.contains("\u{1B}"))
    let text = try bench.quire("try", "embeddings", "bad", "--csv")
    #expect(text.output.hasPrefix("word,rank,neighbour,similarity,count\r\nbad,1,"))
  }

  @Test func `captions are read from standard input, one a line`() throws {
    let bench = try captions()
    let lines = try input(Array("a red circle\r\na blue square\n\na dog".utf8), bench)
    let outcome = try bench.quire("try", "captions", "dog-and-cat.png", "--json", input: lines)
    #expect(outcome.code == 0, "\(outcome.errors)")
    let answer = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: [[String: Any]]])
    #expect(
      Set(answer["captions"]?.compactMap { $0["caption"] as? String } ?? []) == [
        "a red circle", "a blue square", "a dog",
      ])
    let probabilities = answer["captions"]?.compactMap { $0["probability"] as? Double } ?? []
    #expect(abs(probabilities.reduce(0, +) - 1) < 1e-9)
  }

  @Test func `an endless line, too many lines and other bytes end in one line`() throws {
    let bench = try captions()
    for (bytes, message) in [
      (Array(repeating: UInt8(ascii: "x"), count: 1 << 20), "line 1 is longer than 4096 bytes"),
      (Array(repeating: Array("ab\n".utf8), count: 10_002).flatMap(\.self), "more than 10000 lines"),
      ([0x61, 0xFF, 0x0A], "line 1 is not UTF-8"),
    ] {
      let outcome = try bench.quire("try", "captions", "dog-and-cat.png", "a dog", "-", input: input(bytes, bench))
      #expect(outcome.code == 2 && outcome.output.isEmpty, "\(outcome.errors)")
      #expect(outcome.errors.contains(message) && outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
    }
  }

  @Test func `a thousand captions are answered`() throws {
    let bench = try captions()
    let lines = (0..<1000).map { "a picture of \($0) dogs" }.joined(separator: "\n")
    let outcome = try bench.quire(
      "try", "captions", "dog-and-cat.png", "-", "--csv", input: input(Array(lines.utf8), bench))
    #expect(outcome.code == 0, "\(outcome.errors)")
    #expect(outcome.output.split(separator: "\r\n").count == 1001)
  }

  @Test func `a choice is saved and told, and what is no setting is not`() throws {
    let bench = try Bench()
    let saved = try bench.quire("try", "embeddings", "plot", "film", "--save")
    #expect(saved.code == 0, "\(saved.errors)")
    #expect(saved.errors.contains("report/report.yml:7: embeddings.words is now [plot, film]"), "\(saved.errors)")
    let text = try String(contentsOf: bench.report.appending(path: "report.yml"), encoding: .utf8)
    #expect(text.contains("  words: [plot, film]\n"))
    let pair = try bench.quire("try", "embeddings", "--pair", "plot", "film", "--save")
    #expect(pair.code == 2 && pair.errors.contains("nothing was saved"), "\(pair.errors)")
  }

  @Test func `what is mistyped is named`() throws {
    let bench = try Bench()
    for (typed, message) in [
      (["rendr"], "there is neither a command nor a chapter “rendr”; did you mean `quire render`?"),
      (["try", "embedings", "bad"], "there is nothing to try in “embedings”; did you mean embeddings?"),
      (["try", "embeddings", "--piar", "a", "b"], "there is no option --piar; did you mean --pair?"),
      (["try", "embeddings", "batery"], "spelled most like it: \"battery\""),
    ] {
      let (process, _, errors) = try bench.start(typed)
      let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 2 && text.contains(message), "\(text)")
      #expect(text.split(separator: "\n").count == 1, "\(text)")
    }
  }

  @Test func `a report under reports is found by its name`() throws {
    let bench = try Bench()
    let mine = bench.folder.appending(path: "reports/mine")
    try FileManager.default.createDirectory(at: mine.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.moveItem(at: bench.report, to: mine)
    let found = try bench.quire("list", "--report", "mine", in: bench.folder)
    #expect(found.code == 0 && found.output.hasPrefix("embeddings"), "\(found.errors)")
    let near = try bench.quire("list", "--report", "mien", in: bench.folder)
    #expect(near.code == 2 && near.errors.contains("did you mean --report mine?"), "\(near.errors)")
  }

  @Test func `every command's help has an example`() throws {
    let bench = try Bench()
    let commands = [
      "render", "try", "check", "accept", "pack", "fetch", "list", "settings", "values", "init", "verify", "clean",
      "new-chapter", "preview",
    ]
    for command in commands {
      let help = try bench.quire(command, "--help", in: bench.folder)
      #expect(help.code == 0 && help.output.contains("quire \(command) "), "\(command)")
      #expect(help.output.contains("Example") || command == "try", "\(command)")
      // A name of two words is no variable of a shell, and breaks zsh's completion.
      #expect(!help.output.contains(/<[a-z]+ [a-z ]+>/), "\(command)")
    }
  }

  @Test func `values and settings are listed`() throws {
    let bench = try Bench()
    #expect(try bench.quire("render", "--to", "md").code == 0)
    let values = try bench.quire("values", "embeddings", "parameters.vectorsize")
    #expect(values.output == "{{embeddings.parameters.vectorSize}}  16\n", "\(values.output) \(values.errors)")
    let settings = try bench.quire("settings", "embeddings", "vector_size")
    #expect(settings.output.contains("is 16 by ") && settings.output.contains("report.yml:8"), "\(settings.output)")
    let schema = try bench.quire("settings", "--schema")
    #expect(try JSONSerialization.jsonObject(with: Data(schema.output.utf8)) is [String: Any])
  }
}
