import Basics

/// Writes running text of pandoc's tree as Markdown: what a bibliography makes of it, and nothing that somebody wrote as markup.
struct PandocInlines {
  /// The anchors of the report by those of pandoc.
  let places: [String: String]
  private var writer = MarkdownWriter()

  init(places: [String: String]) { self.places = places }

  /// The text written so far.
  var markdown: Markdown { writer.markdown }

  /// Writes nodes behind one another.
  mutating func write(_ nodes: [JSONValue]) {
    for node in nodes { write(node) }
  }

  private mutating func write(_ node: JSONValue) {
    let content = node["c"]
    switch node["t"]?.string ?? "" {
    case "Str": writer.write(text: content?.string ?? "")
    case "Space", "SoftBreak", "LineBreak": writer.write(source: " ")
    case "Emph": write(content, between: "*", "*")
    case "Strong": write(content, between: "**", "**")
    case "Superscript": write(content, between: OwnMark.opens(.superscript).html, OwnMark.closes(.superscript).html)
    case "Subscript": write(content, between: OwnMark.opens(.subscript).html, OwnMark.closes(.subscript).html)
    case "Quoted":
      let isSingle = content?.array?.first?["t"]?.string == "SingleQuote"
      write(content?.array?.last, between: isSingle ? "‘" : "“", isSingle ? "’" : "”")
    case "Cite", "Span": write(content?.array?.last?.array ?? [])
    case "Code": writer.write(code: content?.array?.last?.string ?? "")
    case "Math":
      let tex = content?.array?.last?.string ?? ""
      tex.contains("`") || tex.trimmed().isEmpty ? writer.write(text: tex) : writer.write(source: "$`\(tex)`$")
    case "RawInline": writer.write(text: content?.array?.last?.string ?? "")
    case "Link": link(content?.array ?? [])
    default: write(content?.array ?? [])
    }
  }

  private mutating func write(_ content: JSONValue?, between opening: String, _ closing: String) {
    writer.write(source: opening)
    write(content?.array ?? [])
    writer.write(source: closing)
  }

  private mutating func link(_ parts: [JSONValue]) {
    guard parts.count == 3, let text = parts[1].array, let url = parts[2].array?.first?.string else { return }
    let address: String
    if url.hasPrefix("#"), let place = places[String(url.dropFirst())] {
      address = "#" + place
    } else if let scheme = LinkPolicy.scheme(of: url), LinkPolicy.schemes.contains(scheme) {
      address = url.utf8.reduce(into: "") { address, byte in
        let isPlain = byte > 0x20 && byte < 0x7f && !"()<>[]\\\"'`*_{}|^".utf8.contains(byte)
        address +=
          isPlain
          ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    } else {
      return write(text)
    }
    writer.write(source: "[")
    if let name = Self.shortName(of: url), Self.plain(text) == url { writer.write(text: name) } else { write(text) }
    writer.write(source: "](\(address))")
  }

  /// What scholars call an address: `doi:10.18653/v1/N19-1423`, `arXiv:1706.03762`; `nil` for any other.
  static func shortName(of url: String) -> String? {
    for (start, name) in [("https://doi.org/", "doi:"), ("https://arxiv.org/abs/", "arXiv:")] where url.hasPrefix(start)
    {
      return name + url.dropFirst(start.count)
    }
    return nil
  }

  /// The text of nodes that are words alone.
  private static func plain(_ nodes: [JSONValue]) -> String { nodes.map { $0["c"]?.string ?? " " }.joined() }
}
