import Foundation
import TestSupport
import Testing

/// What a command does not need, it does not load.
@Suite struct StartTests {
  /// The environment of a tool that finds some libraries broken: the place of each is taken by a file that is none.
  private func without(_ libraries: String..., on bench: Bench) throws -> [String: String] {
    let folder = bench.folder.appending(path: "libraries")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for library in libraries { try Data("no library".utf8).write(to: folder.appending(path: library)) }
    return ["LD_LIBRARY_PATH": folder.path(percentEncoded: false)]
  }

  private let curl = "libcurl.so.4"
  private let pango = "libpangocairo-1.0.so.0"

  @Test func `a command that downloads nothing and draws nothing needs no library for it`() throws {
    let bench = try Bench()
    let environment = try without(curl, pango, "libcairo.so.2", "libfontconfig.so.1", on: bench)
    #expect(try bench.quire("--version", environment: environment).code == 0)
    #expect(try bench.quire("settings", environment: environment).code == 0)
  }

  @Test func `a download without libcurl says what to install`() throws {
    let bench = try Bench()
    let result = try bench.quire("fetch", "http://127.0.0.1:9/picture.png", environment: without(curl, on: bench))
    #expect(result.code == 3)
    #expect(result.errors.contains("libcurl cannot be loaded ("))
    #expect(result.errors.contains("; install libcurl4"))
    #expect(!result.errors.contains("crashed"))
  }

  @Test func `figures without Pango are told before a chapter runs, with what to install`() throws {
    let bench = try Bench()
    let result = try bench.quire("render", environment: without(pango, on: bench))
    #expect(result.code == 3)
    #expect(result.errors.contains("Cairo and Pango cannot be loaded ("))
    #expect(result.errors.contains("; install libpangocairo-1.0-0"))
    #expect(!result.errors.contains("crashed"))
    #expect(!FileManager.default.fileExists(atPath: bench.output.appending(path: "chapters/embeddings").path))
  }

  @Test func `a machine without Pango is told by the check`() throws {
    let bench = try Bench()
    let result = try bench.quire("check", environment: without(pango, on: bench))
    #expect(result.code == 3)
    #expect((result.output + result.errors).contains("sudo apt-get install libpangocairo-1.0-0"))
  }
}
