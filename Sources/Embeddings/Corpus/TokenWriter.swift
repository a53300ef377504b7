internal import Basics
internal import Foundation

/// Gathers the tokens of a corpus, in memory up to a limit and from there on in a file.
final class TokenWriter {
  private let limit: Int
  private let folder: URL
  private var memory: [UInt32] = []
  private var descriptor: Int32 = -1

  /// How many tokens there are.
  private(set) var count = 0

  /// - Parameters:
  ///   - limit: How many bytes of tokens to keep in memory.
  ///   - folder: Where the file goes.
  init(limit: Int, folder: URL) {
    self.limit = limit
    self.folder = folder
    // Pages that are never written take no memory, whereas an array that grows holds its tokens twice.
    // Where memory is counted by addresses, as under `ulimit -v`, they do.
    let room = AddressSpace.left.map { $0 / 8 } ?? .max
    memory.reserveCapacity(min(min(limit, room) / MemoryLayout<UInt32>.stride, Self.reservedTokens))
  }

  private static let reservedTokens = 1 << 26

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Adds tokens to the end.
  ///
  /// - Throws: `CorpusError.temporaryFile`.
  func append(_ tokens: [UInt32]) throws(CorpusError) {
    count += tokens.count
    if descriptor < 0, count * MemoryLayout<UInt32>.stride <= limit {
      memory.append(contentsOf: tokens)
      return
    }
    if descriptor < 0 {
      try open()
      try write(memory)
      memory = []
    }
    try write(tokens)
  }

  /// All tokens.
  ///
  /// - Throws: `CorpusError.temporaryFile`.
  func finish() throws(CorpusError) -> TokenStore {
    guard descriptor >= 0 else { return TokenStore(memory) }
    guard let mapped = MappedTokens(descriptor: descriptor, count: count) else { throw failure("cannot be mapped") }
    return TokenStore(mapped)
  }

  private func open() throws(CorpusError) {
    descriptor = FileSystem.openUnnamed(in: folder)
    guard descriptor >= 0 else { throw failure("cannot be made") }
  }

  private func write(_ tokens: [UInt32]) throws(CorpusError) {
    let isWritten = tokens.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let written = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        guard written > 0 else {
          if written < 0, errno == EINTR { continue }
          return false
        }
        rest = rest.dropFirst(written)
      }
      return true
    }
    guard isWritten else { throw failure("cannot be written") }
  }

  private func failure(_ problem: String) -> CorpusError {
    .temporaryFile(
      folder: folder.path(percentEncoded: false), problem: "\(problem): \(String(cString: strerror(errno)))")
  }
}
