import Basics
import Foundation

/// The works that a report may cite: `references.bib` or `references.json` in its folder.
struct Bibliography {
  /// Where they are looked for, in this order.
  static let names = ["references.json", "references.bib"]

  /// The works by their keys, as metadata of pandoc's tree.
  private(set) var works: [String: JSONValue] = [:]
  /// The keys that stand in the files more than once; one work of each is taken.
  private(set) var doubled: [String] = []
  /// The files that were read.
  private(set) var files: [String] = []

  /// Reads what there is; throws a `RenderingError` for a file that is none.
  init(reader: ReportReader, pandoc: Pandoc) throws {
    for name in Self.names {
      let file = reader.folder.root.appending(path: name)
      guard FileKind(of: file) != nil else { continue }
      let data: Data
      do {
        try reader.folder.enclosure.check(file)
        data = try InputFile.data(of: file, limit: ReportReader.longestAnswer * 4)
      } catch {
        throw RenderingError(file: reader.display(file), error.problem)
      }
      files.append(name)
      let isBibTeX = name.hasSuffix(".bib")
      if !isBibTeX { try Self.check(data, file, reader) }
      add(try Self.converted(data, isBibTeX ? "bibtex" : "csljson", file, reader, pandoc))
    }
  }

  private mutating func add(_ list: [JSONValue]) {
    for work in list {
      guard let id = work["c"]?["id"]?["c"] else { continue }
      // A key is a string, or words as nodes.
      let key = id.string ?? (id.array ?? []).map { $0["c"]?.string ?? " " }.joined()
      if works[key] == nil { works[key] = work } else { doubled.append(key) }
    }
  }

  private static func converted(
    _ data: Data, _ format: String, _ file: URL, _ reader: ReportReader, _ pandoc: Pandoc
  ) throws -> [JSONValue] {
    do { return try pandoc.works(of: data, as: format) } catch let error as Pandoc.UnreadableBibliography {
      throw RenderingError(file: reader.display(file), line: error.line, error.reason)
    }
  }

  private static func check(_ data: Data, _ file: URL, _ reader: ReportReader) throws {
    do {
      let value = try JSONReader.value(of: data)
      guard let works = value.array, works.allSatisfy({ $0["id"] != nil }) else {
        throw RenderingError(file: reader.display(file), "is no CSL-JSON: a list of works, each with an “id”")
      }
    } catch let error as JSONReader.Fault {
      throw RenderingError(file: reader.display(file), line: error.line, error.reason)
    }
  }

  /// Citations as they are set, in their order, and the works that they cite, in the order of their authors.
  struct Set {
    var citations: [Markdown] = []
    var works: [(anchor: String, text: Markdown)] = []
    /// What pandoc noticed.
    var messages: [String] = []
  }

  /// Sets citations in one run of pandoc, in the style of the Chicago Manual, author and date.
  func set(_ citations: [Citation], by pandoc: Pandoc, language: String, _ anchors: inout Anchors) throws -> Set {
    let keys = Swift.Set(citations.flatMap { $0.items.map(\.key) })
    let cited = keys.sorted().compactMap { works[$0] }
    let tree = PandocTree(
      metadata: [
        .init("link-citations", .node("MetaBool", .bool(true))),
        .init("lang", .node("MetaString", .string(language.isEmpty ? "en" : language))),
        .init("references", .node("MetaList", .array(cited))),
      ], blocks: citations.map { .node("Para", .array([Self.node($0)])) })
    let answer = try pandoc.write(tree, as: "json", options: ["--citeproc"])
    guard let set = PandocTree(answer.output), set.blocks.count >= citations.count else {
      throw RenderingError(file: "pandoc", "gave no citations")
    }
    var result = Set(messages: answer.messages.map(\.text))
    let entries = set.blocks.dropFirst(citations.count).flatMap { $0["c"]?.array?.last?.array ?? [] }
    var places: [String: String] = [:]
    for entry in entries {
      guard let id = entry["c"]?.array?.first?.array?.first?.string else { continue }
      let key = id.hasPrefix("ref-") ? String(id.dropFirst(4)) : id
      places[id] = anchors.take("reference-" + Anchors.slug(key))
    }
    func text(_ block: JSONValue) -> Markdown {
      var writer = PandocInlines(places: places)
      writer.write(block["c"]?.array ?? [])
      return writer.markdown
    }
    result.citations = set.blocks.prefix(citations.count).map(text)
    for entry in entries {
      guard let id = entry["c"]?.array?.first?.array?.first?.string, let place = places[id],
        let blocks = entry["c"]?.array?.last?.array
      else { continue }
      result.works.append((place, blocks.map(text).joined(separator: " ")))
    }
    return result
  }

  /// A citation as pandoc's tree has it.
  private static func node(_ citation: Citation) -> JSONValue {
    let items = citation.items.map { item -> JSONValue in
      let mode = citation.isInText ? "AuthorInText" : item.isWithoutAuthor ? "SuppressAuthor" : "NormalCitation"
      let suffix = item.suffix.isEmpty || item.suffix.hasPrefix(",") ? item.suffix : " " + item.suffix
      return .object([
        .init("citationId", .string(item.key)), .init("citationPrefix", .array(inlines(item.prefix))),
        .init("citationSuffix", .array(inlines(suffix))), .init("citationMode", .node(mode)),
        .init("citationNoteNum", .integer(1)), .init("citationHash", .integer(0)),
      ])
    }
    return .node("Cite", .array([.array(items), .array([.node("Str", .string("?"))])]))
  }

  private static func inlines(_ text: String) -> [JSONValue] {
    var nodes: [JSONValue] = text.first?.isWhitespace == true ? [.node("Space")] : []
    for word in text.split(whereSeparator: \.isWhitespace) {
      if let last = nodes.last, last["t"]?.string == "Str" { nodes.append(.node("Space")) }
      nodes.append(.node("Str", .string(String(word))))
    }
    return nodes
  }
}
