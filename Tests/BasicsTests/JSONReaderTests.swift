package import Basics
import Foundation
import Testing

@Suite struct JSONReaderTests {
  private func read(_ text: String) throws -> JSONValue { try JSONReader.value(of: text.utf8) }

  @Test(arguments: [
    #"{"a": [1, -2, 3.5, 1e-3, 0.1, -0], "b": {}, "c": [], "d": null, "e": true, "f": false}"#,
    #""plain""#, #""\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00""#, #"" é 😀 ""#, "[[[[]]]]", "12345678901234567890", "-7",
    " \n\t[ 1 ,\n2 ]\r\n ", "0.30000000000000004", "6.02e-23",
  ])
  func `a value is read as Codable reads it`(text: String) throws {
    #expect(try read(text).sorted == JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)))
  }

  @Test func `the line of a value is read back as the value`() throws {
    let text = #"{"a": [1, -2, 3.5, true, false, null], "b\\\n\u0001": {}, "é": "\t\"😀"}"#
    #expect(try read("\(read(text))") == read(text))
  }

  @Test func `names keep their order`() throws {
    #expect(try read(#"{"b": 1, "a": 2, "c": 3}"#).members?.map(\.name) == ["b", "a", "c"])
  }

  @Test func `names that look alike and differ in their bytes stay apart`() throws {
    let value = try read("{\"caf\u{e9}\": 1, \"cafe\u{301}\": 2}")
    #expect(value == .object([.init("caf\u{e9}", .integer(1)), .init("cafe\u{301}", .integer(2))]))
    #expect(value[["cafe\u{301}"]] == .integer(2))
  }

  @Test func `bytes that are not UTF-8 are refused, in names as in texts`() {
    for bytes in [Array("{\"".utf8) + [0xff] + Array("\": 1}".utf8), Array("\"\\n".utf8) + [0xc3] + Array("\"".utf8)] {
      #expect(throws: JSONReader.Fault.self) { try JSONReader.value(of: bytes) }
    }
  }

  @Test(arguments: [
    "", "{", "[1,", "[1 2]", #"{"a" 1}"#, "{a: 1}", "tru", "nul", "1 2", "+1", ".5", "1.", "-", "NaN", "[1,]",
    #""open"#, #""\x""#, #""\u12g4""#, #"{"a":1,}"#, "1e999", #"{"a": 1, "a": 2}"#, #""\ud83d""#, #""\ude00\ud83d""#,
    "-01", "\"a\tb\"", "\"\u{0}\"",
    "00", "01.5", String(repeating: "[", count: 100_000),
  ])
  func `what is no JSON is refused`(text: String) {
    #expect(throws: JSONReader.Fault.self) { try read(text) }
  }

  @Test func `a fault has its line`() throws {
    let failure = #expect(throws: JSONReader.Fault.self) { try read("{\n\"a\": 1,\n\"b\": tru\n}") }
    #expect(failure?.line == 3)
  }
}

/// The clear reader, which tries every case in turn, as the oracle of the fast one.
extension JSONValue: Decodable {
  package init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let integer = try? value.decode(Int.self) {
      self = .integer(integer)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let string = try? value.decode(String.self) {
      self = .string(string)
    } else if let array = try? value.decode([JSONValue].self) {
      self = .array(array)
    } else {
      let members = try value.decode([String: JSONValue].self)
      self = .object(members.sorted { $0.key < $1.key }.map { Member($0.key, $0.value) })
    }
  }
}

extension JSONValue {
  /// The value with the members of its objects in order, which the oracle does not keep.
  fileprivate var sorted: JSONValue {
    switch self {
    case .array(let elements): .array(elements.map(\.sorted))
    case .object(let members):
      .object(members.map { Member($0.name, $0.value.sorted) }.sorted { $0.name < $1.name })
    default: self
    }
  }
}
