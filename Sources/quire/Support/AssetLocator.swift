import Assets
import Foundation
import Images
import Notebook
import Transformers

/// Finds what chapters come from, in this order: a picture at an address; a file or a model's folder in the report's folder
/// or the working folder; what ships with Quire, in its folder `assets`; a model in the user's Hugging Face cache; an entry
/// of the catalogue, or a model that `quire fetch` has got from the hub by its id.
struct AssetLocator: InputLocator {
  let store: AssetStore
  let home: URL
  let reportFolder: URL
  let huggingFaceCache: URL

  func find(_ name: String) throws -> LocatedInput? {
    if Asset.isAddress(name) { return try store.find(name).map(located) }
    if let place = place(name) ?? shipped(name) { return place }
    if let snapshot = snapshot(name) { return snapshot.input }
    if isInCatalogue(name) { return try store.find(name).map(located) }
    guard let asset = try? store.asset(name) else { throw unknown(name) }
    guard let model = try store.find(asset.name) else { throw notFetched(asset.name) }
    return located(model)
  }

  func fetch(
    _ name: String, progress: @escaping @Sendable (ProgressUpdate) -> Void, cancellation: Cancellation
  ) throws -> LocatedInput {
    guard Asset.isAddress(name) || isInCatalogue(name) else { throw unknown(name) }
    do {
      return located(
        try store.fetch(
          name, fault: { Self.fault(of: $0, named: name) }, progress: { progress($0.update) },
          isCancelled: { cancellation.isCancelled }))
    } catch {
      if case .cancelled = error { throw CancellationError() }
      throw error
    }
  }

  /// What is wrong with a file that has arrived: from an address, only a picture will do.
  static func fault(of file: URL, named name: String) -> String? {
    guard Asset.isAddress(name) else { return nil }
    do {
      _ = try ImageFile.decode([UInt8](Data(contentsOf: file)), name: name)
      return nil
    } catch ImageError.file(_, let problem) {
      return "what it sent \(problem)"
    } catch {
      return "what it sent cannot be read"
    }
  }

  private func isInCatalogue(_ name: String) -> Bool { (try? store.catalogue.asset(name)) != nil }

  private func notFetched(_ id: String) -> NotebookError {
    .input(
      name: id,
      problem: "is neither a file nor a folder, nor in the Hugging Face cache; if it is a model of the hub, "
        + "`quire fetch \(id)` gets it")
  }

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
    for place in places {
      let shown = place.lastPathComponent.asCode
      if let files = file(at: place) {
        return LocatedInput(name: name, files: files, provenance: "the file \(shown)")
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

  /// A model or a file that comes with Quire, by its name alone.
  private func shipped(_ name: String) -> LocatedInput? {
    guard !name.isEmpty, !name.hasPrefix("."), !name.contains("/") else { return nil }
    let place = home.appending(path: "assets").appending(path: name)
    return (model(in: place) ?? file(at: place)).map {
      LocatedInput(name: name, files: $0, provenance: "\(name.asCode), which comes with Quire")
    }
  }

  private func file(at place: URL) -> [String: URL]? {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: place.path(percentEncoded: false), isDirectory: &isFolder)
    return exists && !isFolder.boolValue ? [place.lastPathComponent: place] : nil
  }

  /// A model that another program has fetched from the hub: by its id, or by the catalogue's name for it.
  func snapshot(_ name: String) -> (folder: URL, input: LocatedInput)? {
    let sources = (try? store.catalogue.asset(name))?.sources ?? []
    var ids = sources.compactMap { if case .hub(let repository, _) = $0.place { repository } else { nil } }
    if name.split(separator: "/").count == 2, !name.hasPrefix("."), !name.hasPrefix("/") { ids.append(name) }
    for id in ids {
      guard let folder = HuggingFaceCache.find(repository: id, in: huggingFaceCache), let files = model(in: folder)
      else { continue }
      let input = LocatedInput(name: name, files: files, provenance: "*\(id)* (from the Hugging Face cache)")
      return (folder, input)
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
    let address = Asset.isAddress(asset.name) ? "<\(asset.name)>" : asset.origin.address
    return LocatedInput(
      name: asset.name, files: asset.files, provenance: "*\(asset.title)* (\(address))\(standsFor)",
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
