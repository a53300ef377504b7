/// Records of `key: value` lines with a blank line after each, as SNAP gives out its reviews.
///
/// A line that has no key belongs to the value before it.
final class KeyValueReader: RecordReader {
  private let key: [UInt8]
  private let name: String
  private var text: [UInt8] = []
  private var converted: [UInt8] = []

  init(key: String) {
    name = key
    self.key = Array(key.utf8)
  }

  func read(_ chunk: UnsafeBufferPointer<UInt8>, into rows: RowCollector) {
    var (first, hasLines, hasKey, isInValue) = (0, false, false, false)
    text.removeAll(keepingCapacity: true)
    func end() {
      defer { (hasLines, hasKey, isInValue) = (false, false, false) }
      guard hasLines else { return }
      guard hasKey else { return rows.withoutText(line: first, "no \"\(name)\"") }
      rows.sawColumn()
      text.withUnsafeBufferPointer { rows.text($0, line: first, scratch: &converted) }
      text.removeAll(keepingCapacity: true)
    }
    forEachLine(of: chunk) { whole, index in
      let line = whole.last == 0x0D ? UnsafeBufferPointer(rebasing: whole.dropLast()) : whole
      guard !Bytes.isBlank(line) else { return end() }
      if !hasLines { first = index }
      hasLines = true
      if let found = Self.key(of: line) {
        isInValue = found.key.elementsEqual(key)
        if isInValue {
          hasKey = true
          text.append(contentsOf: found.value)
        }
      } else if isInValue {
        text.append(0x20)
        text.append(contentsOf: line)
      }
    }
    end()
  }

  /// A line's key and what follows it: letters, digits, `_` and one `/`, then a colon and a blank.
  static func key(
    of line: UnsafeBufferPointer<UInt8>
  ) -> (key: Slice<UnsafeBufferPointer<UInt8>>, value: Slice<UnsafeBufferPointer<UInt8>>)? {
    guard let colon = line.prefix(64).firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let key = line[..<colon]
    let parts = key.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isOfName) }) else { return nil }
    guard colon + 1 == line.count || line[colon + 1] == 0x20 else { return nil }
    return (key, line[min(line.count, colon + 2)...])
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
    default: false
    }
  }

  /// The keys of the first record, and whether the bytes are such records: their first two lines have keys.
  static func columns(of beginning: UnsafeBufferPointer<UInt8>) -> [String]? {
    var names: [String] = []
    for line in beginning.split(separator: 0x0A, maxSplits: 64, omittingEmptySubsequences: false).prefix(64) {
      let line = UnsafeBufferPointer(rebasing: line.last == 0x0D ? line.dropLast() : line)
      if Bytes.isBlank(line) {
        if names.isEmpty { continue }
        break
      }
      guard let key = key(of: line)?.key else {
        if names.count < 2 { return nil }
        continue
      }
      names.append(String(decoding: key, as: UTF8.self))
    }
    return names.count < 2 ? nil : names
  }

  /// The offset behind the last blank line, where a record ends.
  static func lastEnd(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var index = bytes.count - 1
    while index > 0 {
      if bytes[index] == 0x0A {
        let before = bytes[index - 1] == 0x0D ? index - 2 : index - 1
        if before >= 0, bytes[before] == 0x0A { return index + 1 }
      }
      index -= 1
    }
    return nil
  }
}
