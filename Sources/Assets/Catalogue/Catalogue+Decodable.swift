internal import Foundation

/// The form of the catalogue's file, apart from its values, so that only `Catalogue` says how one is read.
struct CatalogueFile: Decodable {
  let assets: [Asset]

  private enum Keys: String, CodingKey, CaseIterable { case assets }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Keys.self)
    try decoder.refuseKeys(besides: Keys.self)
    assets = try values.decode([Asset].self, forKey: .assets)
    var taken: Set<String> = []
    for name in assets.flatMap({ [$0.name] + $0.aliases }) where !taken.insert(name).inserted {
      throw DecodingError.dataCorruptedError(
        forKey: .assets, in: values, debugDescription: "two assets are called \"\(name)\"")
    }
  }
}

extension Asset: Decodable {
  private enum Keys: String, CodingKey, CaseIterable { case name, aliases, kind, description, sources }

  /// Reads an asset of the catalogue.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Keys.self)
    try decoder.refuseKeys(besides: Keys.self)
    name = try values.decodeFileName(.name)
    aliases = try values.decodeIfPresent([String].self, forKey: .aliases) ?? []
    let kindName = try values.decode(String.self, forKey: .kind)
    guard let kind = Kind(rawValue: kindName) else {
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: values, debugDescription: "should be model or data, found \"\(kindName)\"")
    }
    self.kind = kind
    description = try values.decode(String.self, forKey: .description)
    sources = try values.decode([AssetSource].self, forKey: .sources)
    if sources.isEmpty {
      throw DecodingError.dataCorruptedError(forKey: .sources, in: values, debugDescription: "is empty")
    }
  }
}

extension AssetSource: Decodable {
  private enum Keys: String, CodingKey, CaseIterable {
    case title, licence, url, package, version, distribution, hub, revision, files
  }

  /// Reads a source of the catalogue.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Keys.self)
    try decoder.refuseKeys(besides: Keys.self)
    title = try values.decode(String.self, forKey: .title)
    licence = try values.decode(String.self, forKey: .licence)
    let url = try values.decodeIfPresent(String.self, forKey: .url)
    let package = try values.decodeIfPresent(String.self, forKey: .package)
    let hub = try values.decodeIfPresent(String.self, forKey: .hub)
    switch (url, package, hub) {
    case (let url?, nil, nil):
      guard ["http://", "https://", "file://"].contains(where: url.hasPrefix), !url.hasSuffix("/") else {
        throw DecodingError.dataCorruptedError(
          forKey: .url, in: values,
          debugDescription: "should start with http://, https:// or file:// and not end with a slash")
      }
      place = .url(url)
    case (nil, let package?, nil):
      // Anything else in a name could pass for an option or an address in the client's command line.
      guard package.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]*/) != nil else {
        throw DecodingError.dataCorruptedError(
          forKey: .package, in: values, debugDescription: "\"\(package)\" is not the name of a package")
      }
      let version = try values.decode(String.self, forKey: .version)
      guard version.wholeMatch(of: /[0-9][A-Za-z0-9.!+]*/) != nil else {
        throw DecodingError.dataCorruptedError(
          forKey: .version, in: values, debugDescription: "\"\(version)\" is not one exact version")
      }
      let distribution = try values.decodeIfPresent(Distribution.self, forKey: .distribution)
      place = .package(name: package, version: version, distribution: distribution ?? .wheel)
    case (nil, nil, let hub?):
      guard hub.wholeMatch(of: /[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*/) != nil else {
        throw DecodingError.dataCorruptedError(
          forKey: .hub, in: values, debugDescription: "should be owner/name, found \"\(hub)\"")
      }
      place = .hub(
        repository: hub, revision: try values.decodeIfPresent(String.self, forKey: .revision) ?? "main")
    default:
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "needs exactly one of url, package and hub"))
    }
    files = try values.decode([AssetFile].self, forKey: .files)
    let names = Set(files.map(\.name))
    if files.isEmpty || names.count != files.count {
      throw DecodingError.dataCorruptedError(
        forKey: .files, in: values, debugDescription: files.isEmpty ? "is empty" : "names a file twice")
    }
  }
}

extension AssetFile: Decodable {
  private enum Keys: String, CodingKey, CaseIterable { case name, path, size, sha256 }

  /// Reads a file of the catalogue.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Keys.self)
    try decoder.refuseKeys(besides: Keys.self)
    name = try values.decodeFileName(.name)
    path = try values.decodeIfPresent(String.self, forKey: .path) ?? name
    size = try values.decodeIfPresent(Int64.self, forKey: .size)
    sha256 = try values.decodeIfPresent(String.self, forKey: .sha256)
    maximumSize = nil
    if let sha256, sha256.wholeMatch(of: /[0-9a-f]{64}/) == nil {
      throw DecodingError.dataCorruptedError(
        forKey: .sha256, in: values, debugDescription: "should be 64 lower-case hexadecimal digits")
    }
  }
}

extension KeyedDecodingContainer {
  /// A text that can safely be the name of a file or folder.
  fileprivate func decodeFileName(_ key: Key) throws -> String {
    let name = try decode(String.self, forKey: key)
    guard AssetRecord.isFileName(name) else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: self, debugDescription: "\"\(name)\" cannot be the name of a file here")
    }
    return name
  }
}

extension Decoder {
  /// Refuses keys that the catalogue does not know, which are most often misspelt ones that it does.
  fileprivate func refuseKeys<Keys: CodingKey & CaseIterable>(besides keys: Keys.Type) throws {
    let known = Keys.allCases.map(\.stringValue)
    let unknown = try container(keyedBy: AnyKey.self).allKeys.map(\.stringValue).filter { !known.contains($0) }
    guard let first = unknown.min() else { return }
    throw DecodingError.dataCorrupted(
      .init(
        codingPath: codingPath,
        debugDescription: "\"\(first)\" is not known here; known are \(known.joined(separator: ", "))"))
  }
}

/// Any key at all.
private struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
