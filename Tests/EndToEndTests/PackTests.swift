import Foundation
import TestSupport
import Testing

@Suite struct PackTests {
  @Test func `other tools accept the pack, and it is the same again`() throws {
    let bench = try Bench()
    try bench.quire("render")
    let packed = try bench.quire("pack")
    #expect(packed.code == 0, "\(packed.errors)")
    let archive = bench.output.appending(path: "submission.zip")
    let first = try Data(contentsOf: archive)
    try bench.quire("pack")
    #expect(try Data(contentsOf: archive) == first)

    let place = bench.folder.appending(path: "unpacked")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    #expect(try run("/usr/bin/python3", ["-m", "zipfile", "-e", archive.path, place.path], in: place).status == 0)
    #expect(try run("sha256sum", ["--check", "--strict", "MANIFEST.sha256"], in: place).status == 0)
    for name in [
      "report.md", "report.html", "report.yml", "answers/embeddings/parameters.md",
      "chapters/embeddings/results.json", "chapters/embeddings/figures/projection.png",
      "chapters/embeddings/figures/projection.json",
      "chapters/embeddings/attachments/neighbours.csv", "code/embeddings/WordEmbeddings.swift",
      "code/embeddings/check.py",
      "code/embeddings/check.json", "code/shared/AllChapters.swift", "code/checking.py",
    ] {
      #expect(FileManager.default.fileExists(atPath: place.appending(path: name).path), "\(name)")
    }
    #expect(try bench.quire("verify", archive.path).code == 0)
  }

  @Test func `a missing answer is not packed, a stale chapter is made anew`() throws {
    let bench = try Bench()
    let first = try bench.quire("pack")
    #expect(first.code == 0, "\(first.errors)")
    #expect(first.output.contains("questions answered") && first.output.contains("opened again and whole"))
    try bench.write("TODO\n", to: "answers/embeddings/neighbours.md")
    let outcome = try bench.quire("pack")
    #expect(outcome.code == 3)
    #expect(outcome.errors.contains("answers/embeddings/neighbours.md is placeholder"))
    #expect(try bench.quire("check", "--answers").code == 3)
    #expect(try bench.quire("pack", "--allow-incomplete").code == 0)
    let other = try bench.quire("pack", "--allow-incomplete", "-P", "embeddings.window=2")
    #expect(other.code == 0)
    #expect(other.errors.contains("packed with -P embeddings.window=2, which the archive's report.yml does not say"))
  }

  @Test func `a tampered pack is found out`() throws {
    let bench = try Bench()
    try bench.quire("render")
    try bench.quire("pack")
    let archive = bench.output.appending(path: "submission.zip")
    let script =
      "import sys,zipfile\nwith zipfile.ZipFile(sys.argv[1], 'a') as z: z.writestr('extra.txt', 'x')"
    #expect(try run("/usr/bin/python3", ["-c", script, archive.path], in: bench.folder).status == 0)
    let outcome = try bench.quire("verify", archive.path)
    #expect(outcome.code == 3)
    #expect(outcome.errors.contains("extra.txt: is not in the manifest"))
  }

  @Test func `clean removes what was generated and nothing else`() throws {
    let bench = try Bench()
    try bench.quire("render")
    try Data("mine".utf8).write(to: bench.output.appending(path: "mine.txt"))
    #expect(try bench.quire("clean").code == 0)
    let left = try FileManager.default.contentsOfDirectory(atPath: bench.output.path).sorted()
    // The mark stays with what is left, so that the next render knows the folder for Quire's.
    #expect(left == [".quire.json", ".quire.lock", "mine.txt"])
    #expect(try bench.quire("render").code == 0)
    #expect(FileManager.default.fileExists(atPath: bench.report.appending(path: "answers/embeddings").path))
  }
}
