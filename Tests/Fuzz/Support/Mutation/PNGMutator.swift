/// Changes PNG files chunk by chunk and puts their sums right.
package struct PNGMutator: Mutator {
  /// A chunk: four letters and its content.
  private struct Chunk {
    var name: [UInt8]
    var content: [UInt8]
  }

  private static let mark: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  /// Kinds that are put in the place of others: those that libpng or Quire looks at.
  private static let kinds = [
    "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "tEXt", "zTXt", "iTXt", "pHYs", "eXIf",
    "acTL",
    "fcTL", "fdAT", "bKGD", "sBIT", "hIST", "sPLT",
  ].map { Array($0.utf8) }

  package init() {}

  package func mutated(_ bytes: [UInt8], limit: Int, by random: inout MutationRandom) -> [UInt8] {
    var chunks = Self.chunks(of: bytes)
    guard !chunks.isEmpty, !random.isOne(in: 5) else { return random.bytes(bytes, limit: limit) }
    for _ in 0...random.below(2) where !chunks.isEmpty { change(&chunks, limit: limit, by: &random) }
    return Array(Self.file(of: chunks).prefix(limit))
  }

  private func change(_ chunks: inout [Chunk], limit: Int, by random: inout MutationRandom) {
    let place = random.below(chunks.count)
    switch random.below(9) {
    case 0: chunks.remove(at: place)
    case 1: chunks.insert(chunks[place], at: random.below(chunks.count))
    case 2: chunks.swapAt(place, random.below(chunks.count))
    case 3: chunks[place].name = random.one(of: Self.kinds)
    case 4:
      chunks.insert(
        Chunk(name: random.one(of: Self.kinds), content: random.bytes(chunks[place].content, limit: 64)), at: place)
    case 5 where chunks[0].content.count == 13:
      // Width, height, depth, kind of colour, interlacing.
      let field = random.below(13)
      chunks[0].content[field] = random.one(of: [0, 1, 2, 3, 4, 6, 8, 16, 255] as [UInt8])
    case 6, 7:
      // The pixels below their compression.
      guard let index = chunks.firstIndex(where: { $0.name == Array("IDAT".utf8) }) else { return }
      let joined = chunks.filter { $0.name == Array("IDAT".utf8) }.flatMap(\.content)
      let content = random.bytes(Deflate.content(of: joined.dropFirst(2), limit: 1 << 20), limit: max(limit / 2, 64))
      chunks[index].content = [0x78, 1] + Deflate.stored(content) + .big(Int(Checksum.adler32(content)))
      let later = chunks.indices.filter { $0 > index && chunks[$0].name == Array("IDAT".utf8) }
      for other in later.reversed() { chunks.remove(at: other) }
    default: chunks[place].content = random.bytes(chunks[place].content, limit: max(limit / 2, 64))
    }
  }

  private static func chunks(of bytes: [UInt8]) -> [Chunk] {
    guard bytes.starts(with: mark) else { return [] }
    var chunks: [Chunk] = []
    var place = mark.count
    while let length = bytes.big(at: place), place + 8 <= bytes.count {
      let end = min(place + 8 + length, bytes.count)
      chunks.append(Chunk(name: Array(bytes[(place + 4)..<(place + 8)]), content: Array(bytes[(place + 8)..<end])))
      place = end + 4
    }
    return chunks
  }

  private static func file(of chunks: [Chunk]) -> [UInt8] {
    chunks.reduce(mark) { file, chunk in
      file + .big(chunk.content.count) + chunk.name + chunk.content
        + .big(Int(Checksum.crc32(chunk.name + chunk.content)))
    }
  }
}
