import Basics
import Testing

@Suite struct CSVTests {
  @Test func `a field is quoted where it has to be`() {
    let text = CSV.text(
      columns: ["word", "rank", "similarity"],
      rows: [
        ["a,b", .integer(1), .number(0.5)], ["say \"no\"", .integer(-2), .number(-0.25)], ["two\r\nlines", "", "é"],
      ])
    #expect(
      text
        == "word,rank,similarity\r\n\"a,b\",1,0.5\r\n\"say \"\"no\"\"\",-2,-0.25\r\n\"two\r\nlines\",,é\r\n")
  }

  @Test(arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://a.example\",\"b\")"])
  func `no text is a formula`(text: String) {
    let written = CSV.text(columns: ["a"], rows: [[.text(text)]]).dropFirst("a\r\n".count)
    #expect(written.hasPrefix("'") || written.hasPrefix("\"'"))
  }

  @Test func `a negative number is a number`() {
    #expect(CSV.text(columns: ["-"], rows: [[.number(-1)], [.number(1e300)]]) == "'-\r\n-1.0\r\n1e+300\r\n")
  }
}
