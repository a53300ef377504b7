import Archives
import Embeddings
import Foundation
import TestSupport
import Testing

/// Corpora that are compressed, in archives, or both.
@Suite struct PackedCorpusTests {
  private static let rows = [["good", "one"], ["bad", "one"]]

  private func read(
    _ file: URL, _ change: (inout CorpusOptions) -> Void = { _ in }
  ) throws -> (rows: [[String]], report: ReadingReport) {
    var options = CorpusOptions()
    change(&options)
    let (corpus, report) = try CorpusReader.read(file: file, options: options)
    return ((0..<corpus.rowCount).map { corpus.words(ofRow: $0) }, report)
  }

  private func failure(_ file: URL, _ change: (inout CorpusOptions) -> Void = { _ in }) -> String {
    do { return "read \(try read(file, change).rows)" } catch { return "\(error)" }
  }

  @Test(arguments: [
    ("reviews.json.gz", "compressed with gzip"), ("reviews.json.bz2", "compressed with bzip2"),
    ("reviews.json.xz", "compressed with xz"), ("reviews.json.zst", "compressed with zstd"),
    ("misnamed.json.gz", "compressed with bzip2"), ("reviews.tar", "data/reviews.json in a tar archive"),
    ("reviews.tar.gz", "data/reviews.json in a tar archive compressed with gzip"),
    ("reviews.tar.xz", "reviews.json in a tar archive compressed with xz"),
    ("reviews.tar.zst", "reviews.json in a tar archive compressed with zstd"),
    ("inner.tar.gz", "reviews.json.gz, compressed with gzip, in a tar archive compressed with gzip"),
    ("climbing.tar.bz2", "../../reviews.json in a tar archive compressed with bzip2"),
    ("lone.tar.gz", "reviews.dat in a tar archive compressed with gzip"),
    ("reviews.zip", "reviews.json in a zip archive"),
    ("inner.zip", "reviews.json.bz2, compressed with bzip2, in a zip archive"),
    ("lone.zip", "reviews.dat in a zip archive"),
  ])
  func `whatever wraps the texts is taken off and said`(_ name: String, _ packing: String) throws {
    let (rows, report) = try read(fixture("packed/\(name)"))
    #expect(rows == Self.rows)
    #expect(report.layout == "JSON lines, column reviewText (\(packing))" && report.findings.isEmpty)
    #expect(report.textBytes == 53)
  }

  @Test(arguments: [
    ("several.tar.gz", "is a tar archive of 3 files that may be meant (a.json, b.json, c.json); unpack it"),
    ("several.zip", "is a zip archive of 2 files that may be meant (a.json, b.json); unpack it"),
    ("none.zip", "is a zip archive with no file that can be meant (a.png, b.png)"),
    ("none.tar.gz", "is a tar archive with no file that can be meant (a.png, b.png)"),
    ("book.xlsx", "is an Excel workbook, which is not read; save its sheet as “CSV UTF-8”"),
    ("twice.json.gz", "is gzipped twice"), ("twice.json.xz", "is compressed twice, the second time with bzip2"),
    ("nested.zip", "is an archive in another wrapping"), ("nested.tar.gz", "is an archive in an archive"),
    ("zip.gz", "is an archive in another wrapping"), ("old.json.lzma", "is compressed with lzma"),
  ])
  func `what is not read is named`(_ name: String, _ words: String) {
    #expect(failure(fixture("packed/\(name)")).contains("\(name): \(words)"), "\(failure(fixture("packed/\(name)")))")
  }

  @Test(arguments: [
    "reviews.json.gz", "reviews.json.bz2", "reviews.json.xz", "reviews.json.zst", "reviews.tar.gz", "reviews.zip",
  ])
  func `a file that was cut short is no shorter corpus`(_ name: String) throws {
    let scratch = try Scratch()
    let bytes = try Array(Data(contentsOf: fixture("packed/\(name)")))
    for length in [bytes.count - 1, bytes.count / 2] {
      let cut = try scratch.file(name, holding: bytes[..<length])
      let message = failure(cut)
      #expect(message.hasPrefix("\(cut.path): ") && message.contains(" at byte "), "\(length): \(message)")
    }
  }

  @Test func `a small file that unpacks to far more is refused, unless it is allowed to`() throws {
    let scratch = try Scratch()
    let text = [UInt8](repeating: 0x0A, count: 1_000_000)
    let bomb = try scratch.file("a.txt.gz", holding: Deflated.gzip(text))
    #expect(try read(bomb).rows.count == 1_000_000)
    let message = failure(bomb) { $0.unpackedLimit = 999_999 }
    #expect(message.contains("a.txt.gz: unpacks to more than 1.0 MB") && message.contains("raise unpacked_limit"))
    #expect(try read(bomb) { $0.unpackedLimit = 1_000_000 }.rows.count == 1_000_000)
  }

  @Test func `an archive that claims far more than it takes is refused before it is read`() throws {
    let scratch = try Scratch()
    let file = scratch.file("a.zip")
    var zip = try ZipWriter(file, modified: Date(timeIntervalSince1970: 1_600_000_000))
    try zip.add("a.txt", [UInt8](repeating: 0x0A, count: 1_000_000))
    try zip.finish()
    #expect(failure(file) { $0.unpackedLimit = 999_999 }.contains("a.zip: unpacks to more than 1.0 MB"))
    #expect(try read(file).rows.count == 1_000_000)
  }

  @Test func `of a folder the archives are read where nothing else is, and what is there twice once`() throws {
    func names(_ names: [String]) -> ([String], [String]) {
      let found = CorpusReader.texts(
        among: Dictionary(uniqueKeysWithValues: names.map { ($0, URL(filePath: "/" + $0)) }))
      return (found.files.map(\.lastPathComponent), found.leftOut)
    }
    #expect(names(["a.json", "a.zip"]) == (["a.json"], ["a.zip"]))
    #expect(names(["a.zip", "b.tar.gz", "c.tgz", "d.png"]) == (["a.zip", "b.tar.gz", "c.tgz"], ["d.png"]))
    #expect(names(["a.json", "a.json.gz", "b.json.xz"]) == (["a.json", "b.json.xz"], ["a.json.gz"]))
    #expect(names(["only.zip"]) == (["only.zip"], []))
  }

  @Test(arguments: ["reviews.json.xz", "reviews.json.zst", "reviews.zip"])
  func `vectors are read through the same wrappings`(_ name: String) throws {
    // What is no file of vectors is told as such, and not as a compressed one.
    let message: String
    do { message = "\(try VectorFileFormat(of: fixture("packed/\(name)")))" } catch { message = "\(error)" }
    #expect(message == "glove")
  }
}
