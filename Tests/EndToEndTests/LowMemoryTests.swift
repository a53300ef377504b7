#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  /// What is said where `ulimit -v` allows too little.
  @Suite struct LowMemoryTests {
    /// Renders with so many KiB of addresses.
    private func render(_ bench: Bench, _ kibibytes: Int) throws -> (status: Int32, lines: [String]) {
      let process = Process()
      process.executableURL = URL(filePath: "/bin/sh")
      let tool = Bench.tool.path(percentEncoded: false)
      process.arguments = [
        "-c", "ulimit -v \(kibibytes); exec \"$0\" \"$@\"", tool, "render", "--to", "md", "-P",
        "embeddings.other_vectors=none", "--replace", "--report",
        bench.report.path(percentEncoded: false),
      ]
      process.environment = [
        "PATH": "/usr/bin:/bin", "HOME": bench.folder.path(percentEncoded: false), "LC_ALL": "C.UTF-8",
        "QUIRE_HOME": Bench.root.path(percentEncoded: false),
      ]
      let errors = Pipe()
      process.standardError = errors
      process.standardOutput = Pipe()
      try process.run()
      let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationReason == .exit, "\(kibibytes) KiB: \(text)")
      return (process.terminationStatus, text.split(separator: "\n").map(String.init))
    }

    @Test func `too little memory for any command is said in one line`() throws {
      let bench = try Bench()
      let (status, lines) = try render(bench, 150_000)
      #expect(status == 1)
      #expect(lines.count == 1, "\(lines)")
      #expect(lines.first?.contains("`ulimit -v` leaves ") == true && lines.first?.hasSuffix("; raise it") == true)
    }

    @Test func `a chapter that may not have the memory it asks for is warned of, and ends in a line if it has not`()
      throws
    {
      let bench = try Bench()
      let (status, lines) = try render(bench, 300_000)
      #expect([0, 1].contains(status))
      #expect(
        lines.first?.hasPrefix("warning: embeddings asks for about 1.1 GB of memory, and `ulimit -v` leaves ") == true)
      #expect(!lines.contains { $0.contains("Fatal error") || $0.contains("crashed") }, "\(lines)")
      #expect(status == 0 || lines.last?.contains("for want of memory") == true, "\(lines)")
    }
  }
#endif
