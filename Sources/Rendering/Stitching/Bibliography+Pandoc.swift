import Basics
import Foundation

extension Bibliography {
  /// Sets citations in one run of pandoc, in the style of the Chicago Manual, author and date.
  func set(
    _ citations: [Citation], by pandoc: Pandoc, language: String, _ cache: inout AnswerCache?, _ anchors: inout Anchors
  ) throws -> Outcome {
    let keys = Set(citations.flatMap { $0.items.map(\.key) })
    let cited = keys.sorted().compactMap { works[$0] }
    let tree = PandocTree(
      metadata: [
        .init("link-citations", .node("MetaBool", .bool(true))),
        .init("lang", .node("MetaString", .string(language.isEmpty ? "en" : language))),
        .init("references", .node("MetaList", .array(cited))),
      ], blocks: citations.map { .node("Para", .array([Self.node($0)])) })
    let request = "citeproc\n" + String(decoding: tree.data, as: UTF8.self)
    let answer = try Self.ask(&cache, request) { answer -> (blocks: [JSONValue], messages: [String])? in
      guard let blocks = answer["blocks"]?.array, blocks.count >= citations.count else { return nil }
      return (blocks, (answer["messages"]?.array ?? []).compactMap(\.string))
    } ask: {
      let answer = try pandoc.write(tree, as: "json", options: ["--citeproc"])
      return .object([
        .init("blocks", .array(PandocTree(answer.output)?.blocks ?? [])),
        .init("messages", .array(answer.messages.map { .string($0.text) })),
      ])
    }
    guard let answer else { throw RenderingError(file: "pandoc", "gave no citations") }
    return Self.read(answer.blocks, citations.count, answer.messages, &anchors)
  }

  /// The citations and the entries of the list in pandoc's answer.
  private static func read(
    _ blocks: [JSONValue], _ count: Int, _ messages: [String], _ anchors: inout Anchors
  ) -> Outcome {
    var result = Outcome(messages: messages)
    let entries = blocks.dropFirst(count).flatMap { $0["c"]?.array?.last?.array ?? [] }
    var places: [String: String] = [:]
    for entry in entries {
      guard let id = entry["c"]?.array?.first?.array?.first?.string else { continue }
      let key = id.hasPrefix("ref-") ? String(id.dropFirst(4)) : id
      places[id] = anchors.take(Self.anchor(of: key))
    }
    func text(_ block: JSONValue) -> Markdown {
      var writer = PandocInlines(places: places)
      writer.write(block["c"]?.array ?? [])
      return writer.markdown
    }
    result.citations = blocks.prefix(count).map(text)
    for entry in entries {
      guard let id = entry["c"]?.array?.first?.array?.first?.string, let place = places[id],
        let blocks = entry["c"]?.array?.last?.array
      else { continue }
      result.works.append((place, blocks.map(text).joined(separator: " ")))
    }
    return result
  }

  /// What the anchor of a work is called.
  static func anchor(of key: String) -> String { "reference-" + Anchors.slug(key) }

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
