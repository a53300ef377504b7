import Basics
import Foundation
import Notebook

/// How a quoted value is written: the part of a placeholder after `|`.
///
///     fixed 2      0.6617 → 0.66, rounded as printf rounds, with a true minus sign
///     percent 1    0.123 → 12.3 %, with a blank that no line breaks at
///     thousands    194439 → 194,439; `thousands 1` keeps one decimal
///     count        how many elements a list or an object has
///     join         a list of plain values with commas between
///     join_and     the same with “and” before the last; behind a format for numbers, of numbers so written
///     json         any value, as a code span of JSON
///     code         any plain value, as a code span
package enum ValueFormat: Equatable {
  case fixed(Int)
  case percent(Int)
  case thousands(Int)
  case count
  case join
  case joinAnd
  case json
  case code

  /// The names, for messages.
  static let names = ["fixed", "percent", "thousands", "count", "join", "join_and", "json", "code"]

  /// Why a value cannot be written so.
  struct Failure: Error { var message: String }

  /// Reads `fixed 2` and the like.
  init(_ text: some StringProtocol) throws(Failure) {
    let words = text.split(whereSeparator: { $0.isWhitespace }).map { String($0) }
    guard let name = words.first else { throw Failure(message: "a format is missing after “|”") }
    var digits: Int?
    if words.count > 1 {
      guard words.count == 2, let number = Int(words[1]), (0...15).contains(number) else {
        throw Failure(message: "“\(words.dropFirst().joined(separator: " "))” is no number of decimals from 0 to 15")
      }
      digits = number
    }
    switch name {
    case "fixed": self = .fixed(digits ?? 2)
    case "percent": self = .percent(digits ?? 0)
    case "thousands": self = .thousands(digits ?? 0)
    case "count" where digits == nil: self = .count
    case "join" where digits == nil: self = .join
    case "join_and" where digits == nil: self = .joinAnd
    case "json" where digits == nil: self = .json
    case "code" where digits == nil: self = .code
    case "count", "join", "join_and", "json", "code": throw Failure(message: "the format “\(name)” takes no number")
    default:
      throw Failure(message: "unknown format “\(name)”" + suggestion(for: name, among: Self.names))
    }
  }

  /// A value on its way to the page: still a value, or already text.
  enum Stage {
    case value(JSONValue)
    case text(String)
    case texts([String])
  }

  /// Writes a value by formats applied from left to right.
  static func write(_ value: JSONValue, _ formats: [ValueFormat]) throws(Failure) -> Resolver.Resolved {
    var stage = Stage.value(value)
    for (position, format) in formats.enumerated() {
      switch format {
      case .code, .json:
        guard position == formats.count - 1 else {
          throw Failure(message: "the format “\(format == .code ? "code" : "json")” must be the last")
        }
        if format == .json {
          guard case .value(let value) = stage else { throw Failure(message: "“json” formats a value, not text") }
          return .code("\(value)")
        }
        return .code(try plain(stage))
      default:
        switch (stage, format) {
        case (.texts(let texts), .join), (.texts(let texts), .joinAnd): stage = .text(format.joined(texts))
        case (.value(.array(let elements)), .fixed), (.value(.array(let elements)), .percent),
          (.value(.array(let elements)), .thousands):
          var texts: [String] = []
          for element in elements { texts.append(try format.apply(to: element)) }
          stage = .texts(texts)
        case (.value(let value), _): stage = .text(try format.apply(to: value))
        default: throw Failure(message: "one format for numbers is enough: the second has only text to work on")
        }
      }
    }
    return .text(try plain(stage))
  }

  private func apply(to value: JSONValue) throws(Failure) -> String {
    switch self {
    case .count:
      switch value {
      case .array(let elements): return String(elements.count)
      case .object(let members): return String(members.count)
      default: throw Failure(message: "“count” needs a list, found \(Self.kind(of: value))")
      }
    case .join, .joinAnd:
      guard case .array(let elements) = value else {
        throw Failure(message: "“\(self == .join ? "join" : "join_and")” needs a list, found \(Self.kind(of: value))")
      }
      var texts: [String] = []
      for element in elements { texts.append(try Self.plain(.value(element))) }
      return joined(texts)
    case .fixed(let digits): return NumberText.signed(try number(value), digits)
    case .percent(let digits):
      let share = try number(value) * 100
      guard share.isFinite else { throw Failure(message: "the value is too large for a percentage") }
      return NumberText.signed(share, digits) + "\u{A0}%"
    case .thousands(let digits):
      if case .integer(let integer) = value, digits == 0 { return Self.grouped(String(integer)) }
      return Self.grouped(NumberText.fixed(try number(value), digits))
    case .json, .code: return ""
    }
  }

  private func joined(_ texts: [String]) -> String {
    guard self == .joinAnd, texts.count > 1 else { return texts.joined(separator: ", ") }
    return texts.dropLast().joined(separator: ", ") + " and " + texts[texts.count - 1]
  }

  private func number(_ value: JSONValue) throws(Failure) -> Double {
    switch value {
    case .integer(let integer): return Double(integer)
    case .number(let number): return number
    default: throw Failure(message: "the format needs a number, found \(Self.kind(of: value))")
    }
  }

  private static func grouped(_ text: String) -> String {
    let parts = text.split(separator: ".", maxSplits: 1)
    let sign = parts[0].hasPrefix("-") ? "-" : ""
    return NumberText.signed(
      sign + NumberText.grouped(parts[0].dropFirst(sign.count)) + (parts.count > 1 ? "." + parts[1] : ""))
  }

  private static func plain(_ stage: Stage) throws(Failure) -> String {
    switch stage {
    case .text(let text): return text
    case .texts: throw Failure(message: "the value is a list: write it with “| join” behind the format")
    case .value(let value):
      switch value {
      case .string(let text): return text
      case .integer(let integer): return NumberText.signed(String(integer))
      case .number(let number): return NumberText.signed(String(number))
      case .bool(let bool): return bool ? "true" : "false"
      case .null: throw Failure(message: "the value is null")
      case .array, .object:
        throw Failure(
          message: "the value is \(kind(of: value)): go further down, or write it with “| json”"
            + (kind(of: value) == "a list" ? " or “| join”" : ""))
      }
    }
  }

  /// What a value is, in words.
  static func kind(of value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool: "a truth value"
    case .integer, .number: "a number"
    case .string: "text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}
