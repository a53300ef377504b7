/// Changes zip files entry by entry and puts sums, sizes and places right; now and then the bytes as they are.
package struct ZipMutator: Mutator {
  /// What changes the content of an entry, by how its name ends; the first that fits.
  private let contents: [(ending: String, mutator: any Mutator)]

  private static let names = [
    "../x", "/etc/passwd", "a/../../x", "a\\b", "C:x", "a\u{0}b", "", ".", "..", "a/", "MANIFEST.sha256", "é",
    "e\u{301}",
    "a\u{1B}[31m", "data.pkl", "version", "byteorder", ".data/serialization_id",
  ]

  package init(contents: [(ending: String, mutator: any Mutator)] = []) { self.contents = contents }

  package func mutated(_ bytes: [UInt8], limit: Int, by random: inout MutationRandom) -> [UInt8] {
    var parts = ZipParts(of: bytes)
    guard !parts.entries.isEmpty, !random.isOne(in: 4) else { return random.bytes(bytes, limit: limit) }
    for _ in 0...random.below(3) where !parts.entries.isEmpty { change(&parts.entries, limit: limit, by: &random) }
    var file = parts.bytes
    // A field of a header, with everything else right.
    if random.isOne(in: 4), !file.isEmpty {
      let headers = file.indices.filter { [0x0403_4B50, 0x0201_4B50, 0x0605_4B50].contains(file.little(4, at: $0)) }
      let place = random.one(of: headers) + 4 + random.below(42)
      if place < file.count { file[place] = random.one(of: [0, 1, 8, 9, 0x7F, 0x80, 0xFF] as [UInt8]) }
    }
    return Array(file.prefix(limit))
  }

  private func change(_ entries: inout [ZipParts.Entry], limit: Int, by random: inout MutationRandom) {
    let place = random.below(entries.count)
    switch random.below(10) {
    case 0: entries.remove(at: place)
    case 1: entries.insert(entries[place], at: random.below(entries.count))
    case 2: entries.swapAt(place, random.below(entries.count))
    case 3: entries[place].name = random.bytes(entries[place].name, limit: 300)
    case 4: entries[place].name = Array(random.one(of: Self.names).utf8)
    case 5: entries[place].method = random.one(of: [0, 0, 8, 8, 1, 12, 14, 93, 99])
    case 6: entries[place].extra = random.bytes(entries[place].extra, limit: 200)
    default:
      let name = String(decoding: entries[place].name, as: UTF8.self)
      let mutator = contents.first { name.hasSuffix($0.ending) }?.mutator ?? ByteMutator()
      entries[place].content = mutator.mutated(entries[place].content, limit: limit / 2, by: &random)
    }
  }
}
