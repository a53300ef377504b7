internal import Glibc

/// All tokens of a corpus: in memory or, where they would take more of it than allowed, in a temporary file.
///
/// The file is mapped, so what is read again and again stays in memory as long as nobody else needs it. It has no name and
/// goes with its last user, however the program ends.
public struct TokenStore: RandomAccessCollection, Sendable {
  private enum Storage: Sendable {
    case memory([UInt32])
    case file(MappedTokens)
  }

  private let storage: Storage

  /// Tokens in memory.
  public init(_ tokens: [UInt32]) { storage = .memory(tokens) }

  /// Tokens of a file.
  init(_ file: MappedTokens) { storage = .file(file) }

  /// Whether the tokens lie in a file.
  package var isOnDisk: Bool {
    if case .file = storage { true } else { false }
  }

  /// 0.
  public var startIndex: Int { 0 }

  /// The number of tokens.
  public var endIndex: Int {
    switch storage {
    case .memory(let tokens): tokens.count
    case .file(let file): file.tokens.count
    }
  }

  /// One token.
  public subscript(position: Int) -> UInt32 {
    switch storage {
    case .memory(let tokens): tokens[position]
    case .file(let file): file.tokens[position]
    }
  }

  /// Calls a closure with all tokens side by side.
  public func withUnsafeBufferPointer<Result, Failure: Error>(
    _ body: (UnsafeBufferPointer<UInt32>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    switch storage {
    case .memory(let tokens): return try tokens.withUnsafeBufferPointer(body)
    case .file(let file):
      defer { withExtendedLifetime(file) {} }
      return try body(file.tokens)
    }
  }
}

extension TokenStore: Equatable {
  /// Whether both hold the same tokens, wherever they lie.
  public static func == (left: Self, right: Self) -> Bool { left.elementsEqual(right) }
}

/// A file of tokens in memory, for reading.
final class MappedTokens: @unchecked Sendable {
  // Unchecked: the mapping is never written to.
  let tokens: UnsafeBufferPointer<UInt32>

  /// - Parameter descriptor: A file of at least one token; the mapping keeps it when it is closed.
  /// - Returns: nil where the system refuses.
  init?(descriptor: Int32, count: Int) {
    let bytes = count * MemoryLayout<UInt32>.stride
    guard let start = mmap(nil, bytes, PROT_READ, MAP_SHARED, descriptor, 0), start != MAP_FAILED else { return nil }
    tokens = UnsafeBufferPointer(start: start.assumingMemoryBound(to: UInt32.self), count: count)
  }

  deinit {
    munmap(
      UnsafeMutableRawPointer(mutating: UnsafeRawPointer(tokens.baseAddress!)),
      tokens.count * MemoryLayout<UInt32>.stride)
  }
}
