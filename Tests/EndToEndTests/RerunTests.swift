import Foundation
import TestSupport
import Testing

@Suite struct RerunTests {
  private static let hasTools =
    Project.testPython.map {
      (try? run($0.path, ["-c", "import gensim, sklearn, scipy, PIL"]))?.status == 0
    } ?? false

  /// Copies an archive with one file of it changed, and the manifest made to agree.
  private static let forge = """
    import hashlib, json, sys, zipfile
    source, target, name, change = sys.argv[1:]
    with zipfile.ZipFile(source) as archive:
        files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    value = files[name].decode()
    files[name] = eval(change, {"json": json, "value": value}).encode()
    del files["MANIFEST.sha256"]
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\\n" for name, data in files.items())
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in (files | {"MANIFEST.sha256": sums.encode()}).items():
            archive.writestr(name, data)
    """

  @Test(.enabled(if: hasTools, "gensim and scikit-learn are not there"))
  func `numbers are worked out again, a falsified one is found, and a stranger's script is not run`() throws {
    let bench = try Bench()
    try bench.write(
      "*{{.neighbours.bad.0.word}}*, {{.words.0.neighbours.0.similarity | fixed 3}}, of {{.corpus.tokens | thousands}}.\n",
      to: "answers/embeddings/neighbours.md")
    #expect(try bench.quire("pack").code == 0)
    let archive = bench.output.appending(path: "submission.zip").path
    let python = ["QUIRE_CHECK_PYTHON": try #require(Project.testPython).path]
    let good = try bench.quire("verify", archive, "--rerun", environment: python)
    #expect(good.code == 0, "\(good.output)\(good.errors)")
    #expect(good.output.contains("numbers that answers quote worked out again (100%)"), "\(good.output)")
    #expect(good.output.contains(/[0-9]+ of the [0-9]+ numbers in its tables worked out again/), "\(good.output)")
    #expect(good.output.contains("every number that was worked out again is what the submission says"))

    func forged(_ file: String, _ change: String) throws -> Bench.Outcome {
      let target = bench.folder.appending(path: "forged.zip").path
      let made = try run("/usr/bin/python3", ["-c", Self.forge, archive, target, file, change])
      #expect(made.status == 0, "\(made.output)")
      #expect(try bench.quire("verify", target).code == 0)
      return try bench.quire("verify", target, "--rerun", environment: python)
    }
    let number = try forged(
      "chapters/embeddings/results.json",
      "json.dumps((lambda r: (r['words'][0]['neighbours'][0].update(similarity=0.123), r)[1])(json.loads(value)))")
    #expect(number.code == 3)
    #expect(
      number.output.contains("DIFFERS: results.json words.0.neighbours.0.similarity is 0.123"), "\(number.output)")
    let quoted = try forged("code/embeddings/check.json", "value.replace('\"shown\" : \"0.', '\"shown\" : \"0.9')")
    #expect(quoted.code == 3)
    #expect(quoted.output.contains("DIFFERS"))
    let cell = try forged(
      "chapters/embeddings/chapter.json",
      "(lambda d: ([b['table']['rows'][0].__setitem__(1, '0.12') for b in d['blocks'] if b.get('table', {}).get('id') == "
        + "'neighbours'], json.dumps(d))[1])(json.loads(value))")
    #expect(cell.code == 3)
    #expect(
      cell.output.contains("DIFFERS: table neighbours, row 1, cosine: shows 0.12, worked out is "), "\(cell.output)")
    let script = try forged("code/embeddings/check.py", "value + 'print(1)\\n'")
    #expect(script.code == 3)
    #expect(
      script.errors.contains(
        "code/embeddings/check.py: is not the script that this Quire ships, so nothing of this archive is run"))
    #expect(script.output.isEmpty)
  }

  @Test func `an archive without scripts is told, and one that was changed is not looked at further`() throws {
    let bench = try Bench()
    #expect(try bench.quire("pack").code == 0)
    let archive = bench.output.appending(path: "submission.zip").path
    let script = "import sys,zipfile\nwith zipfile.ZipFile(sys.argv[1], 'a') as z: z.writestr('extra.txt', 'x')"
    #expect(try run("/usr/bin/python3", ["-c", script, archive]).status == 0)
    let outcome = try bench.quire("verify", archive, "--rerun", environment: ["QUIRE_CHECK_PYTHON": "/bin/false"])
    #expect(outcome.code == 3)
    #expect(outcome.errors.contains("extra.txt: is not in the manifest"))
  }

  @Test func `a pack or an acceptance that is killed at any moment leaves the last archive, and the next one is whole`()
    throws
  {
    let bench = try Bench()
    #expect(try bench.quire("pack").code == 0)
    let archive = bench.output.appending(path: "submission.zip")
    // Fifty moments, over as long as each of the two really takes and a little more.
    for (command, moments) in [("pack", 35), ("accept", 15)] {
      try bench.write("Words before the clock runs.\n", to: "answers/embeddings/neighbours.md")
      let start = ContinuousClock.now
      #expect(try bench.quire(command).code == 0)
      let length = (ContinuousClock.now - start) / .seconds(1)
      for moment in 0..<moments {
        try bench.write("\(command), turn \(moment).\n", to: "answers/embeddings/neighbours.md")
        let (process, _, _) = try bench.start([command])
        let microseconds = length * 1.1 * Double(moment) / Double(moments - 1) * 1e6
        usleep(UInt32(min(microseconds, 5e6)))
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        #expect(try bench.quire("verify", archive.path).code == 0, "\(command), after \(Int(microseconds)) µs")
        #expect(try bench.quire("check", "--answers").code == 0, "\(command), after \(Int(microseconds)) µs")
      }
    }
    #expect(try bench.quire("pack").code == 0)
    #expect(try bench.quire("verify", archive.path).code == 0)
    let left = try FileManager.default.contentsOfDirectory(atPath: bench.output.appending(path: "cache").path)
    #expect(!left.contains("packing"))
  }

  @Test(.enabled(if: Project.python != nil && isInstalled("/usr/bin/pdftotext"), "Typst or Poppler is not there"))
  func `the PDF is read back, and its pages are told`() throws {
    let bench = try Bench()
    let python = ["QUIRE_PYTHON": try #require(Project.python).path]
    let packed = try bench.quire("pack", "-P", "outputs=[md, pdf]", environment: python)
    #expect(packed.code == 0, "\(packed.errors)")
    #expect(packed.output.contains("questions answered, 1 page; "), "\(packed.output)")
    let answers = try bench.quire("check", "--answers", "--json", environment: python)
    #expect(answers.code == 0)
    struct Requirements: Decodable {
      struct Question: Decodable {
        var question, state: String
        var page: Int?
      }
      struct Demand: Decodable { var title, state, found: String }
      var questions: [Question]
      var demands: [Demand]
    }
    let told = try JSONDecoder().decode(Requirements.self, from: Data(answers.output.utf8))
    #expect(told.questions.map(\.question) == ["parameters", "neighbours"])
    #expect(told.questions.allSatisfy { $0.state == "answered" && ($0.page ?? 0) > 0 })
    #expect(told.demands.map(\.state) == ["there", "there"])
    #expect(told.demands.first?.found == "bad, great, screen, with 5 or more each")
  }
}
