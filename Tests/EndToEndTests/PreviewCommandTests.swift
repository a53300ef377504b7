import Foundation
import TestSupport
import Testing

/// `quire preview` as it is started and ended at a terminal.
@Suite struct PreviewCommandTests {
  /// The first line that a program prints.
  private func line(_ pipe: Pipe) -> String {
    var text = Data()
    while text.last != UInt8(ascii: "\n"), let byte = try? pipe.fileHandleForReading.read(upToCount: 1), !byte.isEmpty {
      text += byte
    }
    return String(decoding: text, as: UTF8.self)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func `it says where it is, and ends at once when it is asked to`(_ signal: Int32) throws {
    let bench = try Bench()
    let (process, output, errors) = try bench.start(["preview", "--no-run"])
    let address = line(output)
    #expect(
      address.wholeMatch(of: /the preview is at http:\/\/127\.0\.0\.1:[0-9]+\/[0-9a-f]{32}\/\n/) != nil, "\(address)")
    let start = ContinuousClock.now
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(process.terminationStatus == 0 && text.contains("the preview has ended"), "\(text)")
    #expect(ContinuousClock.now - start < .seconds(3))
    #expect(!FileManager.default.fileExists(atPath: bench.output.path))
  }

  @Test func `it ends while a chapter trains, and leaves nothing in the next command's way`() throws {
    let bench = try Bench(rows: 20_000)
    let (process, output, errors) = try bench.start(["preview", "-P", "embeddings.epochs=900"])
    _ = line(output)
    usleep(1_500_000)
    #expect(process.isRunning)
    kill(process.processIdentifier, SIGINT)
    process.waitUntilExit()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect([0, 130].contains(process.terminationStatus) && text.contains("interrupted"), "\(text)")
    #expect(try bench.quire("clean").code == 0)
  }

  @Test func `what cannot be followed is one line`() throws {
    let bench = try Bench()
    let missing = try bench.quire("preview", "--report", "nowhere", in: bench.folder)
    #expect(missing.code == 2 && missing.errors.contains("nowhere: holds no report.yml"), "\(missing.errors)")
    let port = try bench.quire("preview", "--port", "70000")
    #expect(port.code != 0 && port.errors.contains("70000"))
    let server = TestServer { _ in .init("200 OK") }
    let taken = server.address.split(separator: ":")[2]
    let refused = try bench.quire("preview", "--port", String(taken))
    #expect(refused.code == 2 && refused.errors.contains("--port: \(taken) is taken"), "\(refused.errors)")
    #expect(refused.errors.split(separator: "\n").count == 1)
  }
}
