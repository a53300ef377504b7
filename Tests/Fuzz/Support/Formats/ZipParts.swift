/// The entries of a zip file, taken apart and put together again with sums and sizes that are right.
package struct ZipParts: Sendable {
  /// One entry.
  package struct Entry: Sendable {
    /// Its name's bytes.
    package var name: [UInt8]
    /// Its content.
    package var content: [UInt8]
    /// How it says that it is packed; content is written as it is, so 0 is honest and 8 is stored blocks.
    package var method = 0
    /// Bytes behind the name in its local header, as PyTorch pads with.
    package var extra: [UInt8] = []

    package init(name: [UInt8], content: [UInt8]) {
      self.name = name
      self.content = content
    }
  }

  /// The entries, in the order of the directory.
  package var entries: [Entry]

  package init(_ entries: [Entry]) { self.entries = entries }

  /// The entries that a file's local headers tell of, as far as they can be read.
  package init(of bytes: [UInt8], limit: Int = 1 << 20) {
    entries = []
    guard let end = Self.directory(of: bytes) else { return }
    var place = end
    while bytes.little(4, at: place) == 0x0201_4B50, entries.count < 4096,
      let method = bytes.little(2, at: place + 10), let packed = bytes.little(4, at: place + 20),
      let nameLength = bytes.little(2, at: place + 28), let extraLength = bytes.little(2, at: place + 30),
      let commentLength = bytes.little(2, at: place + 32), let local = bytes.little(4, at: place + 42),
      place + 46 + nameLength <= bytes.count
    {
      let name = Array(bytes[(place + 46)..<(place + 46 + nameLength)])
      place += 46 + nameLength + extraLength + commentLength
      guard let localName = bytes.little(2, at: local + 26), let localExtra = bytes.little(2, at: local + 28) else {
        continue
      }
      let start = local + 30 + localName + localExtra
      guard start <= bytes.count, packed <= bytes.count - start else { continue }
      let data = bytes[start..<(start + packed)]
      entries.append(Entry(name: name, content: method == 8 ? Deflate.content(of: data, limit: limit) : Array(data)))
    }
  }

  private static func directory(of bytes: [UInt8]) -> Int? {
    guard bytes.count >= 22 else { return nil }
    let ends = stride(from: bytes.count - 22, through: max(0, bytes.count - 65557), by: -1)
    let end = ends.first { bytes.little(4, at: $0) == 0x0605_4B50 }
    return end.flatMap { bytes.little(4, at: $0 + 16) }
  }

  /// The file.
  package var bytes: [UInt8] {
    var (file, directory): ([UInt8], [UInt8]) = ([], [])
    for entry in entries {
      let data = entry.method == 8 ? Deflate.stored(entry.content) : entry.content
      let place = file.count
      let sums: [UInt8] =
        .little(Int(Checksum.crc32(entry.content)), 4) + .little(data.count, 4) + .little(entry.content.count, 4)
        + .little(entry.name.count, 2)
      let common: [UInt8] = .little(0x800, 2) + .little(entry.method, 2) + .little(0x21_0000, 4) + sums
      file +=
        .little(0x0403_4B50, 4) + .little(20, 2) + common + .little(entry.extra.count, 2) + entry.name + entry.extra
      file += data
      directory += .little(0x0201_4B50, 4) + .little(20, 2) + .little(20, 2) + common
      directory += [UInt8](repeating: 0, count: 12) + .little(place, 4) + entry.name
    }
    let end: [UInt8] =
      .little(0x0605_4B50, 4) + .little(0, 4) + .little(entries.count, 2) + .little(entries.count, 2)
      + .little(directory.count, 4) + .little(file.count, 4) + .little(0, 2)
    return file + directory + end
  }
}
