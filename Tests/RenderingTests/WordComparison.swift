import Foundation
import TestSupport

/// Compares the texts of a page's answers with those of a PDF, by another reader of both: Python's HTML parser and Poppler.
enum WordComparison {
  private static func tool(_ name: String) -> String? {
    ["/usr/bin/", "/usr/local/bin/", "/opt/homebrew/bin/"].map { $0 + name }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// The text of a PDF in the order of its structure, without headers and footers, and then as it stands on its pages, since
  /// Poppler ends a line of the former at a soft hyphen; `nil` without Poppler.
  static func text(of pdf: URL) throws -> String? {
    guard let pdfinfo = tool("pdfinfo"), let pdftotext = tool("pdftotext") else { return nil }
    let (_, output) = try run(pdfinfo, ["-struct-text", pdf.path])
    let lines = output.split(separator: "\n").compactMap { $0.firstMatch(of: /^\s*"(.*)"$/)?.output.1 }
    return lines.joined() + "\n" + (try run(pdftotext, [pdf.path, "-"]).output)
  }

  /// The words of the answers in an HTML file that a PDF lacks, each with what stands around it; `nil` where one of the
  /// readers is missing.
  static func lost(from html: URL, in pdf: URL) throws -> [String]? {
    guard let python = Project.python, let text = try text(of: pdf) else { return nil }
    let scratch = try Scratch()
    let file = scratch.folder.appending(path: "text")
    try text.write(to: file, atomically: true, encoding: .utf8)
    let (status, output) = try run(python.path, ["-c", script, html.path, file.path])
    return status == 0 ? output.split(separator: "\n").map(String.init) : ["the comparison failed: \(output)"]
  }

  /// Blanks and hyphens are left out of both, since lines end elsewhere. Formulas are other signs on paper, marks of footnotes
  /// stand apart from their words, and text from right to left is given back in another order. A character for which the
  /// machine has no font stands on paper by its number, in square brackets, and so is not lost.
  private static let script = #"""
    import html.parser, re, sys, unicodedata

    BLOCKS = {"p", "li", "td", "th", "h3", "h4", "h5", "h6", "pre", "dt", "dd", "figcaption", "caption", "summary", "div",
              "section", "ul", "ol", "table", "tr", "blockquote", "dl", "figure", "details"}
    VOID = {"img", "br", "hr", "meta", "link", "input", "col"}
    APART = {"math", "svg", "style", "script"}

    def squeezed(text):
        return "".join(c for c in unicodedata.normalize("NFC", text) if not c.isspace() and c not in "-\u00ad\u200b\u2010")

    def is_plain(word):
        return all(unicodedata.category(c) not in ("Cc", "Cf", "Co", "So", "Cn", "Mn") and
                   unicodedata.bidirectional(c) not in ("R", "AL") and c != "\ufffd" for c in word)

    class Page(html.parser.HTMLParser):
        def __init__(self):
            super().__init__()
            self.pieces, self.stack, self.answers = [""], [], 0
        def handle_starttag(self, tag, attributes):
            classes = (dict(attributes).get("class") or "").split()
            self.answers += "answer" in classes
            if tag not in VOID:
                apart = tag in APART or "mention" in classes or "back" in classes or "task" in classes
                self.stack.append((tag, apart, "answer" in classes))
            if tag in VOID or tag in BLOCKS or self.stack[-1][1]:
                self.pieces.append("")
        def handle_endtag(self, tag):
            while self.stack:
                name, apart, _ = self.stack.pop()
                if apart: self.pieces.append("")
                if name == tag: break
            if tag in BLOCKS: self.pieces.append("")
        def handle_data(self, data):
            if any(answer for _, _, answer in self.stack) and not any(apart for _, apart, _ in self.stack):
                self.pieces[-1] += data

    page = Page()
    page.feed(open(sys.argv[1], encoding="utf-8").read())
    text = squeezed(open(sys.argv[2], encoding="utf-8", errors="replace").read())
    text = re.sub(r"\[U\+([0-9A-F]{4,6})\]", lambda number: chr(int(number[1], 16)), text)
    for piece in page.pieces:
        if squeezed(piece) in text: continue
        lost = [word for word in map(squeezed, piece.split()) if word not in text and is_plain(word)]
        if lost: print(" ".join(lost[:6]), "in:", " ".join(piece.split())[:80])
    if not page.answers: print("the page has no answer")
    """#
}
