import Basics
import Testing

@Suite struct TerminalTextTests {
  @Test(arguments: ["a\nb", "a\r\nb", "a\r\n\r\nb", "\n\r\n", "e\u{301}\r\n\u{301}"])
  func `a line stays one line, whatever ends lines in it`(text: String) {
    let line = TerminalText.line(text)
    #expect(!line.unicodeScalars.contains { $0 == "\n" || $0 == "\r" }, "\(line.debugDescription)")
    // By bytes: an accent behind the n would make another character of it.
    #expect(line.utf8.firstRange(of: #"\n"#.utf8) != nil)
  }

  @Test func `a message keeps its lines, and begins no other message with one`() {
    #expect(TerminalText.escaped("a\nquire: all is well\u{1B}[0m") == "a\n  quire: all is well\\u{1b}[0m")
    #expect(TerminalText.escaped("a\r\nb") == "a\\r\n  b")
  }
}
