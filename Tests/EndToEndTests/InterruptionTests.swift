import Foundation
import TestSupport
import Testing

/// One Ctrl-C, at ten places where something takes long.
@Suite(.serialized) struct InterruptionTests {
  /// A file of so many gigabytes that takes no place on the disk.
  private func sparse(_ name: String, _ gigabytes: Int, in bench: Bench) throws {
    let file = bench.report.appending(path: name)
    try Data("a text\n".utf8).write(to: file)
    #expect(truncate(file.path(percentEncoded: false), off_t(gigabytes) << 30) == 0)
  }

  /// An interpreter that never answers.
  private func hungPython(_ bench: Bench) throws -> String {
    // pandoc is found in the virtual environment of its interpreter.
    let programs = ["bin/python", "lib/python3.11/site-packages/pypandoc/files/pandoc"].map {
      bench.folder.appending(path: "environment/\($0)")
    }
    for program in programs {
      try FileManager.default.createDirectory(
        at: program.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("#!/bin/sh\nexec sleep 300\n".utf8).write(to: program)
      chmod(program.path(percentEncoded: false), 0o755)
    }
    return programs[0].path(percentEncoded: false)
  }

  /// Starts the tool, interrupts it once it has said something or some time has passed, and expects it gone soon.
  private func interrupt(
    _ bench: Bench, _ arguments: [String], after microseconds: UInt32, with number: Int32 = SIGINT,
    in place: URL? = nil,
    environment: [String: String] = [:], _ spot: String
  ) throws {
    let (process, _, errors) = try bench.start(arguments, in: place, environment: environment)
    usleep(microseconds)
    #expect(process.isRunning, "\(spot): it was over before it was interrupted")
    let start = ContinuousClock.now
    kill(process.processIdentifier, number)
    process.waitUntilExit()
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(process.terminationStatus == 130, "\(spot): \(text)")
    #expect(text.contains("interrupted"), "\(spot)")
    // A second is promised; a machine that is busy with other tests gets a little more.
    #expect(seconds < 3, "\(spot)")
    print("interrupted while \(spot): \(String(format: "%.2f", seconds)) s")
  }

  @Test func `Ctrl-C ends whatever is going on`() throws {
    let bench = try Bench(rows: 20_000)
    try sparse("large.txt", 200, in: bench)
    let large = ["-P", "embeddings.data=large.txt"]
    try bench.quire("render", "--to", "md")
    try interrupt(bench, ["list"] + large, after: 400_000, "list sums a file")
    try interrupt(bench, ["render"] + large, after: 400_000, with: SIGTERM, "render sums a file")
    try interrupt(bench, ["pack"] + large, after: 400_000, "pack sums a file")
    try interrupt(bench, ["render", "-P", "embeddings.epochs=900"], after: 600_000, with: SIGHUP, "render trains")
    let stages = [
      "-P", "embeddings.map_words=10000", "-P", "embeddings.stability_seeds=10", "-P", "embeddings.epochs=300",
    ]
    try interrupt(bench, ["render"] + stages, after: 1_500_000, "render trains again")
    let hung = ["QUIRE_PYTHON": try hungPython(bench)]
    try bench.write("$`x`$\n", to: "answers/embeddings/parameters.md")
    try interrupt(bench, ["render", "--to", "html"], after: 500_000, environment: hung, "a formula is set")
    try bench.write("No formula.\n", to: "answers/embeddings/parameters.md")
    try interrupt(bench, ["render", "--to", "pdf"], after: 500_000, environment: hung, "the PDF is set")
    try interrupt(bench, ["check"], after: 500_000, environment: hung, "check asks for the engine")
  }

  @Test func `Ctrl-C ends a trial, and leaves nothing of it`() throws {
    let bench = try Bench(rows: 20_000)
    let place = bench.folder.appending(path: "temporary")
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    let environment = ["TMPDIR": place.path(percentEncoded: false)]
    try interrupt(
      bench, ["try", "embeddings", "bad", "-P", "embeddings.epochs=900"], after: 1_000_000, environment: environment,
      "a trial trains")
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.path) == [])
    #expect(try bench.quire("try", "embeddings", "bad", environment: environment).code == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.path) == [])
  }

  @Test func `Ctrl-C ends a download and the reading of an archive`() throws {
    let bench = try Bench()
    let server = TestServer { _ in .init("200 OK", ["Content-Length: 1000"], body: [1], hold: 60) }
    try interrupt(
      bench, ["fetch", "\(server.address)/picture.png"], after: 500_000, in: bench.folder,
      environment: ["no_proxy": "127.0.0.1"], "fetch waits")

    let archive = bench.folder.appending(path: "large.zip")
    let script = """
      import sys, zipfile
      with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:
        with z.open('large.bin', 'w', force_zip64=True) as f:
          for _ in range(1500): f.write(bytes(1 << 20))
        z.writestr('MANIFEST.sha256', '0' * 64 + '  large.bin\\n')
      """
    let python = Process()
    python.executableURL = URL(filePath: "/usr/bin/python3")
    python.arguments = ["-c", script, archive.path(percentEncoded: false)]
    try python.run()
    python.waitUntilExit()
    try interrupt(
      bench, ["verify", archive.path(percentEncoded: false)], after: 300_000, in: bench.folder, "verify reads")
  }
}
