internal import Basics

/// Judges claims by the results.
struct ClaimJudge {
  /// Why a claim cannot be judged.
  enum Failure: Error {
    /// It is no claim that can be.
    case wrong(String)
    /// The chapter that it is about has no results yet; with the path.
    case notComputed(String)
  }

  /// Where values come from.
  let resolver: Resolver
  /// The chapter that the text belongs to.
  let chapter: String
  /// Takes down how claims are judged, where anybody wants to know.
  var quotes: QuotedValues?

  /// Whether a claim holds, and the same claim with values in the place of paths.
  func judge(_ text: String) throws(Failure) -> (holds: Bool, shown: String) {
    let expression: ClaimExpression
    do { expression = try ClaimParser.expression(text) } catch { throw .wrong(error.message) }
    guard case .truth(let holds) = try value(of: expression) else {
      throw .wrong("it compares nothing, so it neither holds nor fails")
    }
    return (holds, try shown(expression))
  }

  private func value(of expression: ClaimExpression) throws(Failure) -> ClaimValue {
    switch expression {
    case .constant(let value): return value
    case .path(let path): return try value(at: path)
    case .count(.path(let path)):
      // Of a list whose elements nothing can be compared with, too.
      guard case .array(let elements) = try json(at: path) else { throw .wrong("“count” needs a list") }
      return .number(Double(elements.count))
    case .count(let list):
      guard case .list(let elements) = try value(of: list) else { throw .wrong("“count” needs a list") }
      return .number(Double(elements.count))
    case .list(let elements):
      var values: [ClaimValue] = []
      for element in elements { values.append(try value(of: element)) }
      return .list(values)
    case .not(let claim): return .truth(try !truth(of: claim))
    // What the first side decides, the second is not asked about: it may only mean something where the first allows it, as in
    // `count .words > 1 and .words.0.share > .words.1.share`.
    case .both(let a, let b):
      if try !truth(of: a) { return .truth(false) }
      return .truth(try truth(of: b))
    case .either(let a, let b):
      if try truth(of: a) { return .truth(true) }
      return .truth(try truth(of: b))
    case .calculation(let sign, let a, let b):
      let (first, second) = (try number(of: a), try number(of: b))
      switch sign {
      case "+": return .number(first + second)
      case "-": return .number(first - second)
      case "*": return .number(first * second)
      default:
        guard second != 0 else { throw .wrong("it divides by nought") }
        return .number(first / second)
      }
    case .comparison(let comparison, let a, let b):
      return .truth(try compare(comparison, try value(of: a), try value(of: b)))
    }
  }

  private func compare(
    _ comparison: ClaimExpression.Comparison, _ a: ClaimValue, _ b: ClaimValue
  ) throws(Failure) -> Bool {
    switch comparison {
    case .element:
      guard case .list(let elements) = b else { throw .wrong("“in” needs a list behind it, found \(b.kind)") }
      return elements.contains(a)
    case .equal, .unequal:
      guard a.kind == b.kind else { throw .wrong("\(a.kind) is compared with \(b.kind)") }
      return (a == b) == (comparison == .equal)
    case .greater, .greaterOrEqual, .less, .lessOrEqual:
      guard case .number(let first) = a, case .number(let second) = b else {
        throw .wrong("“\(comparison.rawValue)” compares numbers, found \(a.kind) and \(b.kind)")
      }
      return switch comparison {
      case .greater: first > second
      case .greaterOrEqual: first >= second
      case .less: first < second
      default: first <= second
      }
    }
  }

  private func truth(of expression: ClaimExpression) throws(Failure) -> Bool {
    let value = try value(of: expression)
    guard case .truth(let truth) = value else {
      throw .wrong("\(value.shown) is \(value.kind), which neither holds nor fails")
    }
    return truth
  }

  private func number(of expression: ClaimExpression) throws(Failure) -> Double {
    let value = try value(of: expression)
    guard case .number(let number) = value else { throw .wrong("one calculates with numbers, found \(value.kind)") }
    return number
  }

  private func value(at path: String) throws(Failure) -> ClaimValue {
    let json = try json(at: path)
    guard let value = ClaimValue(json) else {
      throw .wrong("\(path) is \(ValueFormat.kind(of: json)): name a value in it")
    }
    return value
  }

  private func json(at path: String) throws(Failure) -> JSONValue {
    let found: (name: String, value: JSONValue?)
    do { found = try resolver.value(at: path, chapter) } catch { throw .wrong(error.message) }
    guard let value = found.value else { throw .notComputed(found.name) }
    return value
  }

  /// A claim with values in the place of paths.
  private func shown(_ expression: ClaimExpression) throws(Failure) -> String {
    switch expression {
    case .constant(let value): value.shown
    case .path(let path): try value(at: path).shown
    case .count: try value(of: expression).shown
    case .list(let elements):
      "(" + (try elements.map { element throws(Failure) in try shown(element) }).joined(separator: ", ") + ")"
    case .not(let claim): "not \(try shown(claim))"
    case .both(let a, let b): "\(try shown(a)) and \(try truth(of: a) ? try shown(b) : "…")"
    case .either(let a, let b): "(\(try shown(a)) or \(try truth(of: a) ? "…" : try shown(b)))"
    case .calculation(let sign, let a, let b): "\(try shown(a)) \(sign) \(try shown(b))"
    case .comparison(let comparison, let a, let b): "\(try shown(a)) \(comparison.rawValue) \(try shown(b))"
    }
  }
}
