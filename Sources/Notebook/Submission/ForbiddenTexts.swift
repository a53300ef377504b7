internal import Basics

/// Texts that no file of a submission may hold, looked for as the files pass by piece by piece.
public struct ForbiddenTexts: Sendable {
  private let texts: [(text: String, bytes: [UInt8])]
  private let isCaseless: Bool
  private let searchesNames: Bool
  private let message: @Sendable (String) -> String

  /// - Parameters:
  ///   - texts: Those that are named first come first; in small letters where case makes no difference.
  ///   - isCaseless: Whether ASCII letters count as the same whatever their case.
  ///   - searchesNames: Whether names of files are looked into as well.
  ///   - message: What is said of a file that holds one.
  init(
    _ texts: [(text: String, bytes: [UInt8])], isCaseless: Bool = false, searchesNames: Bool = false,
    message: @escaping @Sendable (String) -> String
  ) {
    (self.texts, self.isCaseless, self.searchesNames, self.message) = (texts, isCaseless, searchesNames, message)
  }

  /// A search through one file.
  struct Search {
    private let forbidden: ForbiddenTexts
    private let longest: Int
    private var tail: [UInt8] = []
    private var found: String?

    init(_ forbidden: ForbiddenTexts, in name: String) {
      self.forbidden = forbidden
      longest = forbidden.texts.map(\.bytes.count).max() ?? 0
      if forbidden.searchesNames { found = forbidden.first(in: Array(name.lowercased().utf8)) }
    }

    /// Looks through the next piece of the file.
    mutating func take(_ piece: UnsafeRawBufferPointer) {
      guard found == nil, longest > 0 else { return }
      var bytes = tail
      bytes.append(contentsOf: piece)
      // ASCII alone changes its case here; other letters stand as they are written.
      if forbidden.isCaseless {
        for index in tail.count..<bytes.count where bytes[index] &- 0x41 < 26 { bytes[index] |= 0x20 }
      }
      found = forbidden.first(in: bytes)
      tail = Array(bytes.suffix(longest - 1))
    }

    /// What is to be said of the file, where it held one of the texts.
    var finding: String? { found.map(forbidden.message) }
  }

  private func first(in bytes: [UInt8]) -> String? { texts.first { bytes.contains(bytes: $0.bytes) }?.text }
}
