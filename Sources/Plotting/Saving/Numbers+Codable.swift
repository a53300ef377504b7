/// Matrices of values in which some are missing: JSON has no number for "not a number" and says `null`.
///
/// What the compiler writes for a type with matrices calls these, being nearer than the general ones; so does what is
/// written by hand.
extension KeyedEncodingContainer {
  mutating func encode(_ matrix: [[Double]], forKey key: Key) throws {
    try encode(matrix.map(Self.numbers), forKey: key)
  }

  mutating func encode(_ matrices: [[[[Double]]]], forKey key: Key) throws {
    try encode(matrices.map { $0.map { $0.map(Self.numbers) } }, forKey: key)
  }

  private static func numbers(_ row: [Double]) -> [Double?] { row.map { $0.isNaN ? nil : $0 } }
}

extension KeyedDecodingContainer {
  func decode(_ type: [[Double]].Type, forKey key: Key) throws -> [[Double]] {
    try decode([[Double?]].self, forKey: key).map(Self.values)
  }

  func decode(_ type: [[[[Double]]]].Type, forKey key: Key) throws -> [[[[Double]]]] {
    try decode([[[[Double?]]]].self, forKey: key).map { $0.map { $0.map(Self.values) } }
  }

  private static func values(_ row: [Double?]) -> [Double] { row.map { $0 ?? .nan } }
}
