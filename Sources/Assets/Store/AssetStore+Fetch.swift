internal import Archives
internal import Basics
public import Foundation

/// How far a fetch is.
public struct FetchProgress: Sendable, Equatable {
  /// The asset being fetched.
  public let asset: String
  /// The source being tried: its address, package or repository.
  public let source: String
  /// The file being fetched, nil while a package's client works.
  public let file: String?
  /// The bytes of the file that are here.
  public let received: Int64
  /// The bytes that it will have, where known.
  public let total: Int64?
  /// What will be fetched in all; told once, before the dear part, where the source says it.
  public var plan: FetchPlan?
}

/// What is going to be fetched.
public struct FetchPlan: Sendable, Equatable {
  /// How many files.
  public let files: Int
  /// Their bytes together.
  public let bytes: Int64
  /// How many of these bytes are here, from an earlier try or because the rest could not be told without them.
  public let here: Int64

  package init(files: Int, bytes: Int64, here: Int64) {
    (self.files, self.bytes, self.here) = (files, bytes, here)
  }
}

extension AssetStore {
  /// The asset from the cache, or from the first of its sources that gives it.
  ///
  /// Downloads that stop go on where they stopped the next time. Two processes that fetch the same asset do it one after the
  /// other, and the second finds what the first has fetched.
  ///
  /// - Parameters:
  ///   - refresh: Fetch again even when the asset is there; it stays as it is when no source gives a new one.
  ///   - fault: What is wrong with a file that has arrived, as a clause that begins with a verb, `nil` where nothing is;
  ///     a file with a fault is not kept.
  ///   - progress: Told at most ten times a second how far the fetch is.
  ///   - isCancelled: Asked many times a second.
  /// - Throws: `AssetError.unavailable` with every source and why it failed, `cancelled`, `unknown` or `system`.
  public func fetch(
    _ name: String, refresh: Bool = false, fault: (URL) -> String? = { _ in nil },
    progress: @escaping (FetchProgress) -> Void = { _ in }, isCancelled: @escaping () -> Bool = { false }
  ) throws(AssetError) -> AssetLocation {
    let asset = try asset(name)
    let name = asset.name
    if !refresh, let location = try find(name) {
      clearAway(name)
      return location
    }
    try makeFolder(cacheDirectory)
    return try AssetLock.hold(lockFile(name), asset: name, isCancelled: isCancelled) { () throws(AssetError) in
      if !refresh, let location = try find(name) { return location }
      return try fetch(asset, fault, progress, isCancelled)
    }
  }

  /// Removes what a process left that was killed once the asset stood; not while another fetches it anew.
  private func clearAway(_ name: String) {
    guard FileKind(of: partFolder(name)) == .folder else { return }
    try? AssetLock.hold(lockFile(name), asset: name, isCancelled: { true }) { () throws(AssetError) in
      try? FileSystem.remove(partFolder(name))
    }
  }

  /// Tries the sources of an asset that this process has locked.
  private func fetch(
    _ asset: Asset, _ fault: (URL) -> String?, _ progress: @escaping (FetchProgress) -> Void,
    _ isCancelled: @escaping () -> Bool
  ) throws(AssetError) -> AssetLocation {
    let name = asset.name
    try restoreOld(name)
    var failures: [SourceFailure] = []
    for source in asset.sources {
      // A folder for each source: parts of files from different places must not be joined.
      let digest = SHA256.hex(of: source.address).prefix(12)
      let folder = partFolder(name).appending(path: String(digest))
      try makeFolder(folder)
      // Only folders in which nothing arrived are empty.
      defer { for folder in [folder, partFolder(name)] { rmdir(folder.path) } }
      let throttle = Throttle()
      do throws(Download.Failure) {
        let announce = { (plan: FetchPlan) in
          progress(
            FetchProgress(
              asset: name, source: source.address, file: nil, received: plan.here, total: plan.bytes, plan: plan))
        }
        let record = try fetch(asset, source, into: folder, isCancelled, announce) { file, received, total in
          guard throttle.isDue(isLast: received == total) else { return }
          progress(
            FetchProgress(asset: name, source: source.address, file: file, received: received, total: total))
        }
        for file in record.files.map({ folder.appending(path: $0.name) }) {
          guard let fault = fault(file) else { continue }
          try? FileManager.default.removeItem(at: partFolder(name))
          throw .reason(fault)
        }
        return try land(record, from: folder)
      } catch {
        switch error {
        case .reason(let reason), .status(_, let reason):
          failures.append(SourceFailure(source: source.address, reason: reason))
        case .cancelled: throw AssetError.cancelled(name: name)
        case .system(let error): throw error
        }
      }
    }
    if asset.isUncatalogued { throw .refused(name: name, reason: failures[0].reason) }
    throw .unavailable(name: name, cacheDirectory: cacheDirectory.path, failures: failures)
  }
}

extension AssetStore {
  private typealias FileProgress = (_ file: String?, _ received: Int64, _ total: Int64?) -> Void

  private func fetch(
    _ asset: Asset, _ source: AssetSource, into folder: URL, _ isCancelled: @escaping () -> Bool,
    _ announce: @escaping (FetchPlan) -> Void, _ progress: @escaping FileProgress
  ) throws(Download.Failure) -> AssetRecord {
    var files: [AssetRecord.File] = []
    var revision: String?
    let kind: AssetOrigin.Kind
    switch source.place {
    case .url(let base):
      kind = .url
      for file in source.files {
        files.append(
          try download(file, from: "\(base)/\(file.path)", into: folder, isCancelled, progress).file)
      }
    case .hub(let repository, let branch):
      kind = .hub
      func take(_ file: AssetFile) throws(Download.Failure) {
        let address = "\(settings.hub)/\(repository)/resolve/\(revision ?? branch)/\(file.path)"
        let (recorded, commit) = try download(file, from: address, into: folder, isCancelled, progress)
        files.append(recorded)
        // All files of one commit, even when the branch moves on meanwhile.
        revision = revision ?? commit
      }
      for file in source.files { try take(file) }
      if source.files.isEmpty {
        let listing = try HubListing.ask(
          settings.hub, repository: repository, revision: branch, in: folder, settings: settings.transfer, isCancelled)
        revision = listing?.commit
        var model = ModelFiles(listing, into: folder) { (file) throws(Download.Failure) in try take(file) }
        try model.takeAll { (files) throws(Download.Failure) in
          announce(try plan(files, into: folder))
        }
      }
    case .package(let name, let version, let distribution):
      kind = .package
      progress(nil, 0, nil)
      let package = PackageDownload(
        name: name, version: version, distribution: distribution, settings: settings.packages)
      files = try unpack(source.files, of: package, into: folder, isCancelled, progress)
    }
    let origin = AssetOrigin(
      kind: kind, address: source.address, revision: revision, title: source.title, licence: source.licence)
    return AssetRecord(asset: asset.name, origin: origin, files: files)
  }

  /// What is going to be fetched.
  ///
  /// - Throws: Where the disk has less room than the files that are not here yet take.
  private func plan(_ files: [AssetFile], into folder: URL) throws(Download.Failure) -> FetchPlan {
    let here = files.reduce(Int64(0)) { sum, file in
      var status = stat()
      let names = [file.name, file.name + ".part"].map { folder.appending(path: $0).path }
      return sum + (names.contains { stat($0, &status) == 0 } ? Int64(status.st_size) : 0)
    }
    // Sizes are what a server says: their sum may be beyond all numbers.
    let bytes = files.reduce(Int64(0)) { sum, file in
      let (next, isBeyond) = sum.addingReportingOverflow(file.size ?? 0)
      return isBeyond ? .max : next
    }
    let plan = FetchPlan(files: files.count, bytes: bytes, here: here)
    var disk = statvfs()
    if statvfs(folder.path, &disk) == 0 {
      let free = Int64(clamping: UInt64(disk.f_bavail) * UInt64(disk.f_frsize))
      if plan.bytes - here > free {
        throw .reason(
          "takes \(Self.megabytes(plan.bytes - here)) MB, and the disk of \(cacheDirectory.path) has \(Self.megabytes(free)) MB free"
        )
      }
    }
    return plan
  }

  private static func megabytes(_ bytes: Int64) -> Int64 { bytes / 1_000_000 + bytes % 1_000_000 / 500_000 }

  private func download(
    _ file: AssetFile, from address: String, into folder: URL, _ isCancelled: @escaping () -> Bool,
    _ progress: @escaping FileProgress
  ) throws(Download.Failure) -> (file: AssetRecord.File, commit: String?) {
    let destination = folder.appending(path: file.name)
    if let source = URL(string: address), source.isFileURL {
      return (try copy(file, from: source, to: destination), nil)
    }
    var transfer = settings.transfer
    if let limit = file.maximumSize { transfer.maximumSize = min(limit, transfer.maximumSize) }
    let download = Download(
      address, to: destination, size: file.size, sha256: file.sha256, settings: transfer)
    do throws(Download.Failure) {
      let receipt = try download.run(
        progress: { received, total in progress(file.name, received, total) }, isCancelled: isCancelled)
      return (AssetRecord.File(name: file.name, size: receipt.size, sha256: receipt.sha256), receipt.commit)
    } catch .reason(let reason) {
      throw .reason("\(file.name): \(reason)")
    } catch .status(let status, let reason) {
      throw .status(status, "\(file.name): \(reason)")
    }
  }

  private func copy(_ file: AssetFile, from source: URL, to destination: URL) throws(Download.Failure)
    -> AssetRecord.File
  {
    try? FileManager.default.removeItem(at: destination)
    do {
      try FileManager.default.copyItem(at: source, to: destination)
    } catch {
      throw .reason("\(source.path): cannot be copied: \((error as NSError).localizedDescription)")
    }
    return try check(file, at: destination)
  }

  private func unpack(
    _ files: [AssetFile], of package: PackageDownload, into folder: URL, _ isCancelled: @escaping () -> Bool,
    _ progress: FileProgress
  ) throws(Download.Failure) -> [AssetRecord.File] {
    let temporary = folder.appending(path: "package")
    try? FileManager.default.removeItem(at: temporary)
    do throws(AssetError) { try makeFolder(temporary) } catch { throw .system(error) }
    defer { try? FileManager.default.removeItem(at: temporary) }
    let archive = try package.run(into: temporary, isCancelled: isCancelled)
    do {
      if archive.pathExtension == "gz" {
        let places = files.map { ($0.path, folder.appending(path: $0.name)) }
        try TarArchive.extract(Dictionary(places) { first, _ in first }, from: archive)
      } else {
        let zip = try ZipReader(archive)
        for file in files {
          let entry = try zip.entry(file.path)
          // Nothing is unpacked of what says itself that it is something else.
          let (size, limit) = (Int64(clamping: entry.size), file.size ?? settings.transfer.maximumSize)
          guard file.size == nil ? size <= limit : size == limit else {
            throw Download.Failure.reason(
              "\(file.name): has \(size) bytes, \(file.size == nil ? "more than the limit of" : "expected") \(limit)")
          }
          try zip.extract(entry, to: folder.appending(path: file.name))
        }
      }
    } catch let failure as Download.Failure {
      throw failure
    } catch {
      throw .reason("\(error)")
    }
    var recorded: [AssetRecord.File] = []
    for file in files {
      recorded.append(try check(file, at: folder.appending(path: file.name)))
      progress(file.name, recorded.last!.size, recorded.last!.size)
    }
    return recorded
  }

  /// Compares a file that was copied or unpacked with what the catalogue expects.
  private func check(_ file: AssetFile, at url: URL) throws(Download.Failure) -> AssetRecord.File {
    let sum: String
    do { sum = try SHA256.hex(ofFile: url) } catch { throw .reason("\(error)") }
    var status = stat()
    stat(url.path, &status)
    let size = Int64(status.st_size)
    if let expected = file.size, size != expected {
      throw .reason("\(file.name): has \(size) bytes, expected \(expected)")
    }
    if let expected = file.sha256, sum != expected {
      throw .reason("\(file.name): has SHA-256 \(sum), expected \(expected)")
    }
    return AssetRecord.File(name: file.name, size: size, sha256: sum)
  }
}

extension AssetStore {
  /// Puts a folder of verified files in the asset's place.
  private func land(_ record: AssetRecord, from folder: URL) throws(Download.Failure) -> AssetLocation {
    let place = self.folder(record.asset)
    let old = partFolder(record.asset).appending(path: "old")
    let files = FileManager.default
    do {
      // What earlier versions of the catalogue left does not belong to the asset.
      let expected = Set(record.files.map(\.name))
      for name in try files.contentsOfDirectory(atPath: folder.path) where !expected.contains(name) {
        try files.removeItem(at: folder.appending(path: name))
      }
      try AtomicFile.write(record.json(), to: folder.appending(path: AssetRecord.fileName))
      if files.fileExists(atPath: old.path) { try files.removeItem(at: old) }
      // In one step where the file system can, so that at no moment there is neither the old nor the new one.
      switch FileKind(of: place) == .folder ? FileSystem.exchange(folder, place) : EINVAL {
      case 0: break
      case EINVAL, ENOSYS, ENOTSUP:
        if files.fileExists(atPath: place.path) { try files.moveItem(at: place, to: old) }
        try files.moveItem(at: folder, to: place)
      case let code: throw AssetError.system(path: place.path, action: "write", code: code)
      }
      // What cannot be removed now is cleared away by the next fetch.
      try? files.removeItem(at: partFolder(record.asset))
    } catch let error as AssetError {
      throw .system(error)
    } catch {
      try? restoreOld(record.asset)
      throw .system(.system(path: place.path, action: "write", cause: error))
    }
    return location(record)
  }

  /// Puts the old files back where a process was killed between their going and the coming of the new ones.
  private func restoreOld(_ name: String) throws(AssetError) {
    let (old, place) = (partFolder(name).appending(path: "old"), folder(name))
    guard FileKind(of: place) == nil, FileKind(of: old) == .folder else { return }
    do { try FileSystem.rename(old, to: place) } catch {
      throw .system(path: place.path, action: "write", cause: error)
    }
  }

  private func makeFolder(_ url: URL) throws(AssetError) {
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      throw .system(path: url.path, action: "write", cause: error)
    }
  }
}

/// Lets something through at most ten times a second, and the last time always.
private final class Throttle {
  private var next = ContinuousClock.now

  func isDue(isLast: Bool) -> Bool {
    let now = ContinuousClock.now
    guard isLast || now >= next else { return false }
    next = now + .milliseconds(100)
    return true
  }
}
