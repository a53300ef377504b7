import Archives
import Basics
import Embeddings
import Foundation
import FuzzRendering
import FuzzSupport
import Images
import Notebook
import Transformers

/// What a reader made of an input, in a form that another program can make too.
struct Verdict: Encodable {
  /// Whether it was taken.
  var taken: Bool
  /// What it is, or why it was refused.
  var value: String

  /// Gives what an input is; what it throws is the refusal.
  typealias Reader = @Sendable (_ input: [UInt8], _ folder: URL) throws -> String

  /// The readers, by the names of their corpora.
  static let readers: [String: Reader] = [
    "json": { input, _ in canonical(try JSONReader.value(of: input)) },
    "answer": stitched, "csv": words, "zip": entries, "png": pixels, "jpeg": pixels, "report-yml": settings,
    "pickle": tensors,
  ]

  /// A value with the order and the doubles of its names, integers as such and other numbers by their bits.
  private static func canonical(_ value: JSONValue) -> String {
    switch value {
    case .null: return "null"
    case .bool(let isTrue): return isTrue ? "true" : "false"
    case .integer(let number): return "i\(number)"
    case .number(let number): return "d" + String(number.bitPattern, radix: 16)
    case .string(let text): return "s" + hex(text.utf8)
    case .array(let elements): return "[" + elements.map(canonical).joined(separator: ",") + "]"
    case .object(let members):
      return "{" + members.map { hex($0.name.utf8) + ":" + canonical($0.value) }.joined(separator: ",") + "}"
    }
  }

  private static func hex(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// An answer in the report's Markdown and in its HTML, as an object of JSON: the peer reads the former.
  private static func stitched(_ input: [UInt8], in folder: URL) throws -> String {
    let report = try FuzzReport(in: Frames.folder.get())
    try report.answer(String(decoding: input, as: UTF8.self))
    let (markdown, html) = try report.answerParts()
    return String(decoding: try JSONEncoder().encode(["markdown": markdown, "html": html]), as: UTF8.self)
  }

  /// How often each word occurs in the column `text` of a comma-separated file.
  private static func words(_ input: [UInt8], in folder: URL) throws -> String {
    let file = folder.appending(path: "x.csv")
    try Data(input).write(to: file)
    var options = CorpusOptions()
    options.format = .csv
    options.column = "text"
    options.maximumMalformedShare = 1
    let corpus = try CorpusReader.read(file: file, options: options).0
    return zip(corpus.words, corpus.counts).map { hex($0.utf8) + "=\($1)" }.sorted().joined(separator: ",")
  }

  /// Each entry's name and the sum of its content, `-` where it is refused.
  private static func entries(_ input: [UInt8], in folder: URL) throws -> String {
    let file = folder.appending(path: "x.zip")
    try Data(input).write(to: file)
    let archive = try ZipReader(file, limits: ZipLimits(entries: 1000, expandedSize: 1 << 24))
    return archive.entries.map { entry in
      hex(entry.name.utf8) + "=" + ((try? archive.read(entry)).map { "\(Checksum.crc32($0))" } ?? "-")
    }.joined(separator: ",")
  }

  /// Width, height and the pixels of a small picture, red, green, blue and alpha.
  private static func pixels(_ input: [UInt8], in folder: URL) throws -> String {
    let limits = ImageLimits(pixels: 1 << 14, bytes: 1 << 20)
    let image = try ImageFile.decode(input, name: "picture", limits: limits).image
    return "\(image.width) \(image.height) " + Data(image.pixels).base64EncodedString()
  }

  /// Texts and a list of a report's settings.
  private static func settings(_ input: [UInt8], in folder: URL) throws -> String {
    let place = folder.appending(path: "report.yml")
    try Data(input).write(to: place)
    let file = try SettingsFile(place)
    var reader = file.reader()
    var texts = ["title": "", "subtitle": "", "course": "", "date": ""]
    var chapters: [String] = []
    for key in texts.keys.sorted() {
      var text = ""
      reader.read(key, &text)
      texts[key] = text
    }
    reader.read("chapters", &chapters)
    try reader.finish()
    return texts.keys.sorted().map { $0 + "=" + hex(texts[$0, default: ""].utf8) }.joined(separator: ",") + ";"
      + chapters.map { hex($0.utf8) }.joined(separator: ",")
  }

  /// The names, kinds and shapes of a pickle's tensors.
  private static func tensors(_ input: [UInt8], in folder: URL) throws -> String {
    let file = folder.appending(path: "x.bin")
    let contents = [("m/data.pkl", input), ("m/data/0", [UInt8](repeating: 1, count: 256))]
    let parts = ZipParts(contents.map { ZipParts.Entry(name: Array($0.0.utf8), content: $0.1) })
    try Data(parts.bytes).write(to: file)
    return try Checkpoint(file: file).tensors.map { tensor in
      "\(hex(tensor.name.utf8)) \(tensor.dataType.rawValue) \(tensor.shape)"
    }.sorted().joined(separator: ",")
  }
}
