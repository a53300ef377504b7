/// Changes the header of safetensors files as the JSON that it is, and puts its length right.
package struct SafetensorsMutator: Mutator {
  private let header = JSONMutator()

  package init() {}

  package func mutated(_ bytes: [UInt8], limit: Int, by random: inout MutationRandom) -> [UInt8] {
    guard let length = bytes.little(8, at: 0), length <= bytes.count - 8, !random.isOne(in: 5) else {
      return random.bytes(bytes, limit: limit)
    }
    var data = Array(bytes[(8 + length)...])
    var text = Array(bytes[8..<(8 + length)])
    if random.isOne(in: 6) {
      data = random.bytes(data, limit: limit / 2)
    } else {
      text = header.mutated(text, limit: max(limit - data.count - 16, 2), by: &random)
    }
    // The format asks for nothing; what writes it pads with blanks so that data begin at a multiple of eight.
    if random.isOne(in: 2) { text += [UInt8](repeating: 0x20, count: (8 - text.count % 8) % 8) }
    return Array((.little(text.count, 8) + text + data).prefix(limit))
  }
}
