import Foundation
import Testing

@Suite struct RenderTests {
  @Test func `a report is rendered whole, and the second run has nothing to do`() throws {
    let bench = try Bench()
    let first = try bench.quire("render")
    #expect(first.code == 0, "\(first.errors)")
    #expect(first.output.hasPrefix("the report is "))
    let text = try bench.read("report.md")
    #expect(text.contains(/\n\| bad \| cosine \|.*\n\|.*\n\| [a-z]+ \| [01]\.[0-9]{2} \|/))
    #expect(text.contains("Because of 16 dimensions."))
    #expect(try bench.quire("render").output.hasPrefix("nothing to do"))
  }

  @Test func `two folders give the same bytes`() throws {
    let (one, other) = (try Bench(), try Bench())
    try one.quire("render", environment: ["SOURCE_DATE_EPOCH": "1700000000"])
    try other.quire("render", "--threads", "1", environment: ["SOURCE_DATE_EPOCH": "1700000000"])
    let (a, b) = (try one.files(), try other.files())
    #expect(a.keys.sorted() == b.keys.sorted())
    #expect(a.count > 8)
    for name in a.keys { #expect(a[name] == b[name], "\(name)") }
  }

  @Test func `word pairs come from an option or from a folder, and one that is missing is named`() throws {
    let bench = try Bench()
    try FileManager.default.createDirectory(
      at: bench.report.appending(path: "evaluation"), withIntermediateDirectories: true)
    let pairs = "bad\tterrible\t9\ngreat\tsuperb\t9\nscreen\tplot\t2\nbad\tphone\t1\n"
    try bench.write(pairs, to: "evaluation/one.tsv")
    try bench.write(pairs, to: "evaluation/two.tsv")
    #expect(try bench.quire("render", "--to", "md", "-P", "embeddings.pairs=evaluation/").code == 0)
    let text = try bench.read("report.md")
    #expect(text.contains("one.tsv") && text.contains("two.tsv"))
    #expect(try bench.quire("render", "--to", "md", "--pairs", "evaluation/two.tsv").code == 0)
    #expect(try !bench.read("report.md").contains("one.tsv"))
    let outcome = try bench.quire("render", "--to", "md", "--pairs", "nowhere.tsv")
    #expect(outcome.code == 1 && outcome.errors.contains("“nowhere.tsv” is neither a file"), "\(outcome.errors)")
  }

  @Test func `a folder, a list and a pattern are one corpus each, and where one file is meant a folder is refused`()
    throws
  {
    let bench = try Bench()
    let folder = bench.report.appending(path: "texts")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let line = "a bad great screen and more words for a text of this kind"
    for (name, text) in [
      ("one.jsonl", String(repeating: "{\"review_text\": \"\(line)\"}\n", count: 150)),
      ("two.csv", "id;text\n" + String(repeating: "1;\(line)\n", count: 50)), ("README.md", "# Not data\n"),
    ] { try bench.write(text, to: "texts/\(name)") }
    // A folder that holds itself by a link is gone into once.
    try FileManager.default.createSymbolicLink(
      at: folder.appending(path: "again"), withDestinationURL: bench.report.appending(path: "texts"))
    for data in ["texts", "[texts/one.jsonl, texts/two.csv]", "texts/*.*s*"] {
      let outcome = try bench.quire("render", "embeddings", "--to", "md", "-P", "embeddings.data=\(data)")
      #expect(outcome.code == 0, "\(data): \(outcome.errors)")
      let report = try bench.read("report.md")
      #expect(report.contains("200 texts"), "\(data)")
      #expect(report.contains("The 2 files are read as"), "\(data)")
      #expect(report.contains("Left unread: README.md.") == (data == "texts"))
    }
    let nothing = try bench.quire("render", "embeddings", "--to", "md", "-P", "embeddings.data=texts/*.xz")
    #expect(nothing.code == 1 && nothing.errors.contains("“texts/*.xz” is neither a file"), "\(nothing.errors)")
    // No name is no folder, not that of the report.
    let unnamed = try bench.quire("render", "embeddings", "--to", "md", "-P", "embeddings.data=")
    #expect(unnamed.code == 1 && unnamed.errors.contains("“” is neither a file"), "\(unnamed.errors)")
    let vectors = try bench.quire("render", "embeddings", "--to", "md", "-P", "embeddings.other_vectors=texts")
    #expect(
      vectors.code == 1 && vectors.errors.contains("has 3 files (README.md, one.jsonl, two.csv); name the one"),
      "\(vectors.errors)")
  }

  @Test func `a setting makes a chapter stale, a style sheet and an answer do not`() throws {
    let bench = try Bench()
    try bench.quire("render")
    #expect(try bench.quire("list").output.contains("fresh"))
    let stale = try bench.quire("list", "-P", "embeddings.window=3").output
    #expect(stale.contains("stale") && stale.contains("window changed from 5 to 3"))
    try bench.write("Another answer.\n", to: "answers/embeddings/parameters.md")
    #expect(try bench.quire("list").output.contains("fresh"))
    let again = try bench.quire("render")
    #expect(again.output.hasPrefix("the report is "))
    #expect(try bench.read("report.md").contains("Another answer."))
  }

  @Test func `a figure that was edited makes a chapter stale and is made again`() throws {
    let bench = try Bench()
    try bench.quire("render")
    let figure = bench.output.appending(path: "chapters/embeddings/figures/loss.png")
    let good = try Data(contentsOf: figure)
    try Data("scribble".utf8).write(to: figure)
    #expect(try bench.quire("list").output.contains("changed or removed"))
    try bench.quire("render")
    #expect(try Data(contentsOf: figure) == good)
  }

  @Test func `naming a chapter runs it, and an unknown one is refused`() throws {
    let bench = try Bench()
    try bench.quire("render")
    #expect(try bench.quire("render", "embeddings").errors.contains("embeddings: done"))
    let wrong = try bench.quire("render", "embedings")
    #expect(wrong.code == 2)
    #expect(wrong.errors.contains("did you mean embeddings?"))
  }

  @Test func `settings that are wrong end with code 2 and name the line`() throws {
    let bench = try Bench()
    try bench.write("title: x\nembeddings:\n  windwo: 3\n  vector_size: 0\n", to: "report.yml")
    let outcome = try bench.quire("render")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("report.yml:3: unknown key embeddings.windwo; did you mean window?"))
    #expect(outcome.errors.contains("report.yml:4: embeddings.vector_size must be between 2 and 2000, found 0"))
  }

  @Test func `a word that does not occur fails the chapter, and the report says so`() throws {
    let bench = try Bench()
    try bench.quire("render")
    let before = try bench.files()
    let outcome = try bench.quire("render", "-P", "embeddings.words=[greatt]")
    #expect(outcome.code == 1)
    #expect(outcome.errors.contains("greatt"))
    #expect(try bench.read("report.md").contains("greatt"))
    for (name, bytes) in before where name.hasPrefix("chapters") {
      #expect(try bench.files()[name] == bytes, "\(name)")
    }
  }

  @Test func `without network and cache the chapter fails with the way out`() throws {
    let bench = try Bench()
    let outcome = try bench.quire(
      "render", "-P", "embeddings.data=reviews", environment: ["PIP_RETRIES": "0", "PIP_DEFAULT_TIMEOUT": "1"])
    #expect(outcome.code == 1)
    #expect(outcome.errors.contains("reviews"))
    #expect(try bench.read("report.md").contains("failed"))
  }

  @Test func `a placeholder that names nothing keeps the last good report`() throws {
    let bench = try Bench()
    try bench.quire("render")
    let good = try bench.read("report.md")
    try bench.write("one\n{{embeddings.corpus.rws}}\n", to: "answers/embeddings/parameters.md")
    let outcome = try bench.quire("render")
    #expect(outcome.code == 3)
    #expect(outcome.errors.contains("parameters.md:2"))
    #expect(outcome.errors.contains("rows"))
    #expect(try bench.read("report.md") == good)
  }

  @Test func `killed at any moment, the report is the old one or the new one`() throws {
    let bench = try Bench(rows: 4000)
    try bench.quire("render")
    // What is kept for later runs is another matter: a run that is killed may leave what it had trained.
    func files() throws -> [String: Data] { try bench.files().filter { !$0.key.hasPrefix("cache/") } }
    let old = try files()
    for attempt in 0..<8 {
      let (process, output, errors) = try bench.start(["render", "embeddings", "-P", "embeddings.epochs=3"])
      usleep(UInt32(20_000 * (attempt + 1)))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      _ = output.fileHandleForReading.readDataToEndOfFile()
      _ = errors.fileHandleForReading.readDataToEndOfFile()
      let now = try files().filter { !$0.key.contains("/.") }
      if now["chapters/embeddings/seal.json"] == old["chapters/embeddings/seal.json"] {
        for (name, bytes) in old { #expect(now[name] == bytes, "\(name)") }
      }
    }
    #expect(try bench.quire("render", "embeddings").code == 0)
    #expect(try files() == old)
  }

  @Test func `what a killed run left beside the report is cleared away`() throws {
    let bench = try Bench()
    try bench.quire("render")
    let leftover = bench.output.appending(path: ".quire-unfinished-0a1b2c3d")
    try Data("half".utf8).write(to: leftover)
    #expect(try bench.quire("render").code == 0)
    #expect(!FileManager.default.fileExists(atPath: leftover.path(percentEncoded: false)))
  }

  @Test func `an output folder that holds other things is left alone`() throws {
    let bench = try Bench()
    let album = bench.folder.appending(path: "album")
    let photo = album.appending(path: "media/photo.png")
    try FileManager.default.createDirectory(at: photo.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: photo)
    for command in ["render", "clean"] {
      let outcome = try bench.quire(command, "--output-dir", album.path(percentEncoded: false))
      #expect(outcome.code == 2)
      #expect(outcome.errors.contains("holds other things"))
    }
    #expect(try Data(contentsOf: photo) == Data("mine".utf8))
    let new = bench.folder.appending(path: "new").path(percentEncoded: false)
    #expect(try bench.quire("render", "--output-dir", new).code == 0)
    #expect(try bench.quire("render", "--output-dir", new).output.hasPrefix("nothing to do"))
  }

  @Test(arguments: ["yesterday", "-5", "1e9", "99999999999999"])
  func `a SOURCE_DATE_EPOCH that names no moment is refused`(_ value: String) throws {
    let outcome = try Bench().quire("list", environment: ["SOURCE_DATE_EPOCH": value])
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("SOURCE_DATE_EPOCH is “\(value)”"))
  }

  @Test func `a format that cannot be made leaves no run that looks well`() throws {
    let bench = try Bench()
    #expect(try bench.quire("render", "--to", "pdf", environment: ["QUIRE_PYTHON": "/usr/bin/python3"]).code == 3)
  }

  @Test func `Ctrl-C keeps the training and nothing else, and the next run goes on to the same bytes`() throws {
    let bench = try Bench(rows: 20_000)
    let epochs = "embeddings.epochs=200"
    let (process, _, errors) = try bench.start(["render", "--to", "md", "-P", epochs])
    usleep(400_000)
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(text.contains("interrupted"))
    #expect(try bench.files().keys.allSatisfy { $0 == "cache/embeddings/training.checkpoint" })
    #expect(try bench.quire("render", "--to", "md", "-P", epochs).code == 0)
    let whole = try Bench(rows: 20_000)
    #expect(try whole.quire("render", "--to", "md", "-P", epochs).code == 0)
    #expect(try bench.files() == whole.files())
  }

  @Test func `a second run in the same folder is refused`() throws {
    let bench = try Bench(rows: 20_000)
    let (process, _, _) = try bench.start(["render", "-P", "embeddings.epochs=200"])
    defer {
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    usleep(300_000)
    let second = try bench.quire("render")
    #expect(second.code == 2)
    #expect(second.errors.contains("another run is at work"))
  }
}
