internal import Embeddings
internal import Foundation
package import FuzzSupport

extension FuzzReader {
  /// The readers of `Embeddings`.
  package static let embeddings: [FuzzReader] = [
    .jsonLines, .jsonCorpus, .pythonLines, .csv, .keyValues, .plainText, .corpus, .vectorsText, .vectorsBinary, .glove,
    .fastText, .vectors, .pairs, .analogies, .preprocess,
  ]

  /// One object of JSON a line.
  package static let jsonLines = FuzzReader("json-lines", mutator: JSONLinesMutator()) {
    try read($0, $1, "x.jsonl", .jsonLines)
  }

  /// Objects of JSON over several lines.
  package static let jsonCorpus = FuzzReader("json-corpus", mutator: JSONMutator()) {
    try read($0, $1, "x.json", .json)
  }

  /// Python's literals.
  package static let pythonLines = FuzzReader("python-lines") { try read($0, $1, "x.txt", .pythonLines) }

  /// Separated values.
  package static let csv = FuzzReader("csv") { try read($0, $1, "x.csv", .csv) }

  /// Blocks of `key: value`.
  package static let keyValues = FuzzReader("key-values") { try read($0, $1, "x.txt", .keyValues) }

  /// One text a line.
  package static let plainText = FuzzReader("plain-text") { try read($0, $1, "x.txt", .text) }

  /// A file of texts of which nobody says what it is.
  package static let corpus = FuzzReader(
    "corpus", mutator: AnyOfMutators(GzipMutator(), ZipMutator(), JSONLinesMutator())
  ) {
    try read($0, $1, "x", nil)
  }

  /// Reads a file of texts with one thread, and with two and a corpus that lies on the disk: both say the same.
  private static func read(_ bytes: [UInt8], _ folder: FuzzFolder, _ name: String, _ format: CorpusFormat?) throws {
    var options = CorpusOptions()
    options.format = format
    options.maximumMalformedShare = 1
    options.temporaryFolder = folder.url
    options.unpackedLimit = 1 << 22
    options.maximumRecordBytes = 1 << 20
    let file = try folder.file(name, holding: bytes)
    let one = try CorpusReader.read(file: file, options: options).0
    options.threads = 2
    options.memoryLimit = 16
    let other = try CorpusReader.read(file: file, options: options).0
    let isSame = one.words == other.words && one.counts == other.counts && one.tokenCount == other.tokenCount
    try BrokenPromise.unless(isSame, "the corpus depends on the number of threads")
  }

  /// The most bytes that vectors may take here.
  private static let memoryLimit = 1 << 26

  /// Vectors as word2vec writes them in text.
  package static let vectorsText = FuzzReader("vectors-text") { try read($0, $1, .text) }

  /// Vectors as word2vec writes them in bytes.
  package static let vectorsBinary = FuzzReader("vectors-binary") { try read($0, $1, .binary) }

  /// Vectors as GloVe writes them.
  package static let glove = FuzzReader("glove") { try read($0, $1, .glove) }

  /// A model of fastText's.
  package static let fastText = FuzzReader("fasttext") { try read($0, $1, .fastText) }

  /// Vectors of which nobody says how they are written.
  package static let vectors = FuzzReader("vectors", mutator: AnyOfMutators(ByteMutator(), GzipMutator())) {
    bytes, folder in
    try read(bytes, folder, VectorFileFormat(of: folder.file("vectors", holding: bytes)))
  }

  private static func read(_ bytes: [UInt8], _ folder: FuzzFolder, _ format: VectorFileFormat) throws {
    let file = try folder.file("vectors", holding: bytes)
    let (vectors, _) = try KeyedVectors.read(file, format: format, memoryLimit: memoryLimit, wanted: ["unheard"])
    if let word = vectors.words.first { _ = try vectors.mostSimilar(to: word) }
    // What was read is written and read again without a loss.
    let copy = folder.url.appending(path: "copy")
    try vectors.write(to: copy, format: .binary)
    let again = try KeyedVectors(reading: copy, format: .binary, memoryLimit: memoryLimit)
    let isSame = again.words.map { Array($0.utf8) } == vectors.words.map { Array($0.utf8) }
    try BrokenPromise.unless(isSame, "vectors change their words when they are written and read again")
  }

  private static let threeVectors = "3 2\na 1 2\nb 2 1\nc 0 0\n"

  /// Pairs of words with judgements.
  package static let pairs = FuzzReader("pairs") { bytes, folder in
    let vectors = try KeyedVectors(reading: folder.file("v.txt", holding: threeVectors), format: .text)
    _ = try vectors.evaluate(wordPairs: folder.file("pairs.tsv", holding: bytes))
  }

  /// Analogies.
  package static let analogies = FuzzReader("analogies") { bytes, folder in
    let vectors = try KeyedVectors(reading: folder.file("v.txt", holding: threeVectors), format: .text)
    _ = try vectors.evaluate(analogies: folder.file("analogies.txt", holding: bytes))
  }

  /// Text into words.
  package static let preprocess = FuzzReader("preprocess") { bytes, _ in
    let text = String(decoding: bytes, as: UTF8.self)
    for word in SimplePreprocess(minLength: 2, maxLength: 5, removeAccents: true)(text) {
      let length = word.unicodeScalars.count
      try BrokenPromise.unless(
        (2...5).contains(length), "a word of \(length) characters is kept where 2 to 5 are asked for")
    }
  }
}
