/// JSON taken apart with everything that its reader may mind: the order and the doubles of names, and numbers as they are written.
package indirect enum JSONTree: Sendable {
  /// What stands as it is: a number, a text with its quotes, `true`.
  case leaf([UInt8])
  case array([JSONTree])
  case object([(name: [UInt8], value: JSONTree)])

  /// The value in some bytes; `nil` where it is not JSON, or deeper than 64.
  package init?(_ bytes: [UInt8]) {
    var reader = JSONTreeReader(bytes: bytes)
    guard let tree = reader.value(depth: 0), reader.isAtEnd else { return nil }
    self = tree
  }

  /// How it is written.
  package var bytes: [UInt8] {
    switch self {
    case .leaf(let text): text
    case .array(let elements):
      [UInt8(ascii: "[")] + Array(elements.map(\.bytes).joined(separator: Array(",".utf8))) + [UInt8(ascii: "]")]
    case .object(let members):
      [UInt8(ascii: "{")]
        + Array(members.map { $0.name + Array(":".utf8) + $0.value.bytes }.joined(separator: Array(",".utf8)))
        + [UInt8(ascii: "}")]
    }
  }

  /// How many values it holds, itself included.
  package var count: Int {
    switch self {
    case .leaf: 1
    case .array(let elements): elements.reduce(1) { $0 + $1.count }
    case .object(let members): members.reduce(1) { $0 + $1.value.count }
    }
  }

  /// Changes the value that is the `index`th in the order of writing.
  package mutating func change(_ index: Int, by body: (inout JSONTree) -> Void) {
    if index == 0 { return body(&self) }
    var left = index - 1
    switch self {
    case .leaf: return
    case .array(var elements):
      for place in elements.indices {
        let count = elements[place].count
        if left < count {
          elements[place].change(left, by: body)
          break
        }
        left -= count
      }
      self = .array(elements)
    case .object(var members):
      for place in members.indices {
        let count = members[place].value.count
        if left < count {
          members[place].value.change(left, by: body)
          break
        }
        left -= count
      }
      self = .object(members)
    }
  }
}

/// Reads a tree; lenient in what stands in a leaf, since a mutator may have put anything there.
private struct JSONTreeReader {
  let bytes: [UInt8]
  private var place = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool {
    mutating get {
      skipSpace()
      return place == bytes.count
    }
  }

  private mutating func skipSpace() {
    while place < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[place]) { place += 1 }
  }

  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    skipSpace()
    guard place < bytes.count, bytes[place] == UInt8(ascii: sign) else { return false }
    place += 1
    return true
  }

  mutating func value(depth: Int) -> JSONTree? {
    guard depth < 64 else { return nil }
    if take("{") {
      var members: [(name: [UInt8], value: JSONTree)] = []
      if take("}") { return .object(members) }
      repeat {
        guard let name = leaf(), take(":"), let value = value(depth: depth + 1) else { return nil }
        members.append((name, value))
      } while take(",")
      return take("}") ? .object(members) : nil
    }
    if take("[") {
      var elements: [JSONTree] = []
      if take("]") { return .array(elements) }
      repeat {
        guard let element = value(depth: depth + 1) else { return nil }
        elements.append(element)
      } while take(",")
      return take("]") ? .array(elements) : nil
    }
    return leaf().map(JSONTree.leaf)
  }

  private mutating func leaf() -> [UInt8]? {
    skipSpace()
    let start = place
    if take("\"") {
      while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
        place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
      }
      place = min(place + 1, bytes.count)
    } else {
      while place < bytes.count, !Array(",:]}[{ \n\r\t\"".utf8).contains(bytes[place]) { place += 1 }
    }
    return place > start ? Array(bytes[start..<place]) : nil
  }
}
