/// A string that is equal to another only when their bytes are.
///
/// Swift's own equality is canonical equivalence, under which a composed and a decomposed "é" are one word; corpora,
/// gensim and files of vectors hold them apart.
struct UTF8Key: Hashable {
  let string: String

  init(_ string: String) {
    self.string = string
  }

  static func == (left: UTF8Key, right: UTF8Key) -> Bool {
    left.string.utf8.elementsEqual(right.string.utf8)
  }

  func hash(into hasher: inout Hasher) {
    var copy = string
    copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(0xFF as UInt8)
  }
}
