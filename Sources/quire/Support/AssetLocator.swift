import Assets
import Foundation
import Notebook
import Transformers

/// Finds what chapters come from, in this order: a file or a model's folder in the report's folder or the working folder;
/// a model in the user's Hugging Face cache; an entry of the catalogue.
struct AssetLocator: InputLocator {
  let store: AssetStore
  let reportFolder: URL
  let huggingFaceCache: URL

  func find(_ name: String) throws -> LocatedInput? {
    if let place = place(name) { return place }
    if let snapshot = snapshot(name) { return snapshot }
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
      problem: "is neither a file nor a folder, neither in the Hugging Face cache nor in the catalogue "
        + "(\(known.joined(separator: ", ")))\(near)")
  }

  private func place(_ name: String) -> LocatedInput? {
    let here = URL(filePath: FileManager.default.currentDirectoryPath)
    let places = name.hasPrefix("/") ? [URL(filePath: name)] : [reportFolder, here].map { $0.appending(path: name) }
    for place in places where FileSystem.exists(place) {
      let shown = "`\(place.lastPathComponent.replacing("`", with: "'"))`"
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: place.path(percentEncoded: false), isDirectory: &isFolder)
      if !isFolder.boolValue {
        return LocatedInput(name: name, files: [place.lastPathComponent: place], provenance: "the file \(shown)")
      }
      if let files = model(in: place) {
        return LocatedInput(name: name, files: files, provenance: "the model in the folder \(shown)")
      }
      if name.hasSuffix("/"), let files = files(in: place) {
        return LocatedInput(name: name, files: files, provenance: "the files in the folder \(shown)")
      }
    }
    return nil
  }

  /// A model that another program has fetched from the hub: by its id, or by the catalogue's name for it.
  private func snapshot(_ name: String) -> LocatedInput? {
    let sources = store.catalogue.assets.first { $0.name == name }?.sources ?? []
    var ids = sources.compactMap { if case .hub(let repository, _) = $0.place { repository } else { nil } }
    if name.split(separator: "/").count == 2, !name.hasPrefix("."), !name.hasPrefix("/") { ids.append(name) }
    for id in ids {
      guard let folder = HuggingFaceCache.find(repository: id, in: huggingFaceCache), let files = model(in: folder)
      else { continue }
      return LocatedInput(name: name, files: files, provenance: "*\(id)* (from the Hugging Face cache)")
    }
    return nil
  }

  /// The files of a folder that holds a model, `nil` for another folder.
  private func model(in folder: URL) -> [String: URL]? {
    guard FileSystem.exists(folder.appending(path: "config.json")) else { return nil }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
    let kept = names.filter { name in [".json", ".txt", ".safetensors", ".bin"].contains { name.hasSuffix($0) } }
    return Dictionary(uniqueKeysWithValues: kept.map { ($0, folder.appending(path: $0)) })
  }

  /// The files of a folder, hidden ones apart; `nil` where there are none.
  private func files(in folder: URL) -> [String: URL]? {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
    let files = names.filter { !$0.hasPrefix(".") }.map { ($0, folder.appending(path: $0)) }
      .filter { (try? $0.1.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true }
    return files.isEmpty ? nil : Dictionary(uniqueKeysWithValues: files)
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
