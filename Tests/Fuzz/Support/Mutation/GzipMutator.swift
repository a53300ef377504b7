/// Changes gzip files and puts their sums right, so that what follows the sums is reached.
package struct GzipMutator: Mutator {
  /// What changes the content.
  private let content: any Mutator

  package init(content: any Mutator = ByteMutator()) { self.content = content }

  package func mutated(_ bytes: [UInt8], limit: Int, by random: inout MutationRandom) -> [UInt8] {
    // A third of the inputs stay as the fuzzer makes them: sums are read too.
    guard !random.isOne(in: 3), let start = Self.start(of: bytes), bytes.count >= start + 8 else {
      return random.bytes(bytes.isEmpty ? Self.file(of: []) : bytes, limit: limit)
    }
    let head = Array(bytes[..<start])
    let stream = Array(bytes[start..<(bytes.count - 8)])
    let room = max(limit - start - 64, 0)
    if random.isOne(in: 2) {
      let inner = content.mutated(Deflate.content(of: stream, limit: room), limit: room, by: &random)
      return Array(Self.file(of: inner, head: head, stream: Deflate.stored(inner)).prefix(limit))
    }
    // The stream itself, with the sums of what it now holds.
    let changed = random.bytes(stream, limit: room)
    return Array(Self.file(of: Deflate.content(of: changed, limit: 1 << 22), head: head, stream: changed).prefix(limit))
  }

  /// A file that holds some content.
  package static func file(
    of content: [UInt8], head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3], stream: [UInt8]? = nil
  ) -> [UInt8] {
    head + (stream ?? Deflate.stored(content)) + .little(Int(Checksum.crc32(content)), 4) + .little(content.count, 4)
  }

  /// Where the stream begins: behind the header with its extra field, name, comment and sum (RFC 1952).
  private static func start(of bytes: [UInt8]) -> Int? {
    guard bytes.count >= 10, bytes[0] == 0x1F, bytes[1] == 0x8B else { return nil }
    let flags = bytes[3]
    var place = 10
    if flags & 4 != 0 {
      guard let length = bytes.little(2, at: place) else { return nil }
      place += 2 + length
    }
    for flag: UInt8 in [8, 16] where flags & flag != 0 {
      guard place < bytes.count, let end = bytes[place...].firstIndex(of: 0) else { return nil }
      place = end + 1
    }
    if flags & 2 != 0 { place += 2 }
    return place <= bytes.count ? place : nil
  }
}
