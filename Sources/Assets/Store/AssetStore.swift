internal import Basics
public import Foundation

/// The models and data sets of one user: found in the cache, fetched into it, verified.
///
/// An asset is one of the catalogue's, a repository of the Hugging Face hub by its id (`owner/name`), or a picture by its
/// address (`https://…`). It lies in a folder `<cache>/<name>/` with its files and `source.json`, which tells where they
/// came from. The folder appears when all its files are there and verified, so what can be found is whole.
public struct AssetStore: Sendable {
  /// The folder of all assets; it is made when the first one is fetched.
  public let cacheDirectory: URL
  /// What can be fetched.
  public let catalogue: Catalogue
  /// How it is fetched.
  public let settings: FetchSettings

  /// A store over a cache folder.
  public init(cacheDirectory: URL, catalogue: Catalogue, settings: FetchSettings = FetchSettings()) {
    self.cacheDirectory = cacheDirectory
    self.catalogue = catalogue
    self.settings = settings
  }

  /// What a name stands for: an asset of the catalogue, a repository of the hub or a picture at an address.
  ///
  /// - Throws: `AssetError.unknown` where it stands for none of these, `AssetError.refused` for an address that cannot be
  ///   one of a picture.
  public func asset(_ name: String) throws(AssetError) -> Asset {
    if let picture = try Asset(pictureAt: name) { return picture }
    if let repository = Asset(repository: name) { return repository }
    return try catalogue.asset(name)
  }

  /// The asset as it lies in the cache, or nil: no network, and no file is read but the record.
  ///
  /// Files that are missing or have another size than when they were fetched make it nil, and so does a catalogue that
  /// has come to expect other sums. Where others than this user may write the cache, files are read all the same, and compared with
  /// the catalogue's sums.
  ///
  /// - Throws: `AssetError.unknown` where the catalogue has no such asset, `AssetError.damaged` for a file that somebody exchanged.
  public func find(_ name: String) throws(AssetError) -> AssetLocation? {
    let asset = try asset(name)
    let name = asset.name
    guard let record = AssetRecord(in: folder(name)), record.asset == name else { return nil }
    for file in record.files {
      var status = stat()
      let isThere = stat(folder(name).appending(path: file.name).path, &status) == 0
      if !isThere || Int64(status.st_size) != file.size { return nil }
    }
    let isKnown = asset.sources.contains { source in
      source.address == record.origin.address
        && (source.files.isEmpty || Set(source.files.map(\.name)) == Set(record.files.map(\.name)))
        && source.files.allSatisfy { file in
          file.sha256 == nil || record.files.contains { $0.name == file.name && $0.sha256 == file.sha256 }
        }
    }
    return isKnown ? try vouchedFor(location(record), asset) : nil
  }

  /// Reads every file of the asset and compares its SHA-256 with the one it had when it was fetched.
  ///
  /// - Throws: `AssetError.absent` or `AssetError.damaged`.
  @discardableResult
  public func verify(_ name: String) throws(AssetError) -> AssetLocation {
    let name = try asset(name).name
    guard let record = AssetRecord(in: folder(name)) else { throw .absent(name: name) }
    for file in record.files {
      let url = folder(name).appending(path: file.name)
      func damaged(_ reason: String) -> AssetError { .damaged(name: name, path: url.path, reason: reason) }
      let sum: String
      do { sum = try SHA256.hex(ofFile: url) } catch { throw damaged("is missing or cannot be read") }
      if sum != file.sha256 { throw damaged("has SHA-256 \(sum), had \(file.sha256) when it was fetched") }
    }
    guard let location = try find(name) else { throw .absent(name: name) }
    return location
  }

  /// Removes the asset and what a broken fetch left of it.
  public func remove(_ name: String) throws(AssetError) {
    let name = try asset(name).name
    guard FileManager.default.fileExists(atPath: cacheDirectory.path) else { return }
    try AssetLock.hold(lockFile(name), asset: name, isCancelled: { false }) { () throws(AssetError) in
      for folder in [folder(name), partFolder(name)] where FileManager.default.fileExists(atPath: folder.path) {
        do {
          try FileManager.default.removeItem(at: folder)
        } catch {
          throw .system(path: folder.path, action: "remove", cause: error)
        }
      }
    }
  }
}

extension AssetStore {
  /// The same store for what a stranger's report names: it talks to machines of the internet alone.
  public var reachingInternetOnly: AssetStore {
    var settings = settings
    settings.transfer.reachesInternetOnly = true
    return AssetStore(cacheDirectory: cacheDirectory, catalogue: catalogue, settings: settings)
  }

  /// An asset with what there is to doubt about it, after its files have been compared with the catalogue's sums where others may
  /// write them.
  private func vouchedFor(_ location: AssetLocation, _ asset: Asset) throws(AssetError) -> AssetLocation {
    let places = [location.folder] + location.files.values.sorted { $0.path < $1.path }
    guard let doubt = places.lazy.compactMap({ Custody.doubt(about: $0) }).first else { return location }
    let source = asset.sources.first { $0.address == location.origin.address }
    var unnamed: [String] = []
    for (name, file) in location.files.sorted(by: { $0.key < $1.key }) {
      guard let expected = source?.files.first(where: { $0.name == name })?.sha256 else {
        unnamed.append(name)
        continue
      }
      let sum = try? SHA256.hex(ofFile: file)
      guard sum == expected else {
        throw .damaged(
          name: asset.name, path: file.path,
          reason: "has SHA-256 \(sum ?? "none that can be read"), the catalogue says \(expected), and \(doubt)")
      }
    }
    var location = location
    if !unnamed.isEmpty {
      let files = unnamed.count > 3 ? "\(unnamed.count) files" : unnamed.joined(separator: ", ")
      location.doubt =
        "\(doubt), and no sum says what \(files) of \(asset.name) should be; take others' rights away (chmod -R go-w), or name "
        + "a cache of your own in QUIRE_CACHE"
    }
    return location
  }

  func folder(_ name: String) -> URL { cacheDirectory.appending(path: Asset.folderName(name)) }
  func partFolder(_ name: String) -> URL { cacheDirectory.appending(path: Asset.folderName(name) + ".part") }
  func lockFile(_ name: String) -> URL { cacheDirectory.appending(path: Asset.folderName(name) + ".lock") }

  func location(_ record: AssetRecord) -> AssetLocation {
    let folder = folder(record.asset)
    return AssetLocation(
      name: record.asset, folder: folder,
      files: Dictionary(record.files.map { ($0.name, folder.appending(path: $0.name)) }) { first, _ in first },
      sums: Dictionary(record.files.map { ($0.name, $0.sha256) }) { first, _ in first }, origin: record.origin)
  }
}

/// How assets are fetched.
public struct FetchSettings: Sendable {
  /// Patience, proxies and certificates of downloads.
  public var transfer = TransferSettings()
  /// How packages are fetched.
  public var packages = PackageSettings()
  /// The address of the Hugging Face hub, or of a mirror.
  public var hub = "https://huggingface.co"

  /// The default settings: no proxies, no Python.
  public init() {}

  /// Settings for a user's environment: proxies for downloads and for Python's package client.
  ///
  /// `HF_ENDPOINT` names a mirror of the hub, as it does for the hub's own client; `SSL_CERT_FILE` the authorities.
  ///
  /// - Parameter packageEnvironment: What Python's package client sees.
  public init(environment: [String: String], python: URL?, packageEnvironment: [String: String]) {
    transfer.proxies = Proxies(environment: environment)
    transfer.certificates = environment["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : URL(filePath: $0) }
    packages.environment = packageEnvironment
    packages.python = python
    if let mirror = environment["HF_ENDPOINT"], !mirror.isEmpty { hub = mirror }
  }
}
