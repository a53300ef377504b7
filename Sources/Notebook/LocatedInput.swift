public import Basics
public import Foundation

/// A file or data set that was found on this machine.
public struct LocatedInput: Sendable, Equatable {
  /// The name it was asked for by.
  public let name: String
  /// The files that it consists of, by name.
  public let files: [String: URL]
  /// What it is and where it came from, as a noun phrase: what a cover says.
  public let provenance: Markdown
  /// Whether it is the data that the catalogue names first; a stand-in is said to be one.
  public let isStandIn: Bool
  /// Why it may be another than it is called, as a sentence for whoever runs the report; `nil` where there is no doubt.
  public let doubt: String?

  /// A found input.
  public init(
    name: String, files: [String: URL], provenance: Markdown, isStandIn: Bool = false, doubt: String? = nil
  ) {
    precondition(!files.isEmpty, "an input without files")
    self.name = name
    self.files = files
    self.provenance = provenance
    self.isStandIn = isStandIn
    self.doubt = doubt
  }

  /// The first file by name: for what consists of several that belong together, such as a model, the way to their folder.
  public var file: URL { files[files.keys.sorted()[0]]! }

  /// The one file that there is.
  ///
  /// - Throws: `NotebookError.input` where there are several, since only whoever named their folder knows which is meant.
  public func oneFile() throws -> URL {
    guard files.count > 1 else { return file }
    let names = files.keys.sorted()
    let shown = names.prefix(3).joined(separator: ", ") + (names.count > 3 ? ", …" : "")
    throw NotebookError.input(name: name, problem: "has \(names.count) files (\(shown)); name the one that is meant")
  }
}

/// Finds what chapters come from: a file in the report's folder, or an entry of the catalogue.
public protocol InputLocator: Sendable {
  /// Finds an input without using the network; `nil` where it would have to be fetched.
  ///
  /// - Throws: where there can be no such input.
  func find(_ name: String) throws -> LocatedInput?

  /// Gets an input from where it is to be had.
  func fetch(_ name: String, progress: @escaping @Sendable (ProgressUpdate) -> Void, cancellation: Cancellation) throws
    -> LocatedInput
}
