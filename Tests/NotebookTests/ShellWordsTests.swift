import Notebook
import Testing

@Suite struct ShellWordsTests {
  @Test func `a line is cut at blanks, but for what is quoted or behind a backslash`() {
    #expect(#"a  "b c" 'd "e"' f\ g "h\"i" '' 'j\'"#.shellWords == ["a", "b c", #"d "e""#, "f g", #"h"i"#, "", #"j\"#])
    #expect(" \t".shellWords == [])
  }

  @Test(arguments: ["it's", #""a"#, #"'a' "b\""#])
  func `a quote that is not closed is no line`(line: String) { #expect(line.shellWords == nil) }

  @Test func `an accent alone behind a quote or a blank is a sign of the word`() {
    // Swift takes the quote and what follows it for one character.
    #expect("'\u{301}e f'".shellWords == ["\u{301}e f"])
    #expect("a \u{301}b".shellWords == ["a", "\u{301}b"])
    #expect("a\r\nb".shellWords == ["a", "b"])
  }
}
