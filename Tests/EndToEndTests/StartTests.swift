import Foundation
import TestSupport
import Testing

/// What a command does not need, it does not load.
@Suite struct StartTests {
  /// The environment of a tool that finds no whole libcurl: its place is taken by a file that is none.
  private func withoutCurl(_ bench: Bench) throws -> [String: String] {
    let folder = bench.folder.appending(path: "libraries")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("no library".utf8).write(to: folder.appending(path: "libcurl.so.4"))
    return ["LD_LIBRARY_PATH": folder.path(percentEncoded: false)]
  }

  @Test func `a command that asks nothing of the network loads no libcurl`() throws {
    let bench = try Bench()
    let environment = try withoutCurl(bench)
    #expect(try bench.quire("--version", environment: environment).code == 0)
    #expect(try bench.quire("settings", environment: environment).code == 0)
  }

  @Test func `a download without libcurl says what to install`() throws {
    let bench = try Bench()
    let result = try bench.quire("fetch", "http://127.0.0.1:9/picture.png", environment: withoutCurl(bench))
    #expect(result.code == 3)
    #expect(result.errors.contains("libcurl cannot be loaded ("))
    #expect(result.errors.contains("; install libcurl4"))
    #expect(!result.errors.contains("crashed"))
  }
}
