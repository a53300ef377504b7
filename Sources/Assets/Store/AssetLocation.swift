public import Foundation

/// An asset in the cache: its files, and which of its sources they came from.
public struct AssetLocation: Sendable, Equatable {
  /// The asset's name in the catalogue.
  public let name: String
  /// The folder of its files.
  public let folder: URL
  /// The files by name.
  public let files: [String: URL]
  /// The files' SHA-256 when they were fetched, by name: an input's fingerprint without reading it.
  public let sums: [String: String]
  /// Where the files came from.
  public let origin: AssetOrigin
  /// Why its files may be others' than those that were fetched, as a sentence: somebody else may write them, and no sum of the catalogue
  /// says what they should be. `nil` where they are this user's alone, or compared with such sums just now.
  public var doubt: String?

  /// What was fetched, for a reader: "Amazon reviews: Cell Phones and Accessories".
  public var title: String { origin.title }
}

/// Which source an asset was fetched from.
public struct AssetOrigin: Sendable, Equatable, Codable {
  /// How a source is reached.
  public enum Kind: String, Sendable, Codable {
    /// An address on a server or a file.
    case url
    /// A package of the Python package index.
    case package
    /// A repository of the Hugging Face hub.
    case hub
  }

  /// How the source was reached.
  public let kind: Kind
  /// The address, the package with its version, or the repository.
  public let address: String
  /// The exact revision of a repository, where the hub told it.
  public let revision: String?
  /// The name of what was fetched, for a reader.
  public let title: String
  /// Its licence or terms.
  public let licence: String
}
