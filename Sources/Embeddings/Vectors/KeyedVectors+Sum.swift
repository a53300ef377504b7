internal import Basics
internal import LinearAlgebra

extension KeyedVectors {
  /// A sum over the words, their counts and their vectors.
  package var sum: String {
    var sum = SHA256()
    sum.update("\(count) \(vectorSize)\n")
    sum.update(words.joined(separator: "\n"))
    vocabulary.counts.withUnsafeBytes { sum.update($0) }
    vectors.withUnsafeBufferPointer { sum.update(UnsafeRawBufferPointer($0)) }
    return sum.finalizeHex()
  }
}
