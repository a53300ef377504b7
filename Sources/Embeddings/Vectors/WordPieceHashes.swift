/// The pieces of a word by which fastText knows it: runs of `minLength` to `maxLength` code points of `<word>`, each as a bucket.
///
/// The hash is FNV-1a of 32 bits with each byte's sign extended, as fastText's own is by an accident that is now its format. A single
/// code point at either end, which would be `<` or `>`, is no piece. Bojanowski et al. 2017, "Enriching word vectors with subword
/// information".
struct WordPieceHashes {
  let minLength: Int
  let maxLength: Int
  let buckets: Int

  /// The buckets of a word's pieces, in fastText's order; none where there are no buckets.
  func callAsFunction(_ word: some Collection<UInt8>) -> [Int] {
    guard buckets > 0 else { return [] }
    let bytes = [UInt8(ascii: "<")] + word + [UInt8(ascii: ">")]
    var found: [Int] = []
    for start in bytes.indices where !Self.isContinuation(bytes[start]) {
      var (hash, end, length) = (UInt32(2_166_136_261), start, 1)
      while end < bytes.count, length <= maxLength {
        repeat {
          hash = (hash ^ UInt32(bitPattern: Int32(Int8(bitPattern: bytes[end])))) &* 16_777_619
          end += 1
        } while end < bytes.count && Self.isContinuation(bytes[end])
        if length >= minLength, length > 1 || start > 0 && end < bytes.count {
          found.append(Int(hash % UInt32(buckets)))
        }
        length += 1
      }
    }
    return found
  }

  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
