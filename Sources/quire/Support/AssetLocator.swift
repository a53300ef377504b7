import Assets
import Foundation
import Notebook

/// Finds what chapters come from: a file in the report's folder or the working folder, else an entry of the catalogue.
struct AssetLocator: InputLocator {
  let store: AssetStore
  let reportFolder: URL

  func find(_ name: String) throws -> LocatedInput? {
    if let file = file(name) { return file }
    guard isInCatalogue(name) else { throw unknown(name) }
    return try store.find(name).map(located)
  }

  func fetch(
    _ name: String, progress: @escaping @Sendable (ProgressUpdate) -> Void, cancellation: Cancellation
  ) throws -> LocatedInput {
    guard isInCatalogue(name) else { throw unknown(name) }
    do {
      return located(
        try store.fetch(name, progress: { progress($0.update) }, isCancelled: { cancellation.isCancelled }))
    } catch AssetError.cancelled {
      throw CancellationError()
    }
  }

  private func isInCatalogue(_ name: String) -> Bool { store.catalogue.assets.contains { $0.name == name } }

  private func unknown(_ name: String) -> NotebookError {
    let known = store.catalogue.assets.map(\.name)
    let near = nearestName(to: name, among: known).map { "; did you mean \($0)?" } ?? ""
    return .input(
      name: name,
      problem: "is neither a file nor in the catalogue (\(known.joined(separator: ", ")))\(near)")
  }

  private func file(_ name: String) -> LocatedInput? {
    let here = URL(filePath: FileManager.default.currentDirectoryPath)
    let places = name.hasPrefix("/") ? [URL(filePath: name)] : [reportFolder, here].map { $0.appending(path: name) }
    for place in places {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: place.path(percentEncoded: false), isDirectory: &isFolder),
        !isFolder.boolValue
      else { continue }
      return LocatedInput(
        name: name, files: [place.lastPathComponent: place],
        provenance: "the file `\(place.lastPathComponent.replacing("`", with: "'"))`")
    }
    return nil
  }

  private func located(_ asset: AssetLocation) -> LocatedInput {
    let first = store.catalogue.assets.first { $0.name == asset.name }?.sources.first
    let isStandIn = first.map { $0.title != asset.origin.title } ?? false
    let standsFor = isStandIn ? ", in place of *\(first?.title ?? "")*" : ""
    return LocatedInput(
      name: asset.name, files: asset.files, provenance: "*\(asset.title)* (\(asset.origin.address))\(standsFor)",
      isStandIn: isStandIn)
  }
}

extension FetchProgress {
  /// The same for a chapter's progress line.
  var update: ProgressUpdate {
    let megabytes = { (bytes: Int64) in String(format: "%.1f", Double(bytes) / 1e6) }
    let whole = total.map { " of \(megabytes($0))" } ?? ""
    return ProgressUpdate(
      stage: "fetching \(asset) from \(source)",
      fraction: total.flatMap { $0 > 0 ? Double(received) / Double($0) : nil },
      detail: "\(file ?? "") \(megabytes(received))\(whole) MB")
  }
}
