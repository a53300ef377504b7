import Foundation
import Notebook
import Rendering
import Testing

@Suite struct JSONReaderTests {
  private func read(_ text: String) throws -> JSONValue { try JSONReader.value(of: Array(text.utf8)) }

  @Test(arguments: [
    #"{"a": [1, -2, 3.5, 1e-3, 0.1, -0], "b": {}, "c": [], "d": null, "e": true, "f": false}"#,
    #""plain""#, #""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#, #"" é 😀 ""#, "[[[[]]]]", "12345678901234567890", "-7",
    " \n\t[ 1 ,\n2 ]\r\n ", "0.30000000000000004", "6.02e-23",
  ])
  func `a value is read as Codable reads it`(text: String) throws {
    #expect(try read(text) == JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)))
  }

  @Test(arguments: [
    "", "{", "[1,", "[1 2]", #"{"a" 1}"#, "{a: 1}", "tru", "nul", "1 2", "+1", ".5", "1.", "-", "NaN", "[1,]",
    #""open"#, #""\x""#, #""\u12g4""#, #"{"a":1,}"#, "1e999", String(repeating: "[", count: 100_000),
  ])
  func `what is no JSON is refused`(text: String) {
    #expect(throws: JSONReader.Failure.self) { try read(text) }
  }

  @Test func `a fault has its line`() throws {
    let failure = #expect(throws: JSONReader.Failure.self) { try read("{\n\"a\": 1,\n\"b\": tru\n}") }
    #expect(failure?.line == 3)
  }
}
