/// Changes Markdown by putting its own signs, HTML, and Quire's placeholders where none are expected.
package struct MarkdownMutator: Mutator {
  private static let pieces = [
    "*", "**", "_", "`", "``", "```\n", "~~~\n", "~~", "> ", "- ", "1. ", "# ", "|", "\n|---|\n", "[", "](", ")", "![",
    "[^1]", "[^1]: ",
    "<", ">", "&lt;", "&#0;", "\\", "\n", "\n\n", "    ", "\t", "{{", "}}", "{{embeddings.size}}",
    "{{figure:embeddings/loss}}",
    "{{section:pictures}}", "| fixed 2", "$", "$$\n", "[@key]", "::: note\n", "> [!NOTE]\n",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "javascript:alert(1)", "<!--", "-->", "<![CDATA[", "]]>", "<?",
    "https://example.org", "- [ ] ",
    "\u{0}", "\u{FEFF}", "\u{202E}", "e\u{301}", "\r", "\r\n", "---\n", "===\n", "term\n: definition\n",
  ].map { Array($0.utf8) }

  package init() {}

  package func mutated(_ bytes: [UInt8], limit: Int, by random: inout MutationRandom) -> [UInt8] {
    if random.isOne(in: 4) { return random.bytes(bytes, limit: limit) }
    var bytes = bytes
    for _ in 0...random.below(4) {
      let place = random.below(bytes.count + 1)
      let end = min(bytes.count, place + random.below(24))
      switch random.below(5) {
      case 0: bytes.removeSubrange(place..<end)
      case 1: bytes.insert(contentsOf: bytes[place..<end], at: random.below(bytes.count + 1))
      default: bytes.insert(contentsOf: random.one(of: Self.pieces), at: place)
      }
    }
    return Array(bytes.prefix(limit))
  }
}
