internal import Basics
internal import Foundation
internal import LinearAlgebra

/// A training that was stopped, in a file: one line of JSON, then both matrices.
///
/// The file belongs to one configuration, corpus and processor path, whose sum it holds: another training does not go on
/// from it, and none from matrices that are not the ones that were written.
struct TrainingCheckpoint {
  let file: URL
  let walk: CorpusWalk
  let configuration: Word2VecConfiguration
  /// The processor path.
  let path: String

  /// The sum of everything that the bits of a training depend on: worked out where there is a file to compare it with or
  /// to write, since the corpus is long.
  private func fingerprint() -> String {
    let text = "4 \(Word2Vec.arithmeticVersion) \(path) \(configuration) \(walk.groupLength) \(walk.corpus.sum)"
    return SHA256.hex(of: text)
  }

  /// What the first line says.
  private struct Header: Codable {
    var fingerprint: String
    /// The sum over the state and both matrices.
    var sum: String
    var state: TrainingState
  }

  /// Longer than the state of as many epochs as there can be.
  private static let longestHeader = 64 << 20

  /// Puts the matrices as they were into `weights`, and says how far the training was. Clears away what a run that was
  /// killed while it wrote the file left of it.
  ///
  /// - Returns: nil, with the weights as they are, where there is no file, or one of another training, or half of one.
  func restore(_ weights: inout Word2VecWeights) -> TrainingState? {
    AtomicFile.removeLeftovers(in: file.deletingLastPathComponent())
    guard let mapped = try? MappedFile(file) else { return nil }
    // The bytes are used as long as the mapping is, and no longer.
    defer { withExtendedLifetime(mapped) {} }
    let bytes = mapped.bytes
    let line = bytes.count - 1 - 2 * Self.byteCount(weights.input)
    guard line > 0, line <= Self.longestHeader, bytes[line] == UInt8(ascii: "\n"),
      let header = try? JSONDecoder().decode(Header.self, from: Data(bytes[..<line])), isPossible(header.state),
      header.fingerprint == fingerprint(),
      header.sum == Self.sum(header.state, UnsafeRawBufferPointer(rebasing: bytes[(line + 1)...]))
    else { return nil }
    let middle = line + 1 + Self.byteCount(weights.input)
    func copy(_ range: Range<Int>, into matrix: inout Matrix) {
      matrix.withUnsafeMutableBufferPointer {
        UnsafeMutableRawBufferPointer($0).copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[range]))
      }
    }
    copy(line + 1..<middle, into: &weights.input)
    copy(middle..<bytes.count, into: &weights.output)
    return header.state
  }

  /// Writes the file, or replaces it once the new one is whole.
  ///
  /// - Throws: `EmbeddingError.unusable` where it cannot be written.
  func save(_ weights: Word2VecWeights, _ state: TrainingState) throws {
    var sum = Self.sum(of: state)
    for matrix in [weights.input, weights.output] {
      matrix.withUnsafeBufferPointer { sum.update(UnsafeRawBufferPointer($0)) }
    }
    let header = try JSONEncoder().encode(Header(fingerprint: fingerprint(), sum: sum.finalizeHex(), state: state))
    do { try put(header, weights) } catch { throw EmbeddingError.unusable(error) }
  }

  private func put(_ header: Data, _ weights: Word2VecWeights) throws(FileError) {
    try FileSystem.makeFolder(file.deletingLastPathComponent())
    var out = try AtomicFile(replacing: file)
    try out.write(header + [UInt8(ascii: "\n")])
    for matrix in [weights.input, weights.output] {
      for row in 0..<matrix.rows {
        try out.write(matrix.withUnsafeRow(row) { [UInt8](UnsafeRawBufferPointer($0)) })
      }
    }
    try out.commit()
  }

  /// Whether a training of this configuration can have come as far: the file may have been edited.
  private func isPossible(_ state: TrainingState) -> Bool {
    (0..<configuration.epochs).contains(state.epoch) && (0...walk.batches.count).contains(state.batch)
      && state.losses.count == state.epoch && state.losses.allSatisfy(\.isFinite) && state.loss.isPossible
  }

  private static func sum(_ state: TrainingState, _ matrices: UnsafeRawBufferPointer) -> String {
    var sum = Self.sum(of: state)
    sum.update(matrices)
    return sum.finalizeHex()
  }

  private static func sum(of state: TrainingState) -> SHA256 {
    var sum = SHA256()
    sum.update("\(state)\n")
    return sum
  }

  /// Removes the file, if there is one.
  func remove() { try? FileManager.default.removeItem(at: file) }

  private static func byteCount(_ matrix: Matrix) -> Int { matrix.rows * matrix.columns * MemoryLayout<Float>.stride }
}
