/// One of Quire's readers as a fuzzer meets it: bytes in, a value or a refusal out.
///
/// Every reader has a program of its own in `Tests/Fuzz/Programs`, a corpus in `Tests/Fuzz/Corpora`, and is given that corpus by the
/// ordinary tests.
package struct FuzzReader: Sendable {
  /// Its name: that of its program after `fuzz-`, and of its corpus.
  package let name: String
  /// What changes inputs so that they get past checksums and into the reader.
  package let mutator: any Mutator
  private let body: @Sendable ([UInt8], FuzzFolder) throws -> Void

  /// A reader.
  ///
  /// - Parameter read: Reads bytes as Quire does, by way of files in the folder where the reader wants one. What it throws is a
  ///   refusal, but for a ``BrokenPromise``.
  package init(
    _ name: String, mutator: any Mutator = ByteMutator(), read: @escaping @Sendable ([UInt8], FuzzFolder) throws -> Void
  ) {
    self.name = name
    self.mutator = mutator
    body = read
  }

  /// Reads an input, and gives the refusal where there is one.
  ///
  /// - Throws: ``BrokenPromise`` where the input shows a fault of Quire's.
  @discardableResult
  package func read(_ bytes: [UInt8], in folder: FuzzFolder) throws(BrokenPromise) -> String? {
    do {
      try body(bytes, folder)
      return nil
    } catch let broken as BrokenPromise {
      throw broken
    } catch {
      // The sentence is part of the product: making it may fail too.
      let message = "\(error)"
      if message.isEmpty { throw BrokenPromise("an input is refused without a word") }
      return message
    }
  }
}

/// Something that Quire promises and that an input has broken.
package struct BrokenPromise: Error, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }

  /// Throws where a promise is not kept.
  package static func unless(_ isKept: Bool, _ description: @autoclosure () -> String) throws {
    if !isKept { throw BrokenPromise(description()) }
  }
}
