import Foundation
import TestSupport
import Testing

/// Packing while the disk fills, while another packs, and with files that are no answers.
@Suite(.serialized) struct PackHardshipTests {
  /// Whether this user may have a small disk of his own: a name space with a `tmpfs` in it.
  private static let hasDisks =
    (try? run("/usr/bin/unshare", ["-Urm", "sh", "-c", "mount -t tmpfs -o size=1m tmpfs /mnt"]).status) == 0

  private func path(_ url: URL) -> String { url.path(percentEncoded: false) }

  /// How many kilobytes a folder takes.
  private func kilobytes(_ folder: URL) throws -> Int {
    let told = try run("/usr/bin/du", ["-sk", path(folder)])
    return try #require(Int(told.output.prefix { $0.isNumber }))
  }

  @Test(.enabled(if: hasDisks, "no disk of a chosen size can be made here"))
  func `a disk that fills while packing leaves the last archive`() throws {
    let bench = try Bench()
    #expect(try bench.quire("pack").code == 0)
    try bench.write("Another answer of {{embeddings.vocabulary.size}} words.\n", to: "answers/embeddings/neighbours.md")
    let kept = bench.folder.appending(path: "kept")
    try FileManager.default.copyItem(at: bench.output, to: kept)
    let used = try kilobytes(kept)
    // From a disk without room to one with room for everything twice.
    let script = """
      set -e
      mount -t tmpfs -o size=$1k tmpfs "$2"
      cp -a "$3/." "$2"
      "$4" pack --report "$5" >"$6" 2>&1 && code=0 || code=$?
      "$4" verify "$2/submission.zip" >>"$6" 2>&1 && whole=0 || whole=$?
      ls "$2/cache" | grep -c packing && exit 9
      echo "$code $whole"
      """
    var codes: Set<Int> = []
    for room in stride(from: 0, through: 2 * used + 400, by: max(40, used / 8)) {
      let log = bench.folder.appending(path: "log")
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/unshare")
      process.arguments =
        ["-Urm", "sh", "-c", script, "sh", "\(used + 60 + room)"]
        + [bench.output, kept, Bench.tool, bench.report, log].map(path)
      process.environment = bench.variables
      process.currentDirectoryURL = bench.folder
      let output = Pipe()
      process.standardOutput = output
      try process.run()
      let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      let told = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
      let numbers = text.split(whereSeparator: { $0.isWhitespace }).suffix(2).compactMap { Int($0) }
      let (code, whole) = (try #require(numbers.first, "\(text)\(told)"), numbers.last)
      #expect(whole == 0, "\(room) kB: \(told)")
      if code != 0 { #expect(told.lowercased().contains("space"), "\(room) kB: \(told)") }
      codes.insert(code)
    }
    #expect(codes.contains(0), "the largest disk was too small")
    #expect(codes.count > 1, "the smallest disk was large enough")
    #expect(try bench.quire("pack").code == 0)
  }

  @Test func `of packs at the same time one has the report, and every archive is whole`() throws {
    let bench = try Bench()
    #expect(try bench.quire("pack").code == 0)
    for turn in 0..<4 {
      try bench.write("Words of turn \(turn).\n", to: "answers/embeddings/neighbours.md")
      let started = try (0..<3).map { _ in try bench.start(["pack"]) }
      var codes: [Int32] = []
      for (process, _, errors) in started {
        let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        codes.append(process.terminationStatus)
        if process.terminationStatus != 0 { #expect(text.contains("another run is at work here"), "\(text)") }
      }
      #expect(codes.contains(0), "\(codes)")
      #expect(try bench.quire("verify", path(bench.output.appending(path: "submission.zip"))).code == 0)
    }
  }

  @Test func `a file of ten gigabytes is refused at once, as an answer and beside one`() throws {
    let bench = try Bench()
    #expect(try bench.quire("pack").code == 0)
    let start = ContinuousClock.now
    for (name, message) in [
      ("answers/embeddings/data.bin", "answers/embeddings/data.bin (10"),
      ("answers/embeddings/neighbours.md", "neighbours.md"),
    ] {
      let file = bench.report.appending(path: name)
      let old = try? Data(contentsOf: file)
      if old == nil { try Data().write(to: file) }
      #expect(truncate(path(file), 10 << 30) == 0)
      let outcome = try bench.quire("pack")
      #expect(outcome.code == 3, "\(outcome.errors)")
      #expect(outcome.errors.contains(message), "\(outcome.errors)")
      try FileManager.default.removeItem(at: file)
      try old?.write(to: file)
    }
    #expect(ContinuousClock.now - start < .seconds(60), "something read it")
    #expect(try bench.quire("pack").code == 0)
  }

  @Test func `a pipe and links to devices beside an answer are refused by name`() throws {
    let bench = try Bench()
    #expect(try bench.quire("pack").code == 0)
    let place = bench.report.appending(path: "answers/embeddings/thing")
    mkfifo(path(place), 0o600)
    let pipe = try bench.quire("pack")
    #expect(pipe.code != 0 && pipe.errors.contains("thing: is a named pipe"), "\(pipe.errors)")
    try FileManager.default.removeItem(at: place)
    for device in ["/dev/zero", "/dev/stdin", "/dev/tty", "/proc/self/mem"] {
      try FileManager.default.createSymbolicLink(atPath: path(place), withDestinationPath: device)
      let outcome = try bench.quire("pack")
      #expect(outcome.code != 0 && outcome.errors.contains("thing: is a link"), "\(device): \(outcome.errors)")
      try FileManager.default.removeItem(at: place)
    }
    #expect(try bench.quire("verify", path(bench.output.appending(path: "submission.zip"))).code == 0)
  }
}
