import Basics
import Foundation

/// The works that a report may cite: those of `references.bib` and `references.json` in its folder, and below them those that
/// come with Quire.
struct Bibliography {
  /// Where works are looked for in the report's folder, in this order.
  static let names = ["references.json", "references.bib"]

  /// A file of works.
  private struct Source {
    var file: URL
    var data: Data
    var isBibTeX: Bool
    /// Whether it comes with Quire: what it adds to the report's own files is not told.
    var isShipped = false
  }

  private var sources: [Source] = []
  /// The works of CSL-JSON by their keys.
  private(set) var plain: [String: JSONValue] = [:]
  /// All works by their keys, as metadata of pandoc's tree; empty until pandoc has read them.
  private(set) var works: [String: JSONValue] = [:]
  /// The keys that stand in the report's own files more than once; one work of each is taken.
  private(set) var doubled: [String] = []
  /// The report's own files that were read.
  private(set) var files: [String] = []
  /// Whether there is a file that nobody read, since only pandoc can.
  private(set) var isIncomplete = false
  /// Whether works come with Quire.
  private(set) var hasShipped = false

  private let reader: ReportReader

  /// Whether there is any file of works.
  var isEmpty: Bool { sources.isEmpty }
  /// The keys of all works.
  var keys: Set<String> { Set(plain.keys).union(works.keys) }
  /// Where works are looked for, as the end of a sentence.
  var place: String {
    let own = files.joined(separator: " and ")
    if !hasShipped { return "in \(own)" }
    return own.isEmpty ? "among those that come with Quire" : "in \(own), nor among those that come with Quire"
  }

  /// Finds the files and reads those of CSL-JSON; throws a `RenderingError` for one that is none.
  ///
  /// - Parameter shipped: The works that come with Quire, if any do.
  init(reader: ReportReader, shipped: URL?) throws {
    self.reader = reader
    for name in Self.names {
      let file = reader.folder.root.appending(path: name)
      guard FileKind(of: file) != nil else { continue }
      do { try reader.folder.enclosure.check(file) } catch {
        throw RenderingError(file: reader.display(file), error.problem)
      }
      files.append(name)
      try add(Source(file: file, data: try Self.data(of: file, reader), isBibTeX: name.hasSuffix(".bib")))
    }
    if let shipped, FileKind(of: shipped) != nil {
      hasShipped = true
      try add(Source(file: shipped, data: try Self.data(of: shipped, reader), isBibTeX: false, isShipped: true))
    }
  }

  private static func data(of file: URL, _ reader: ReportReader) throws -> Data {
    do { return try InputFile.data(of: file, limit: ReportReader.longestAnswer * 4) } catch {
      throw RenderingError(file: reader.display(file), error.problem)
    }
  }

  private mutating func add(_ source: Source) throws {
    sources.append(source)
    guard !source.isBibTeX else {
      if let line = Self.lineOfDepth(in: source.data) {
        throw RenderingError(
          file: reader.display(source.file), line: line, "braces are nested more than \(Self.deepestBraces) deep")
      }
      isIncomplete = true
      return
    }
    for work in try Self.plainWorks(of: source, reader) {
      guard let key = work["id"]?.string ?? work["id"]?.integer.map(String.init) else { continue }
      if plain[key] == nil { plain[key] = work } else if !source.isShipped { doubled.append(key) }
    }
  }

  /// Braces of BibTeX nested deeper than this are refused: people nest three, and pandoc takes a minute for some ten thousand.
  private static let deepestBraces = 100

  /// The line, counted from one, where braces are nested too deeply.
  private static func lineOfDepth(in data: Data) -> Int? {
    var (line, depth, isEscaped) = (1, 0, false)
    for byte in data {
      if byte == UInt8(ascii: "\n") { line += 1 }
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "{") {
        depth += 1
        if depth > deepestBraces { return line }
      } else if byte == UInt8(ascii: "}") {
        depth = max(0, depth - 1)
      }
    }
    return nil
  }

  private static func plainWorks(of source: Source, _ reader: ReportReader) throws -> [JSONValue] {
    do {
      let value = try JSONReader.value(of: source.data)
      guard let works = value.array, works.allSatisfy({ $0["id"] != nil }) else {
        throw RenderingError(file: reader.display(source.file), "is no CSL-JSON: a list of works, each with an “id”")
      }
      return works
    } catch let error as JSONReader.Fault {
      throw RenderingError(file: reader.display(source.file), line: error.line, error.reason)
    }
  }

  // MARK: As pandoc reads them

  /// Has pandoc read the works; throws a `RenderingError` for a file that it cannot read.
  ///
  /// - Parameter cited: The works of Quire's own file that are wanted: it need not read the others.
  mutating func read(by pandoc: Pandoc, cited: Set<String>, _ cache: inout AnswerCache?) throws {
    var own: Set<String> = []
    for source in sources {
      var data = source.data
      if source.isShipped {
        let wanted = cited.subtracting(own).sorted().compactMap { key in works[key] == nil ? plain[key] : nil }
        if wanted.isEmpty { continue }
        data = Data(JSONValue.array(wanted).description.utf8)
      }
      for (key, work) in try converted(data, source, pandoc, &cache) {
        if works[key] == nil {
          works[key] = work
        } else if source.isBibTeX {
          doubled.append(key)
        }
        if !source.isShipped { own.insert(key) }
      }
    }
    isIncomplete = false
  }

  private func converted(
    _ data: Data, _ source: Source, _ pandoc: Pandoc, _ cache: inout AnswerCache?
  ) throws -> [(key: String, work: JSONValue)] {
    let format = source.isBibTeX ? "bibtex" : "csljson"
    do {
      let found = try Self.ask(&cache, "\(format)\n\(String(decoding: data, as: UTF8.self))") { answer in
        answer.array?.compactMap { work in Self.key(of: work).map { (key: $0, work: work) } }
      } ask: {
        .array(try pandoc.works(of: data, as: format))
      }
      return found ?? []
    } catch let error as Pandoc.UnreadableBibliography {
      throw RenderingError(file: reader.display(source.file), line: error.line, error.reason)
    }
  }

  /// Asks by way of the cache, where there is one.
  static func ask<Value>(
    _ cache: inout AnswerCache?, _ request: String, read: (JSONValue) -> Value?, ask: () throws -> JSONValue
  ) throws -> Value? {
    guard cache != nil else { return read(try ask()) }
    return try cache?.answer(to: request, read: read, ask: ask)
  }

  /// The key of a work of pandoc's tree: a string, or words as nodes.
  private static func key(of work: JSONValue) -> String? {
    guard let id = work["c"]?["id"]?["c"] else { return nil }
    return id.string ?? (id.array ?? []).map { $0["c"]?.string ?? " " }.joined()
  }

  /// Citations as they are set, in their order, and the works that they cite, in the order of their authors.
  struct Outcome {
    var citations: [Markdown] = []
    var works: [(anchor: String, text: Markdown)] = []
    /// What pandoc noticed.
    var messages: [String] = []
  }
}
