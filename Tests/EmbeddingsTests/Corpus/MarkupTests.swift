import Embeddings
import Foundation
import TestSupport
import Testing

/// Tags and entities of HTML in texts: what counts as one, what is counted, what is left.
@Suite struct MarkupTests {
  /// Reads lines of plain text.
  private func read(
    _ lines: [String], strip: Bool, threads: Int = 1
  ) throws -> (rows: [[String]], markup: Markup) {
    let scratch = try Scratch()
    let url = try scratch.file("texts.txt", holding: Array((lines.joined(separator: "\n") + "\n").utf8))
    var options = CorpusOptions()
    options.format = .text
    options.stripMarkup = strip
    options.threads = threads
    let (corpus, report) = try CorpusReader.read(file: url, options: options)
    return ((0..<corpus.rowCount).map { corpus.words(ofRow: $0) }, report.markup)
  }

  @Test(arguments: [
    ("good<br /><br />bad", ["good", "bad"]), ("good<br/>bad", ["good", "bad"]), ("good<BR>bad", ["good", "bad"]),
    ("see <a href=\"http://site.org\" class='link'>this page</a> now", ["see", "this", "page", "now"]),
    ("an <i>odd</i> word", ["an", "odd", "word"]), ("before<!-- a remark\u{2014}gone -->after", ["before", "after"]),
    ("&quot;quite&quot; so", ["quite", "so"]), ("caf&eacute; caf&#233; caf&#xE9;", ["café", "café", "café"]),
    ("it&#39;s over&nbsp;now", ["it", "over", "now"]), ("it&#146;s", ["it"]), ("rock &amp; roll", ["rock", "roll"]),
    // Decoded once, as a browser does.
    ("&amp;quot;twice&amp;quot;", ["quot", "twice", "quot"]), ("&lt;br&gt;", ["br"]),
    // What only looks like markup.
    ("less: aa < bb and cc > dd", ["less", "aa", "bb", "and", "cc", "dd"]),
    ("we <3 this > that", ["we", "this", "that"]),
    ("long <sigh> film", ["long", "sigh", "film"]), ("open <br and more", ["open", "br", "and", "more"]),
    ("open <b never <i>closed</i>", ["open", "never", "closed"]), ("end <br", ["end", "br"]),
    ("end &amp", ["end", "amp"]),
    ("AT&T; R&D", ["at"]), ("&nosuch; &#; &#x; &#0; &#xD800; &#99999999; &;", ["nosuch", "xd"]),
    ("<!-- never closed", ["never", "closed"]), ("a <breakfast> for two", ["breakfast", "for", "two"]), ("<", []),
    ("&", []), ("<>", []), ("</>", []), ("<br>", []), ("&lt", ["lt"]), ("<br <br>x", ["br"]),
  ])
  func `tags become blanks, entities their characters, and the rest stays`(_ text: String, _ words: [String]) throws {
    #expect(try read([text], strip: true).rows == [words])
  }

  @Test func `without removal the words are gensim's, and what markup makes of them is counted`() throws {
    let lines = ["good<br /><br />bad", "&quot;fine&quot; <a href=\"x.htm\">there</a>", "no markup", "we <3 it"]
    let (rows, markup) = try read(lines, strip: false)
    #expect(rows == lines.map { SimplePreprocess()($0) })
    #expect(markup.rows == 2 && markup.tags == 4 && markup.entities == 2 && !markup.isRemoved)
    #expect(markup.words == ["br": 2, "quot": 2, "href": 1, "htm": 1])
  }

  @Test func `texts of random pieces are what a plain search and replacement makes of them`() throws {
    let pieces = [
      "word ", "<br />", "</p>", "<", ">", "&", ";", "&quot;", "&#233;", "& lt;", "<b", " <3 ", "é", "<i>", "a < b ",
      "&amp;",
      "<img src=x>", "<!--", "-->", "&#x;", "/", "ok",
    ]
    var state: UInt64 = 11
    let lines = (0..<400).map { _ in
      (0..<9).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return pieces[Int(state >> 33) % pieces.count]
      }.joined()
    }
    let expected = lines.map { SimplePreprocess()(Self.plain($0)) }
    #expect(try read(lines, strip: true).rows == expected)
    let (one, three) = (try read(lines, strip: true), try read(lines, strip: true, threads: 3))
    #expect(one.rows == three.rows && one.markup == three.markup && one.markup.rows > 100)
  }

  /// The first piece of markup of the text is replaced, and then the rest behind it: slow and plain.
  private static func plain(_ text: String) -> String {
    let markup =
      #/(<!--.*?-->|</?(?:br|p|i|b|img)(?=[\s/>])[^<>]*>)|&(?:(quot|amp|lt)|#([0-9]{1,7})|#x([0-9a-fA-F]+));/#
    guard let match = text.firstMatch(of: markup) else { return text }
    let characters = ["quot": "\"", "amp": "&", "lt": "<"]
    let replacement: String
    if match.output.1 != nil {
      replacement = " "
    } else if let name = match.output.2 {
      replacement = characters[String(name)]!
    } else {
      let number = match.output.3.flatMap { UInt32($0) } ?? match.output.4.flatMap { UInt32($0, radix: 16) } ?? 0
      replacement = Unicode.Scalar(number).map { String($0) } ?? ""
    }
    return text[..<match.range.lowerBound] + replacement + plain(String(text[match.range.upperBound...]))
  }
}
