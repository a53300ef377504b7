import Archives
import Basics
import Foundation
import TestSupport
import Testing

/// Report folders as somebody else may have made them: what they hold is data, and nothing of it runs, leads out or
/// loses anybody's files.
@Suite struct HostileFolderTests {
  private func path(_ url: URL) -> String { url.path(percentEncoded: false) }

  private func link(_ place: URL, to target: String) throws {
    try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: path(place), withDestinationPath: target)
  }

  private func put(_ text: String, _ place: URL) throws {
    try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: place)
  }

  /// A folder of somebody's own, and what it holds.
  private func precious(beside bench: Bench) throws -> (URL, contents: () -> [String]) {
    let mine = bench.folder.appending(path: "mine")
    try put("photo", mine.appending(path: "media/photo.jpg"))
    try put("thesis", mine.appending(path: "chapters/embeddings/thesis.tex"))
    try put("novel", mine.appending(path: "chapters/.unfinished-novel/n.txt"))
    try put("mine", mine.appending(path: "report.md"))
    return (
      mine,
      {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: mine.path)) ?? []
        return names.sorted().map { name in
          "\(name): " + ((try? String(contentsOf: mine.appending(path: name), encoding: .utf8)) ?? "folder")
        }
      }
    )
  }

  // MARK: Programs

  @Test func `programs of the working folder never run`() throws {
    let bench = try Bench()
    let ran = bench.folder.appending(path: "RAN")
    let program = "#!/bin/sh\nid > '\(path(ran))'\n"
    for folder in [bench.report, bench.folder] {
      try put("", folder.appending(path: "templates/html/report.html.mustache"))
      for script in ["pdf/pdf.py"] {
        try put("open('\(path(ran))', 'w').close()\n", folder.appending(path: "templates/\(script)"))
      }
      try put(#"{"assets": []}"#, folder.appending(path: "assets/catalogue.json"))
      let python = folder.appending(path: ".venv/bin/python")
      try put(program, python)
      // What an interpreter would import from the folder it is started in.
      for module in ["json", "typst", "sitecustomize", "font_source_sans_pro"] {
        try put("open('\(path(ran))', 'w').close()\n", folder.appending(path: "\(module).py"))
      }
      chmod(path(python), 0o755)
    }
    try bench.write(
      "Formula $`x^2`$ and {{embeddings.parameters.vectorSize}}.\n", to: "answers/embeddings/parameters.md")
    let variables = [
      "QUIRE_HOME": "", "QUIRE_PYTHON": "", "PYTHONPATH": path(bench.report), "PYTHONSTARTUP": path(ran),
      "PYTHONHOME": "",
    ]
    for command in [["check"], ["list"], ["render", "--to", "md,html,pdf"], ["check", "--answers"]] {
      let (process, output, errors) = try bench.start(
        command + ["--report", "."], in: bench.report, environment: variables)
      _ = output.fileHandleForReading.readDataToEndOfFile()
      let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 0 || process.terminationStatus == 3, "\(command) \(text)")
      #expect(!FileManager.default.fileExists(atPath: path(ran)), "\(command)")
    }
  }

  // MARK: The output

  @Test(arguments: ["output", "output/chapters", "output/media", "output/cache", "output/state"])
  func `an output that is or holds a link is refused, and what it leads to stays`(_ place: String) throws {
    let bench = try Bench()
    if place != "output" {
      try bench.quire("render")
      try? FileManager.default.removeItem(at: bench.report.appending(path: place))
    }
    let (mine, contents) = try precious(beside: bench)
    let before = contents()
    try link(bench.report.appending(path: place), to: path(mine))
    for command in [["render", "--refresh"], ["pack", "--allow-incomplete"], ["clean"]] {
      let (process, _, errors) = try bench.start(command)
      let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      if command != ["clean"] || place == "output" {
        #expect(process.terminationStatus != 0, "\(command)")
        #expect(text.contains("is a link"), "\(command) \(text)")
      }
      #expect(contents() == before, "\(command)")
    }
  }

  @Test func `an output folder by a link on its way is refused with the way around`() throws {
    let bench = try Bench()
    let (mine, contents) = try precious(beside: bench)
    let before = contents()
    let way = bench.folder.appending(path: "way")
    try link(way, to: path(mine))
    for folder in [way, way.appending(path: "new")] {
      let outcome = try bench.quire("render", "--output-dir", path(folder))
      #expect(outcome.code == 2)
      #expect(outcome.errors.contains("is a link to") && outcome.errors.contains("--output-dir"))
    }
    #expect(contents() == before)
  }

  @Test func `the default output folder is refused where it holds other things`() throws {
    let bench = try Bench()
    try put("mine", bench.output.appending(path: "report.md"))
    let outcome = try bench.quire("render")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("holds other things already (report.md)"))
    #expect(try bench.read("report.md") == "mine")
  }

  @Test func `files among Quire's own are neither overwritten nor removed`() throws {
    let bench = try Bench()
    try bench.quire("render", "--to", "md")
    try put("mine", bench.output.appending(path: "report.html"))
    let outcome = try bench.quire("render")
    #expect(outcome.code == 3)
    #expect(outcome.errors.contains("report.html: was not written by Quire"))
    #expect(try bench.read("report.html") == "mine")
    try FileManager.default.removeItem(at: bench.output.appending(path: "report.html"))

    let mine = [
      "chapters/embeddings/thesis.tex", "chapters/.unfinished-novel/n.txt", "media/photo.jpg", "cache/x", "x",
    ]
    for name in mine { try put("mine", bench.output.appending(path: name)) }
    let refused = try bench.quire("render", "embeddings")
    #expect(refused.code == 2)
    #expect(refused.errors.contains("chapters/embeddings/thesis.tex: was not written by Quire"))
    let cleaned = try bench.quire("clean")
    #expect(cleaned.code == 0)
    #expect(cleaned.errors.contains("left what Quire did not write"))
    for name in mine { #expect(try bench.read(name) == "mine", "\(name)") }
    #expect(!FileManager.default.fileExists(atPath: path(bench.output.appending(path: "report.md"))))
  }

  @Test(arguments: [
    #"{"format":1,"files":["../answers/embeddings/parameters.md"]}"#, #"{"format":1,"files":["notes.txt"]}"#,
    #"{"format":1,"files":["/etc/hostname"]}"#, #"{"format":2,"files":[]}"#, "{",
    #"{"format":1,"files":["media/../../report.yml"]}"#,
  ])
  func `a record that lists what Quire never writes is refused`(_ record: String) throws {
    let bench = try Bench()
    try bench.quire("render", "--to", "md")
    try put("mine", bench.output.appending(path: "notes.txt"))
    try put(record, bench.output.appending(path: ".quire.json"))
    for command in ["render", "clean"] {
      let outcome = try bench.quire(command)
      #expect(outcome.code == 2, "\(outcome.errors)")
      #expect(outcome.errors.contains(".quire.json"))
    }
    #expect(try bench.read("notes.txt") == "mine")
    #expect(
      FileManager.default.fileExists(atPath: path(bench.report.appending(path: "answers/embeddings/parameters.md"))))
  }

  // MARK: Links and special files

  @Test func `a link out of the report is named, and typed on the command line it is the user's word`() throws {
    let bench = try Bench()
    let outside = bench.folder.appending(path: "reviews.txt")
    try put(Bench.corpus(rows: 50), outside)
    try FileManager.default.removeItem(at: bench.report.appending(path: "corpus.txt"))
    try link(bench.report.appending(path: "corpus.txt"), to: path(outside))
    let outcome = try bench.quire("render", "--to", "md")
    #expect(outcome.code == 1)
    #expect(
      outcome.errors.contains("corpus.txt is a link to \(path(outside)), out of the report")
        || outcome.errors.contains("corpus.txt: is a link to \(path(outside)), out of the report"), "\(outcome.errors)")
    #expect(try bench.quire("render", "--to", "md", "-P", "embeddings.data=corpus.txt").code == 0)
    #expect(try bench.quire("render", "--to", "md", "-P", "embeddings.data=\(path(outside))").code == 0)
  }

  @Test func `settings that are a link out of the report are not read`() throws {
    let bench = try Bench()
    let settings = bench.report.appending(path: "report.yml")
    let outside = bench.folder.appending(path: "private.yml")
    try FileManager.default.moveItem(at: settings, to: outside)
    try link(settings, to: "../private.yml")
    for command in [["list"], ["settings"], ["render"], ["values"]] {
      let (process, output, errors) = try bench.start(command)
      let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      #expect(output.fileHandleForReading.readDataToEndOfFile().isEmpty)
      process.waitUntilExit()
      #expect(process.terminationStatus == 2, "\(command) \(text)")
      #expect(text.contains("report.yml: is a link to") && text.contains("out of the report"), "\(command) \(text)")
    }
    try FileManager.default.removeItem(at: settings)
    try FileManager.default.moveItem(at: outside, to: bench.report.appending(path: "own.yml"))
    try link(settings, to: "own.yml")
    #expect(try bench.quire("list").code == 0)
  }

  @Test(arguments: ["references.bib", "references.json", "own.css"])
  func `a list does not read works and styles that are links out of the report`(_ name: String) throws {
    let bench = try Bench(settings: "title: A\nstyle: own.css\n", rows: 60)
    try bench.write("p { color: red }\n", to: "own.css")
    #expect(try bench.quire("render", "--to", "md").code == 0)
    let outside = bench.folder.appending(path: "private")
    try put("private", outside)
    try? FileManager.default.removeItem(at: bench.report.appending(path: name))
    try link(bench.report.appending(path: name), to: path(outside))
    let list = try bench.quire("list")
    let text = list.output + list.errors
    #expect(text.contains("\(name) is a link to") || text.contains("\(name): is a link to"), "\(text)")
  }

  @Test(arguments: ["/etc/hostname", "../reviews.txt"])
  func `a path out of the report in report.yml is refused`(_ name: String) throws {
    let bench = try Bench()
    try put(Bench.corpus(rows: 50), bench.folder.appending(path: "reviews.txt"))
    try bench.write("title: A\nchapters: [embeddings]\nembeddings: {data: \(name), min_count: 1}\n", to: "report.yml")
    let outcome = try bench.quire("render", "--to", "md")
    #expect(outcome.code == 1)
    #expect(outcome.errors.contains("lies outside of the report"), "\(outcome.errors)")
  }

  @Test func `links among reports are followed, and those that leave them are not`() throws {
    let bench = try Bench()
    let shelf = bench.folder.appending(path: "reports")
    try FileManager.default.createDirectory(at: shelf, withIntermediateDirectories: true)
    let (first, second) = (shelf.appending(path: "first"), shelf.appending(path: "second"))
    try FileManager.default.moveItem(at: bench.report, to: first)
    try FileManager.default.createDirectory(at: second, withIntermediateDirectories: true)
    for name in ["report.yml", "corpus.txt"] {
      try FileManager.default.copyItem(at: first.appending(path: name), to: second.appending(path: name))
    }
    try link(second.appending(path: "answers"), to: "../first/answers")
    let report = path(second)
    #expect(try bench.quire("render", "--report", report, in: bench.folder).code == 0)
    #expect(try bench.quire("pack", "--report", report, in: bench.folder).code == 0)
    let answer = first.appending(path: "answers/embeddings/parameters.md")
    try FileManager.default.removeItem(at: answer)
    try link(answer, to: "/etc/hostname")
    for command in [["render"], ["pack"], ["check", "--answers"]] {
      let (process, _, errors) = try bench.start(command + ["--report", report], in: bench.folder)
      let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 3, "\(command)")
      #expect(text.contains("is a link to /etc/hostname, out of the report"), "\(text)")
    }
  }

  @Test func `nothing outside the report is packed, and a circle of links ends`() throws {
    let bench = try Bench()
    #expect(try bench.quire("render").code == 0)
    for target in ["/etc/passwd", "..", "../../..", "nowhere"] {
      let place = bench.report.appending(path: "answers/embeddings/link.txt")
      try link(place, to: target)
      let outcome = try bench.quire("pack")
      #expect(outcome.code == 2, "\(target)")
      #expect(outcome.errors.contains("link.txt"), "\(outcome.errors)")
      #expect(!FileManager.default.fileExists(atPath: path(bench.output.appending(path: "submission.zip"))))
      try FileManager.default.removeItem(at: place)
    }
    #expect(try bench.quire("pack").code == 0)
  }

  @Test func `a pipe, a device or a folder is refused at once wherever a file is meant`() throws {
    let bench = try Bench()
    #expect(try bench.quire("render", "--to", "md").code == 0)
    let pipe = bench.report.appending(path: "pipe")
    mkfifo(path(pipe), 0o600)
    let start = ContinuousClock.now
    for (name, word) in [("pipe", "named pipe"), ("/dev/zero", "device"), ("/dev/fd/0", "device")] {
      for key in ["data", "other_vectors", "pairs"] {
        let outcome = try bench.quire("render", "--to", "md", "-P", "embeddings.\(key)=\(name)")
        #expect(outcome.code == 1, "\(key) \(name)")
        #expect(outcome.errors.contains("is a \(word)"), "\(outcome.errors)")
      }
      #expect(try bench.quire("verify", name, in: bench.report).errors.contains("is a \(word)"))
      let picture = try bench.quire(
        "render", "--to", "md", "-P", "chapters=[captions]", "-P", "captions.image=\(name)", "-P",
        "captions.descriptions=[a cat]")
      #expect(picture.errors.contains("is a \(word)"), "\(picture.errors)")
    }
    #expect(try bench.quire("verify", path(bench.folder)).errors.contains("holds no file that ends in .zip"))

    let answer = bench.report.appending(path: "answers/embeddings/parameters.md")
    try FileManager.default.removeItem(at: answer)
    mkfifo(path(answer), 0o600)
    for command in [["render"], ["check", "--answers"], ["pack"]] {
      let (process, _, errors) = try bench.start(command)
      let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(text.contains("parameters.md: is a named pipe"), "\(command) \(text)")
    }
    let settings = bench.report.appending(path: "report.yml")
    try FileManager.default.removeItem(at: settings)
    mkfifo(path(settings), 0o600)
    #expect(try bench.quire("list").errors.contains("report.yml: is a named pipe"))
    #expect(ContinuousClock.now - start < .seconds(60), "something waited")
  }

  // MARK: Limits

  @Test func `a manifest of more than it can be is refused by its number`() throws {
    let bench = try Bench()
    let archive = bench.folder.appending(path: "bomb.zip")
    var zip = try ZipWriter(archive, modified: Date(timeIntervalSince1970: 0))
    try zip.add("MANIFEST.sha256", [UInt8](repeating: 10, count: 64 << 20))
    try zip.finish()
    let outcome = try bench.quire("verify", path(archive))
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("claims 67.1 MB; at most 16.8 MB are read"), "\(outcome.errors)")
  }

  @Test func `of a hundred thousand findings a hundred are told`() throws {
    let bench = try Bench()
    let archive = bench.folder.appending(path: "many.zip")
    var zip = try ZipWriter(archive, modified: Date(timeIntervalSince1970: 0))
    for number in 0..<2000 { try zip.add("\(number).txt", [UInt8]()) }
    try zip.add("MANIFEST.sha256", [UInt8]())
    try zip.finish()
    let outcome = try bench.quire("verify", path(archive))
    #expect(outcome.code == 3)
    #expect(outcome.errors.split(separator: "\n").count == 101)
    #expect(outcome.errors.contains("and 1900 more findings"))
  }

  @Test func `aliases of aliases are refused before they are counted out`() throws {
    let bench = try Bench()
    let names = Array("abcdefghij").map(String.init)
    var text = "a: &a [1,1,1,1,1,1,1,1,1]\n"
    for (before, name) in zip(names, names.dropFirst()) {
      let aliases = Array(repeating: "*\(before)", count: 9).joined(separator: ",")
      text += "\(name): &\(name) [\(aliases)]\n"
    }
    try bench.write(text + "? *j\n: 1\n", to: "report.yml")
    let outcome = try bench.quire("list")
    #expect(outcome.code == 2)
    #expect(outcome.errors.contains("has 82 aliases (*name); at most"), "\(outcome.errors)")
    try bench.write("title: &t Same\nsubtitle: *t\nchapters: [embeddings]\n", to: "report.yml")
    #expect(try bench.quire("list").code == 0)
  }

  @Test func `a picture of three gigabytes and one of too many pixels are refused with the limit`() throws {
    let bench = try Bench()
    #expect(try bench.quire("render", "--to", "md").code == 0)
    var head = [UInt8](try Data(contentsOf: Bench.root.appending(path: "assets/two-cats.png")).prefix(64))
    let picture = bench.report.appending(path: "answers/embeddings/big.png")
    try Data(head).write(to: picture)
    truncate(path(picture), 3 << 30)
    try bench.write("![big](big.png)\n", to: "answers/embeddings/parameters.md")
    let large = try bench.quire("render")
    #expect(large.code == 3)
    #expect(large.errors.contains("has 3.2 GB; at most 67.1 MB go into a report"), "\(large.errors)")
    for side in [16, 20] { head.replaceSubrange(side..<(side + 4), with: [0, 1, 0, 0]) }
    try Data(head).write(to: picture)
    let wide = try bench.quire("render")
    #expect(wide.errors.contains("has 65536 × 65536 pixels; at most 100000000 are shown"), "\(wide.errors)")
  }

  @Test func `a model that asks for too many patches is refused before any work`() throws {
    let bench = try Bench()
    let model = bench.report.appending(path: "model")
    try FileManager.default.copyItem(at: Bench.root.appending(path: "assets/miniclip"), to: model)
    let file = model.appending(path: "preprocessor_config.json")
    let text = try String(contentsOf: file, encoding: .utf8)
    var document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    document["crop_size"] = ["height": 64, "width": 65536]
    document["do_center_crop"] = true
    try JSONSerialization.data(withJSONObject: document).write(to: file)
    let outcome = try bench.quire(
      "render", "--to", "md", "-P", "chapters=[captions]", "-P", "captions.model=model", "-P",
      "captions.image=two-cats.png")
    #expect(outcome.code == 1)
    #expect(outcome.errors.contains("patches, and the attention of each to each takes"), "\(outcome.errors)")
  }

  // MARK: The terminal

  @Test func `what a terminal would obey is shown, not sent`() throws {
    let bench = try Bench()
    let evil = "\u{1b}]52;c;aGk=\u{07}\u{9b}31m\u{202e}txt.exe\nforged: line"
    let archive = bench.folder.appending(path: "evil.zip")
    var zip = try ZipWriter(archive, modified: Date(timeIntervalSince1970: 0))
    try zip.add(evil, [UInt8]())
    try zip.add("MANIFEST.sha256", [UInt8]())
    try zip.finish()
    try put("x", bench.report.appending(path: "answers/embeddings/\(evil.replacingOccurrences(of: "/", with: "")).md"))
    try bench.write(
      "title: \"A\\e]0;x\\a\"\nchapters: [embeddings, \"x\\e[31m\\u202E\"]\n\"k\\e[2Jey\": 1\n", to: "report.yml")
    let outcomes = [
      try bench.quire("verify", path(archive)), try bench.quire("list"), try bench.quire("render"),
      try bench.quire("list", "-P", "chapters=[embeddings]", "-P", "embeddings.data=\(evil)"),
      try bench.quire("render", evil), try bench.quire("fetch", evil),
    ]
    for outcome in outcomes {
      let text = outcome.output + outcome.errors
      #expect(!text.isEmpty)
      #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || 0x7f..<0xa0 ~= $0.value })
      #expect(!text.unicodeScalars.contains { 0x202a...0x202e ~= $0.value || 0x2066...0x2069 ~= $0.value })
      #expect(!text.split(separator: "\n").contains { $0.hasPrefix("forged") }, "\(text)")
    }
    #expect(outcomes[0].errors.contains("\\u{1b}]52"))
    #expect(outcomes[0].errors.contains("turn the direction of writing"))
  }

  // MARK: Styles

  @Test(arguments: [
    "@import url(a.css);", "p { background: url(http://127.0.0.1/a.png) }",
    "p { background: image('http://127.0.0.1/a.png') }",
    "p { background: -webkit-image-set('http://127.0.0.1/a.png' 1x) }", "p { background: u\\rl(a.png) }", "</style><b>",
    "p { width: expression(1) }",
  ])
  func `a style sheet that fetches or leaves its element is refused by its line`(_ rule: String) throws {
    let bench = try Bench(settings: "title: A\nstyle: own.css\n", rows: 60)
    try bench.write("p { color: red }\n\(rule)\n", to: "own.css")
    let outcome = try bench.quire("render", "--to", "html")
    #expect(outcome.code == 3 && outcome.errors.contains("own.css:2: "), "\(outcome.errors)")
  }

  // MARK: State on disk

  /// Changes a chapter's document and seals it anew, as whoever means harm would.
  private func forge(_ bench: Bench, _ change: (inout [String: Any]) -> Void) throws {
    let folder = bench.output.appending(path: "chapters/embeddings")
    let file = folder.appending(path: "chapter.json")
    var document = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    change(&document)
    try JSONSerialization.data(withJSONObject: document).write(to: file)
    var digest = SHA256()
    for name in try FileSystem.files(below: folder) where name != "seal.json" {
      digest.update("\(name)\0\(try SHA256.hex(ofFile: folder.appending(path: name)))\n")
    }
    let place = folder.appending(path: "seal.json")
    var seal = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: place)) as? [String: Any])
    seal["outputDigest"] = digest.finalizeHex()
    try JSONSerialization.data(withJSONObject: seal).write(to: place)
  }

  private func forgeFigure(_ bench: Bench, _ key: String, _ value: Any) throws {
    try forge(bench) { document in
      var blocks = document["blocks"] as? [[String: Any]] ?? []
      let index = blocks.firstIndex { $0["kind"] as? String == "figure" } ?? 0
      var figure = blocks[index]["figure"] as? [String: Any] ?? [:]
      figure[key] = value
      blocks[index]["figure"] = figure
      document["blocks"] = blocks
    }
  }

  @Test func `a forged document is refused by what is wrong with it, and nothing of it is obeyed`() throws {
    let bench = try Bench()
    #expect(try bench.quire("render").code == 0)
    let tag = #""></title></style><script>document.title="PWN"</script>"#
    try forge(bench) { $0["assignmentSection"] = tag }
    let section = try bench.quire("render")
    #expect(section.code == 3 && section.errors.contains("for the number of its section"), "\(section.errors)")
    try forge(bench) { $0["assignmentSection"] = NSNull() }
    try forge(bench) { $0["summary"] = String(repeating: "a ", count: 3_000_000) }
    let long = try bench.quire("render")
    #expect(long.code == 3 && long.errors.contains("of text; at most 4.2 MB are set"), "\(long.errors.prefix(300))")
    try forge(bench) { $0["summary"] = "Short." }
    for (key, value, words) in [
      ("width", 1e300 as Any, "sides are from 1 to 20,000"), ("height", -5, "sides are from 1 to 20,000"),
      ("file", "../../../../../etc/passwd", "whose file is elsewhere"), ("id", tag, "cannot be referred to"),
    ] {
      let good = try Data(contentsOf: bench.output.appending(path: "chapters/embeddings/chapter.json"))
      try forgeFigure(bench, key, value)
      let outcome = try bench.quire("render")
      #expect(outcome.code == 3, "\(key)")
      #expect(outcome.errors.contains(words), "\(outcome.errors)")
      try good.write(to: bench.output.appending(path: "chapters/embeddings/chapter.json"))
    }
    try forge(bench) { document in
      document["title"] = tag
      document["summary"] = tag
      document["provenance"] = [tag]
    }
    #expect(try bench.quire("render").code == 0)
    #expect(try !bench.read("report.html").contains("<script>document"))
  }

  @Test func `set formulas that were edited are set again`() throws {
    let bench = try Bench()
    try bench.write("See $`x^2`$.\n", to: "answers/embeddings/parameters.md")
    let python = Bench.root.appending(path: ".venv/bin/python").path(percentEncoded: false)
    let environment = ["QUIRE_PYTHON": python]
    #expect(try bench.quire("render", "--to", "html", environment: environment).code == 0)
    #expect(try bench.read("report.html").contains("<msup>"))
    let cache = bench.output.appending(path: "cache/formulas.json")
    let kept = try String(contentsOf: cache, encoding: .utf8)
    for (old, new, sign) in [
      ("<msup>", #"<meta http-equiv=\"refresh\" content=\"0;url=http://127.0.0.1/\"><msup>"#, "refresh"),
      ("<msup>", #"<msup style=\"background:url(//127.0.0.1/a)\">"#, "127.0.0.1"),
      ("<msup>", #"<msup onclick=\"alert(1)\">"#, "alert"),
      ("<mi>x", #"<mi>&lt;script>x"#, "<script>x"),
      (
        "<semantics>", #"<semantics><annotation-xml encoding=\"text/html\"><b>b</b></annotation-xml>"#, "annotation-xml"
      ),
    ] {
      let edited = kept.replacingOccurrences(of: old, with: new)
      #expect(edited != kept)
      try Data(edited.utf8).write(to: cache)
      #expect(try bench.quire("render", "--to", "html", environment: environment).code == 0)
      #expect(try !bench.read("report.html").contains(sign))
      #expect(try bench.read("report.html").contains("<msup>"))
    }
  }

  @Test func `names that differ only in how an accent is written are an error, not the end`() throws {
    let bench = try Bench()
    let model = bench.report.appending(path: "model")
    try FileManager.default.copyItem(at: Bench.root.appending(path: "assets/miniclip"), to: model)
    for name in ["\u{e9}.txt", "e\u{301}.txt"] {
      let descriptor = open(path(model) + "/" + name, O_WRONLY | O_CREAT, 0o644)
      #expect(descriptor >= 0)
      close(descriptor)
    }
    let outcome = try bench.quire(
      "render", "--to", "md", "-P", "chapters=[captions]", "-P", "captions.model=model", "-P",
      "captions.image=two-cats.png")
    #expect(outcome.code == 1)
    #expect(outcome.errors.contains("but for how an accent is written"), "\(outcome.errors)")
  }

  // MARK: Leftovers

  @Test func `a killed run leaves nothing in the temporary folder, and what it leaves is its owner's alone`() throws {
    let bench = try Bench(rows: 4000)
    let temporary = bench.folder.appending(path: "tmp")
    try FileManager.default.createDirectory(at: temporary, withIntermediateDirectories: true)
    let python = Bench.root.appending(path: ".venv/bin/python").path(percentEncoded: false)
    let environment = ["TMPDIR": path(temporary), "QUIRE_PYTHON": python]
    try bench.quire("render", "--to", "md", environment: environment)
    for moment in [60_000, 150_000, 400_000, 900_000] {
      let (process, _, _) = try bench.start(
        ["render", "--to", "md,html,pdf", "-P", "title=\(moment)"], environment: environment)
      usleep(UInt32(moment))
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      #expect(try FileManager.default.contentsOfDirectory(atPath: path(temporary)) == [])
      for name in try FileManager.default.subpathsOfDirectory(atPath: path(bench.output))
      where AtomicFile.isUnfinished(name.split(separator: "/").last.map(String.init) ?? "") {
        var status = stat()
        #expect(stat(path(bench.output.appending(path: name)), &status) == 0 && status.st_mode & 0o077 == 0)
      }
    }
    #expect(try bench.quire("render", "--to", "md,html").code == 0)
    let names = try FileManager.default.subpathsOfDirectory(atPath: path(bench.output))
    #expect(!names.contains { $0.contains("unfinished") }, "\(names)")
  }

  // MARK: All at once

  @Test func `a hostile folder is listed, checked, rendered, packed and cleaned, and nothing comes of it`() throws {
    let bench = try Bench()
    let (mine, contents) = try precious(beside: bench)
    let before = contents()
    let ran = bench.folder.appending(path: "RAN")
    try put("import os\nopen('\(path(ran))', 'w').close()\n", bench.report.appending(path: "templates/pdf/pdf.py"))
    try put("", bench.report.appending(path: "templates/html/report.html.mustache"))
    try put("#!/bin/sh\ntouch '\(path(ran))'\n", bench.report.appending(path: ".venv/bin/python"))
    chmod(path(bench.report.appending(path: ".venv/bin/python")), 0o755)
    try link(bench.report.appending(path: "output"), to: path(mine))
    try link(bench.report.appending(path: "answers/embeddings/secret.txt"), to: "/etc/passwd")
    try link(bench.report.appending(path: "answers/embeddings/up"), to: "../..")
    mkfifo(path(bench.report.appending(path: "answers/embeddings/\u{1b}[2J.md")), 0o600)
    for command in ["list", "check", "render", "pack", "clean"] {
      let (process, output, errors) = try bench.start(
        [command, "--report", "."], in: bench.report, environment: ["QUIRE_HOME": "", "QUIRE_PYTHON": ""])
      let text =
        String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        + String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 2, "\(command) \(text)")
      #expect(!text.contains("\u{1b}"))
      #expect(contents() == before, "\(command)")
      #expect(!FileManager.default.fileExists(atPath: path(ran)), "\(command)")
    }
    try FileManager.default.removeItem(at: bench.report.appending(path: "output"))
    #expect(try bench.quire("render", "--to", "md").code == 0)
    let pack = try bench.quire("pack")
    #expect(pack.code == 2)
    #expect(!FileManager.default.fileExists(atPath: path(bench.output.appending(path: "submission.zip"))))
    #expect(try bench.quire("clean").code == 0)
    #expect(!FileManager.default.fileExists(atPath: path(bench.output)))
    #expect(contents() == before)
    #expect(!FileManager.default.fileExists(atPath: path(ran)))
  }
}
