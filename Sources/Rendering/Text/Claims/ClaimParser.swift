/// Reads a claim from its text, from left to right, one sign ahead.
struct ClaimParser {
  /// Why a text is no claim.
  struct Failure: Error { var message: String }

  /// A longer claim is nobody's.
  private static let longest = 2000
  /// Deeper brackets are nobody's claim, and would use up the stack.
  private static let deepest = 20

  private var signs: ArraySlice<ClaimSign>
  private var depth = 0

  /// The claim that a text makes.
  static func expression(_ text: String) throws(Failure) -> ClaimExpression {
    guard text.utf8.count <= longest else { throw Failure(message: "it is longer than \(longest) bytes") }
    var parser: ClaimParser
    do { parser = ClaimParser(signs: try ClaimSign.signs(of: text)[...]) } catch {
      throw Failure(message: error.message)
    }
    guard !parser.signs.isEmpty else { throw Failure(message: "nothing is claimed") }
    let expression = try parser.either()
    if let more = parser.signs.first { throw Failure(message: "“\(shown(more))” is not understood here") }
    return expression
  }

  // MARK: Grammar

  private mutating func either() throws(Failure) -> ClaimExpression {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.deepest { throw Failure(message: "there are more than \(Self.deepest) brackets within each other") }
    var left = try both()
    while take(.name("or")) { left = .either(left, try both()) }
    return left
  }

  private mutating func both() throws(Failure) -> ClaimExpression {
    var left = try negation()
    while take(.name("and")) { left = .both(left, try negation()) }
    return left
  }

  private mutating func negation() throws(Failure) -> ClaimExpression {
    take(.name("not")) ? .not(try comparison()) : try comparison()
  }

  private mutating func comparison() throws(Failure) -> ClaimExpression {
    let left = try sum()
    switch signs.first {
    case .mark(let mark)?:
      guard let comparison = ClaimExpression.Comparison(rawValue: mark) else { return left }
      signs.removeFirst()
      return .comparison(comparison, left, try sum())
    case .name("in")?:
      signs.removeFirst()
      return .comparison(.element, left, try sum())
    default: return left
    }
  }

  private mutating func sum() throws(Failure) -> ClaimExpression {
    var left = try product()
    while case .mark(let mark)? = signs.first, mark == "+" || mark == "-" {
      signs.removeFirst()
      left = .calculation(Character(mark), left, try product())
    }
    return left
  }

  private mutating func product() throws(Failure) -> ClaimExpression {
    var left = try value()
    while case .mark(let mark)? = signs.first, mark == "*" || mark == "/" {
      signs.removeFirst()
      left = .calculation(Character(mark), left, try value())
    }
    return left
  }

  private mutating func value() throws(Failure) -> ClaimExpression {
    guard let sign = signs.popFirst() else { throw Failure(message: "a value is missing at the end") }
    switch sign {
    case .number(let number): return .constant(.number(number))
    case .text(let text): return .constant(.text(text))
    case .name("true"): return .constant(.truth(true))
    case .name("false"): return .constant(.truth(false))
    case .name("count"): return .count(try value())
    case .name(let name) where ["and", "or", "not", "in"].contains(name):
      throw Failure(message: "a value is missing before “\(name)”")
    case .name(let path): return .path(path)
    case .mark("-"):
      guard case .number(let number)? = signs.popFirst() else {
        throw Failure(message: "“-” needs a number behind it or a value before it")
      }
      return .constant(.number(-number))
    case .mark("("):
      var elements = [try either()]
      while take(.mark(",")) { elements.append(try either()) }
      guard take(.mark(")")) else { throw Failure(message: "a “)” is missing") }
      return elements.count == 1 ? elements[0] : .list(elements)
    case .mark(let mark): throw Failure(message: "a value is missing before “\(mark)”")
    }
  }

  private mutating func take(_ sign: ClaimSign) -> Bool {
    guard signs.first == sign else { return false }
    signs.removeFirst()
    return true
  }

  private static func shown(_ sign: ClaimSign) -> String {
    switch sign {
    case .number(let number): ClaimValue.number(number).shown
    case .text(let text), .name(let text), .mark(let text): text
    }
  }
}
