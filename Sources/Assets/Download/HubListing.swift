internal import Basics
internal import Foundation

/// What a hub says that a repository holds, before anything of it is fetched: `/api/models/owner/name/revision/…?blobs=true`.
struct HubListing: Equatable {
  /// The commit that it speaks of, 40 hexadecimal digits.
  let commit: String?
  /// Every file by its path, with the size and, of large ones, the sum that the hub names.
  let files: [String: AssetFile]

  /// The most bytes of a listing: some hundred thousand files.
  private static let limit: Int64 = 64 << 20

  /// Asks for the listing.
  ///
  /// - Parameter folder: Where the answer lies until it is read.
  /// - Returns: Nil where the hub gives none, as mirrors may not: what there is must be found out by asking for each file.
  static func ask(
    _ hub: String, repository: String, revision: String, in folder: URL, settings: TransferSettings,
    _ isCancelled: @escaping () -> Bool
  ) throws(Download.Failure) -> HubListing? {
    let place = folder.appending(path: ".listing")
    guard mkdir(place.path, 0o755) == 0 || errno == EEXIST else {
      throw .system(.system(path: place.path, action: "write", code: errno))
    }
    defer { try? FileManager.default.removeItem(at: place) }
    let file = place.appending(path: "listing.json")
    var settings = settings
    settings.maximumSize = limit
    // What is wrong with the way to the hub is said of the first file, after as much patience as that deserves.
    settings.retries = min(settings.retries, 1)
    let address = "\(hub)/api/models/\(repository)/revision/\(revision)?blobs=true"
    do throws(Download.Failure) {
      _ = try Download(address, to: file, settings: settings).run(isCancelled: isCancelled)
    } catch {
      switch error {
      case .status, .reason: return nil
      case .cancelled, .system: throw error
      }
    }
    return (try? JSONReader.value(ofFile: file)).flatMap(HubListing.init)
  }

  /// Reads an answer; nil where it is no listing.
  init?(_ document: JSONValue) {
    guard let siblings = document["siblings"]?.array else { return nil }
    commit = document["sha"]?.string.flatMap { $0.wholeMatch(of: /[0-9a-f]{40}/) == nil ? nil : $0 }
    var files: [String: AssetFile] = [:]
    for sibling in siblings {
      guard let path = sibling["rfilename"]?.string else { return nil }
      let sum = sibling["lfs"]?["sha256"]?.string.flatMap { $0.wholeMatch(of: /[0-9a-f]{64}/) == nil ? nil : $0 }
      let size = (sibling["size"] ?? sibling["lfs"]?["size"])?.integer
      files[path] = AssetFile(
        name: path.split(separator: "/").last.map(String.init) ?? path, path: path,
        size: size.flatMap { $0 < 0 ? nil : Int64($0) },
        sha256: sum)
    }
    self.files = files
  }
}
