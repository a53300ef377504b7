import TestSupport
import Testing

import Rendering

struct TypstCodeTests {
  @Test(arguments: [
    ("plain", "\"plain\""), ("a \"b\" \\c", "\"a \\\"b\\\" \\\\c\""), ("x\\", "\"x\\\\\""),
    ("a\nb\tc", "\"a\\nb\\tc\""),
    ("#read(\"/etc/passwd\")", "\"#read(\\\"/etc/passwd\\\")\""), ("", "\"\""),
  ])
  func `a text is a literal that nothing in it ends`(_ text: String, _ code: String) {
    #expect(TypstCode.string(text) == code)
  }

  @Test func `a list of one is a list`() {
    #expect(TypstCode.array(["1"]) == "(1,)")
    #expect(TypstCode.array([]) == "()")
    #expect(TypstCode.joined([]) == "[]")
    #expect(TypstCode.joined(["a()", "", "b()"]) == "{a(); b()}")
  }

  @Test(arguments: [
    ("a few short words", 1), ("Donaudampfschifffahrtsgesellschaft", 1), (String(repeating: "a", count: 100), 9),
    (String(repeating: "a.", count: 3000), 100),
    ("https://example.org/one/two?three=four&five=six", 10), ("漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字", 1),
  ])
  func `what is too long for a line is cut, and loses nothing`(_ text: String, _ count: Int) {
    let pieces = BreakOpportunities.pieces(of: text)
    #expect(pieces.joined() == text)
    #expect(pieces.count == count, "\(pieces)")
    #expect(text.count <= 45 || pieces.allSatisfy { $0.count <= (text.count > 2000 ? 60 : 13) })
  }

  @Test func `the longest words of a text are those that no line breaks`() {
    let words = BreakOpportunities.unbreakable(in: "well-being of a transformer, at 0.5", atMost: 2)
    #expect(words == ["transformer,", "being"])
  }
}

struct GlyphFilterTests {
  private func filter(_ fonts: Set<Unicode.Scalar> = []) -> GlyphFilter {
    GlyphFilter(covered: "0020-007E\n00A0-017F\n2610-2611") { fonts.contains($0) }
  }

  @Test(arguments: [
    ("plain é ☑", "plain é ☑"), ("😀", "[U+1F600]"), ("a\u{1}b", "a[U+0001]b"), ("x\u{feff}y", "x[U+FEFF]y"),
    ("\u{e000}", "[U+E000]"), ("👩\u{200d}🔬", "[U+1F469][U+1F52C]"), ("☑\u{fe0f}", "☑\u{fe0f}"), ("a\tb\nc", "a\tb\nc"),
    ("soft\u{ad}hyphen", "soft\u{ad}hyphen"), ("\u{10ffff}", "[U+10FFFF]"),
  ])
  func `what no font draws is shown as its number`(_ text: String, _ shown: String) {
    #expect(filter().drawable(text) == shown)
  }

  @Test func `what is missing and what another font lends is kept account of`() {
    let filter = filter(["漢"])
    #expect(filter.drawable("漢字") == "漢[U+5B57]")
    #expect(filter.missing == ["字"])
    #expect(filter.lent == ["漢"])
    #expect(
      FontPackages.names(for: ["字", "😀", "\u{1}", "ก"]) == [
        "fonts-noto-cjk", "fonts-noto-color-emoji", "fonts-noto-core",
      ])
  }

  @Test func `the engine's own fonts are those that the table was made of`() throws {
    let table = try String(contentsOf: MiniatureReport.templates.appending(path: "pdf/glyphs.txt"), encoding: .utf8)
    let filter = GlyphFilter(covered: table) { _ in false }
    #expect(filter.drawable("aéßΩЖ→∑☐☑𝒳\u{302}") == "aéßΩЖ→∑☐☑𝒳\u{302}")
    #expect(filter.drawable("漢😀") == "[U+6F22][U+1F600]")
  }
}
