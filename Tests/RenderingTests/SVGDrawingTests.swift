import Foundation
import Rendering
import Testing

/// An SVG beside an answer: drawn where it is a drawing, refused by line and element where it is more.
@Suite struct SVGDrawingTests {
  private static let root = #"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">"#

  private func read(_ text: String) throws -> String {
    String(decoding: try SVGDrawing(Data(text.utf8)).data, as: UTF8.self)
  }

  private func fault(_ body: String) -> String? {
    do {
      _ = try SVGDrawing(Data((Self.root + "\n" + body + "\n</svg>").utf8))
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func `a drawing is written anew, and what draws nothing is dropped`() throws {
    let text = """
      <?xml version="1.0" encoding="utf-8" standalone="no"?>
      <!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"
        "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
      <!-- Made by a program. -->
      <svg width="10pt" viewBox="0 0 10 10" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:ink="urn:ink" ink:version="1">
      <metadata><rdf:RDF xmlns:rdf="urn:rdf"><rdf:li href="https://example.org"/></rdf:RDF></metadata>
      <defs><style type="text/css"><![CDATA[*{stroke-linejoin: round} a > b {fill: red}]]></style><path id="dot" d="M 0 0 h 1"/></defs>
      <use xlink:href="#dot" style="fill: url(#g)"/>
      <text x="1">a &lt; b &amp; "c" é &#8217;</text><g id="empty"></g>
      </svg>
      """
    let written = try read(text)
    #expect(
      written
        == #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="10pt"><defs>"#
        + #"<style type="text/css">*{stroke-linejoin: round} a &gt; b {fill: red}</style><path d="M 0 0 h 1" id="dot"/></defs>"#
        + ##"<use href="#dot" style="fill: url(#g)"/><text x="1">a &lt; b &amp; &quot;c&quot; é ’</text><g id="empty"/></svg>"##
        + "\n")
  }

  @Test func `what was written anew is read to the same bytes`() throws {
    let once = try read(Self.root + "<g><text>a  b</text><tspan/></g></svg>")
    #expect(try read(once) == once)
  }

  @Test(arguments: [
    ("<script>alert(1)</script>", "line 2, <script>: a script is refused; save the drawing without it"),
    ("<g>\n<svg:script/></g>", "line 3, <svg:script>: a script is refused; save the drawing without it"),
    ("<metadata><x:script/></metadata>", "line 2, <x:script>: a script is refused; save the drawing without it"),
    (
      "<foreignObject><p>Hi</p></foreignObject>",
      "line 2, <foreignObject>: a page within the picture, which paper cannot show; export it as PNG, or as SVG without "
        + "HTML labels"
    ),
    (
      #"<rect onclick="alert(1)"/>"#, "line 2, <rect>: the script in “onclick” is refused; save it without"
    ),
    (
      #"<rect OnLoad="alert(1)"/>"#, "line 2, <rect>: the script in “OnLoad” is refused; save it without"
    ),
    (
      #"<use href="https://example.org/a.svg#b"/>"#,
      "line 2, <use>: the address “https://example.org/a.svg#b” leads out of the file; put the picture into the file, or "
        + "beside the text"
    ),
    (
      #"<image xlink:href="../../secret.png"/>"#,
      "line 2, <image>: the address “../../secret.png” leads out of the file; put the picture into the file, or beside the "
        + "text"
    ),
    (
      #"<image href="data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4="/>"#,
      "line 2, <image>: the picture in it is no PNG, JPEG, GIF or WebP image"
    ),
    (
      #"<image href="data:image/png;base64,iVBORw0KGgo="/>"#,
      "line 2, <image>: the picture in it cannot be read: the file ends too early"
    ),
    (
      #"<rect fill="url(https://example.org/#a)"/>"#,
      "line 2, <rect>: the address “https://example.org/#a” leads out of the file; only url(#…) is read"
    ),
    (
      #"<rect style="fill:URL( 'file:///etc/passwd' )"/>"#,
      "line 2, <rect>: the address “file:///etc/passwd” leads out of the file; only url(#…) is read"
    ),
    (
      #"<rect style="fill:u\72l(//example.org)"/>"#,
      "line 2, <rect>: “\\” in a style is refused; write the character itself"
    ),
    (
      #"<style>@import "a.css";</style>"#, "line 2, <style>: “@import” is refused; export the drawing as PNG"
    ),
    (
      "<style>rect { fill: url(#a) }</style>",
      "line 2, <style>: “url(” in a style sheet is refused; write it as an attribute, or export as PNG"
    ),
    (
      #"<a href="https://example.org"><rect/></a>"#,
      "line 2, <a>: a link within a picture is refused; write the link beside the picture"
    ),
    (
      #"<animate attributeName="x"/>"#, "line 2, <animate>: a picture that moves is refused; save one moment of it"
    ),
    (
      "<filter/>", "line 2, <filter>: a filter is not drawn alike everywhere; export it as PNG"
    ),
    (
      "<video/>", "line 2, <video>: is no element of a drawing that is read here; export it as PNG"
    ),
    (
      #"<g xmlns="http://www.w3.org/1999/xhtml"/>"#,
      "line 2, <g>: is no SVG: its namespace is “http://www.w3.org/1999/xhtml”"
    ),
    (
      #"<svg width="-1"/>"#, "line 2, <svg>: the width “-1” is no length from 0 to 100,000"
    ),
    (
      #"<?xml-stylesheet href="a.css"?>"#,
      "line 2: a style sheet elsewhere (xml-stylesheet) is refused; write the rules into the file"
    ),
    ("<g>", "line 3: is no whole, well-formed XML; save it again"),
    ("&nbsp;", "line 2: is no whole, well-formed XML; save it again"),
  ]) func `what is no drawing is refused with line and element`(body: String, expected: String) {
    #expect(fault(body) == expected)
  }

  @Test func `declarations, other encodings and other files are refused`() {
    func fault(_ bytes: Data) -> String? {
      do {
        _ = try SVGDrawing(bytes)
        return nil
      } catch { return "\(error)" }
    }
    let bomb = "<!DOCTYPE svg [\n<!ENTITY a \"aaaa\">\n]>\n" + Self.root + "&a;</svg>"
    #expect(fault(Data(bomb.utf8)) == "line 1: its document type holds declarations; save it as plain SVG")
    let declared = "<!DOCTYPE svg [ <!ELEMENT svg ANY> ]>" + Self.root + "</svg>"
    #expect(fault(Data(declared.utf8)) == "line 1: its document type holds declarations; save it as plain SVG")
    let wide = Data((Self.root + "</svg>").utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] })
    #expect(fault(Data("<?pi?>\(Self.root)<?pi?></svg>".utf8)) == nil)
    #expect(fault(wide) == "is not UTF-8; save it as plain SVG")
    let coded = "<?xml version=\"1.0\" encoding=\"UTF-7\"?>\n" + Self.root + "+ADw-script+AD4-</svg>"
    #expect(fault(Data(coded.utf8)) == nil)
    #expect(fault(Data("<html><svg/></html>".utf8)) == "line 1, <html>: is no SVG: the file begins with <html>")
    #expect(fault(Data((Self.root + "</svg>more").utf8)) == "line 1: is no whole, well-formed XML; save it again")
    #expect(fault(Data((Self.root + "</svg><svg/>").utf8)) == "line 1, <svg>: follows the end of the drawing")
    let deep = Self.root + String(repeating: "<g>", count: 100) + String(repeating: "</g>", count: 100) + "</svg>"
    #expect(fault(Data(deep.utf8)) == "line 1, <g>: is nested more than 64 deep; save a simpler drawing")
    let large = Data(repeating: UInt8(ascii: " "), count: SVGDrawing.largestFile + 1)
    #expect(fault(large)?.contains("at most 8388608 are read") == true)
  }

  @Test func `a drawing that draws itself, or too much, is refused`() {
    #expect(
      fault(##"<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>"##)
        == "“#a” draws itself; export the drawing as PNG")
    let levels = (1...6).map { level in
      "<g id=\"l\(level)\">" + String(repeating: "<use href=\"#l\(level - 1)\"/>", count: 10) + "</g>"
    }
    #expect(
      fault(#"<rect id="l0"/>"# + levels.joined())?.hasSuffix("comes to more than 500000 shapes; export it as PNG")
        == true)
    let chain = (1...100_0).map { "<g id=\"c\($0)\"><use href=\"#c\($0 - 1)\"/></g>" }
    for order in [chain, chain.reversed()] {
      #expect(fault(order.joined())?.contains("a chain of more than 16 references") == true)
    }
    let path = "M 0 0 " + String(repeating: "L 1 1 ", count: 50_000)
    let marker = "<marker id=\"m\">" + String(repeating: "<rect/>", count: 50) + "</marker>"
    #expect(fault(marker + "<path marker-mid=\"url(#m)\" d=\"\(path)\"/>")?.contains("500000 shapes") == true)
    #expect(fault(marker + "<path marker-end=\"url(#m)\" d=\"M 0 0 L 1 1\"/>") == nil)
  }

  @Test func `changed bytes give a fault or a drawing that is read again as it is`() throws {
    let text = """
      <?xml version="1.0"?><!DOCTYPE svg PUBLIC "a" "b"><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="x" width="9">
      <style><![CDATA[a{b:c}]]></style><defs><g id="a"><path d="M 0 0"/></g></defs><use xlink:href="#a" fill="url(#b)"/>
      <text onx="1">a&amp;b<tspan>c</tspan></text><metadata><a:b/></metadata><!-- c --><?pi d?></svg>
      """
    let pieces = [
      "<", ">", "&", "\"", "'", "on", "url(", "<script>", "<!--", "]]>", "&#60;", ":", "=", "/", "\u{0}", "\\",
    ]
    var state: UInt64 = 5
    func random(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    var drawings = 0
    for _ in 0..<3000 {
      var bytes = Array(text.replacing("onx=\"1\"", with: "x=\"1\"").utf8)
      for _ in 0...random(3) {
        let place = random(bytes.count)
        bytes.replaceSubrange(
          place..<min(bytes.count, place + random(3)), with: Array(pieces[random(pieces.count)].utf8))
      }
      guard let drawing = try? SVGDrawing(Data(bytes)) else { continue }
      drawings += 1
      let written = String(decoding: drawing.data, as: UTF8.self)
      #expect(try SVGDrawing(drawing.data) == drawing, "\(written)")
      #expect(!written.contains("<script") && !written.contains("<!") && !written.contains("<?"), "\(written)")
      #expect(written.firstMatch(of: /\son[a-z]*="/) == nil, "\(written)")
    }
    #expect(drawings > 100)
  }

  @Test func `a drawing beside an answer is in every format as it was understood`() throws {
    let report = try MiniatureReport()
    let text = Self.root + #"<!-- mine --><rect width="4" height="3" fill="teal"/></svg>"#
    let file = report.folder.answers.appending(path: "embeddings/a drawing.svg")
    try report.write(Data(text.utf8), to: file)
    try report.answer("size", "Text.\n\n![A picture](<a drawing.svg>)\n")
    #expect(try report.render([.markdown, .html]).warnings == [])
    let copy = try Data(contentsOf: report.folder.output.appending(path: "media/embeddings/a drawing.svg"))
    let understood = try SVGDrawing(Data(text.utf8)).data
    #expect(copy == understood)
    #expect(try report.text(.html).contains("src=\"data:image/svg+xml;base64,\(copy.base64EncodedString())\""))
    let markdown = try report.text(.markdown)
    #expect(markdown.contains("![A picture](media/embeddings/a%20drawing.svg)"))
    try report.write(Data((Self.root + "\n\n<script/></svg>").utf8), to: file)
    #expect(
      report.problems() == [
        "answers/embeddings/size.md:3: a drawing.svg cannot be shown: line 3, <script>: a script is refused; save the "
          + "drawing without it"
      ])
  }
}
