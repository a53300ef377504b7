/// A model or data set that the catalogue knows how to get.
public struct Asset: Sendable, Equatable {
  /// What an asset is for.
  public enum Kind: String, Sendable, Decodable {
    /// Weights and what belongs to them.
    case model
    /// Rows to learn from or to look at.
    case data
  }

  /// The name that commands and chapters use.
  public let name: String
  /// Other names that stand for it.
  public let aliases: [String]
  /// What it is for.
  public let kind: Kind
  /// What it is, in a sentence.
  public let description: String
  /// Where it can be had, in the order of trying.
  public let sources: [AssetSource]

  /// An asset as a caller knows it; names become folders, so they must be safe as such.
  public init(name: String, aliases: [String] = [], kind: Kind, description: String, sources: [AssetSource]) {
    self.name = name
    self.aliases = aliases
    self.kind = kind
    self.description = description
    self.sources = sources
  }
}

/// One place where an asset can be had, and the files that it gives.
///
/// Sources of one asset may give different data under different licences, so title and licence are theirs.
public struct AssetSource: Sendable, Equatable {
  /// How a source is reached.
  public enum Place: Sendable, Equatable {
    /// A folder of a server: `http:`, `https:` or `file:`, to which each file's path is added.
    case url(String)
    /// A package of the Python package index, fetched as wheel or sdist by Python's own client.
    case package(name: String, version: String, distribution: Distribution)
    /// A repository of the Hugging Face hub at a branch, tag or commit.
    case hub(repository: String, revision: String)
  }

  /// Which file of a release of a package.
  public enum Distribution: String, Sendable, Decodable {
    /// A built package, a zip.
    case wheel
    /// A source package, a tar.gz. Python's client runs its set-up code when it fetches one.
    case sdist
  }

  /// The name of what is had here, for a report's cover: "Amazon reviews: Cell Phones and Accessories".
  public let title: String
  /// The licence or terms of what is had here.
  public let licence: String
  /// How to reach it.
  public let place: Place
  /// The files that it gives; none for a repository of the hub whose files are found out by asking: ``ModelFiles``.
  public let files: [AssetFile]

  /// A source as a caller knows it.
  public init(title: String, licence: String, place: Place, files: [AssetFile]) {
    self.title = title
    self.licence = licence
    self.place = place
    self.files = files
  }
}

/// One file of an asset.
public struct AssetFile: Sendable, Equatable {
  /// Its name in the cache.
  public let name: String
  /// Its path at the source: below the address, in the repository, in the package.
  public let path: String
  /// Its size in bytes, where known.
  public let size: Int64?
  /// Its SHA-256 in lower-case hexadecimal digits, where known.
  public let sha256: String?
  /// The most bytes that it may have, where that is less than for downloads in general.
  public let maximumSize: Int64?

  /// A file as a caller knows it.
  public init(name: String, path: String, size: Int64? = nil, sha256: String? = nil, maximumSize: Int64? = nil) {
    self.name = name
    self.path = path
    self.size = size
    self.sha256 = sha256
    self.maximumSize = maximumSize
  }
}

extension AssetSource {
  /// The source in one line of an error or a report: the address, `package 1.0 of the Python package index`, `owner/name`.
  public var address: String {
    switch place {
    case .url(let base): files.count == 1 ? "\(base)/\(files[0].path)" : base
    case .package(let name, let version, _): "Python package \(name) \(version)"
    case .hub(let repository, let revision): "Hugging Face \(repository) at \(revision)"
    }
  }
}
