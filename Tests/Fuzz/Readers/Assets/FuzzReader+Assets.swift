internal import Assets
internal import Basics
internal import Foundation
package import FuzzSupport
internal import TestSupport

extension FuzzReader {
  /// The readers of `Assets`.
  package static let assets: [FuzzReader] = [.answers, .catalogue]

  /// What a web server sends back to one request after another, heads and all: of a file of known sum nothing else is ever taken.
  ///
  /// Answers are told apart by the byte 0x1D, and the last goes on for ever. With one there is one try; with several, a download that
  /// breaks off is gone on with, once by the same run and then by the next.
  package static let answers = FuzzReader("answers") { bytes, folder in
    let answers = bytes.split(separator: 0x1D, maxSplits: 3, omittingEmptySubsequences: false).map(Array.init)
    let server = TestServer { request in
      var answer = TestServer.Answer("200 OK")
      answer.bytes = answers[min(request.number, answers.count - 1)]
      return answer
    }
    for name in ["a", "a.part", "a.part.note"] { folder.remove(name) }
    var settings = TransferSettings()
    settings.retries = answers.count > 1 ? 1 : 0
    settings.firstWait = 0
    settings.longestWait = 0.01
    settings.stallTimeout = 1
    settings.redirects = 2
    settings.maximumSize = 1 << 20
    // An answer may send on to any host; what is not this machine is asked of a proxy that is not there.
    settings.proxies = Proxies(http: "http://127.0.0.1:9", https: "http://127.0.0.1:9", exceptions: "127.0.0.1")
    let file = folder.url.appending(path: "a")
    let isKnown = bytes.count.isMultiple(of: 2)
    let download = Download(
      server.address + "/a", to: file, sha256: isKnown ? sumOfHello : nil, settings: settings)
    func fetched() throws -> Download.Receipt {
      do { return try download.run() } catch {
        try BrokenPromise.unless(!FileManager.default.fileExists(atPath: file.path), "a refused file has its own name")
        throw error
      }
    }
    let receipt: Download.Receipt
    do { receipt = try fetched() } catch let failure as Download.Failure {
      guard server.requests.count < answers.count else { throw failure }
      receipt = try fetched()
    }
    let content = try Data(contentsOf: file)
    try BrokenPromise.unless(
      receipt.size == content.count && receipt.sha256 == SHA256.hex(of: content), "a receipt is of another file")
    if isKnown {
      try BrokenPromise.unless(content == Data("hello".utf8), "a file with another sum was taken")
    }
  }

  /// The SHA-256 of `hello`, as coreutils say it.
  private static let sumOfHello = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"

  /// A catalogue of data sets and models.
  package static let catalogue = FuzzReader("catalogue", mutator: JSONMutator()) { bytes, folder in
    let catalogue = try Catalogue(contentsOf: folder.file("catalogue.json", holding: bytes))
    for asset in catalogue.assets {
      for file in asset.sources.flatMap(\.files) {
        let parts = file.name.split(separator: "/", omittingEmptySubsequences: false)
        let isInside = !parts.contains("..") && !file.name.hasPrefix("/") && !file.name.contains("\0")
        try BrokenPromise.unless(isInside, "a file of the catalogue leaves the cache: \(file.name)")
      }
    }
  }
}
