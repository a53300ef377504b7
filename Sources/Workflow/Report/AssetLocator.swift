import Assets
import Basics
import Foundation
import Images
import Notebook
import Transformers

/// Finds what chapters come from, in this order: a picture at an address; a file or a model's folder in the report's
/// folder, or in the working folder where the command line names it; what ships with Quire, in its folder `assets`; a model
/// in the user's Hugging Face cache; an entry of the catalogue, or a model that `quire fetch` has got from the hub by its id.
///
/// What the command line names is the user's word and may lie anywhere. What `report.yml` names stays within the report, and
/// what lies in a cache stays within that cache, whatever links say: the folder may be a stranger's.
struct AssetLocator: InputLocator {
  let store: AssetStore
  let home: URL
  let report: ReportFolder?
  let environment: Environment
  /// The names that came by the command line.
  var named: Set<String> = []
  /// Whether the base of an adapter is sought, which may not be an adapter in turn.
  private var seeksBase = false

  init(store: AssetStore, home: URL, report: ReportFolder?, environment: Environment, named: Set<String> = []) {
    (self.store, self.home, self.report) = (store, home, report)
    (self.environment, self.named) = (environment, named)
  }

  func find(_ name: String) throws -> LocatedInput? {
    if Asset.isAddress(name) { return try store.find(name).map(located) }
    if let place = try place(name) ?? shipped(name) { return place }
    if let snapshot = try snapshot(name) { return snapshot.input }
    if isInCatalogue(name) { return try store.find(name).map(located) }
    guard let asset = try? store.asset(name) else { throw unknown(name) }
    guard let model = try store.find(asset.name) else { throw notFetched(asset.name) }
    return try located(model)
  }

  func fetch(
    _ name: String, progress: @escaping @Sendable (ProgressUpdate) -> Void, cancellation: Cancellation
  ) throws -> LocatedInput {
    guard Asset.isAddress(name) || isInCatalogue(name) else { throw unknown(name) }
    // A report may come from a stranger, and its pictures from wherever that stranger likes: not from this machine's neighbours.
    let store = Asset.isAddress(name) && !named.contains(name) ? store.reachingInternetOnly : store
    do {
      return try located(
        store.fetch(
          name, fault: { Self.fault(of: $0, named: name) }, progress: { progress($0.update) },
          isCancelled: { cancellation.isCancelled }))
    } catch AssetError.cancelled {
      throw CancellationError()
    }
  }

  /// What is wrong with a file that has arrived: from an address, only a picture will do.
  static func fault(of file: URL, named name: String) -> String? {
    guard Asset.isAddress(name) else { return nil }
    do {
      _ = try ImageFile.decode(InputFile.bytes(of: file, limit: ImageLimits.standard.bytes), name: name)
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

  private func place(_ name: String) throws -> LocatedInput? {
    // Without a name it would be the report's own folder.
    guard !name.isEmpty else { return nil }
    let here = environment.workingFolder
    guard !named.contains(name), let report else {
      let root = report.map { [$0.root] } ?? []
      let places = name.hasPrefix("/") ? [URL(filePath: "/")] : root + [here]
      return try places.lazy.compactMap { try contents(below: $0, named: name, within: nil) }.first
    }
    let root = name.hasPrefix("/") ? URL(filePath: "/") : report.root
    if let found = try contents(below: root, named: name, within: report.enclosure) { return found }
    // What the catalogue or Quire itself has by that name is meant, whatever lies about where the program was started.
    guard !name.hasPrefix("/"), !isInCatalogue(name), try shipped(name) == nil,
      try contents(below: here, named: name, within: nil) != nil
    else { return nil }
    throw NotebookError.input(
      name: name,
      problem:
        "is in the working folder, not in the report's; put it into \(FileSystem.shown(report.root)), or name it on the "
        + "command line by -P")
  }

  /// What a name means below a folder: a file, a folder, or the files that a pattern such as `reviews/*.json.gz` matches; `nil` where
  /// there is none.
  private func contents(below root: URL, named name: String, within enclosure: Enclosure?) throws -> LocatedInput? {
    // A file may be called like a pattern.
    if let found = try contents(of: root.appending(path: name), named: name, within: enclosure) { return found }
    guard name.contains(where: { "*?".contains($0) }) else { return nil }
    let base = root.path(percentEncoded: false)
    var files: [String: URL] = [:]
    for path in Self.matches(of: base + (base.hasSuffix("/") ? "" : "/") + name) {
      let place = URL(filePath: path)
      guard FileKind(of: place, followingLinks: true) != .folder else { continue }
      try enclosure?.check(place, cure: "put the file itself there, or name it on the command line by -P")
      files[String(path.dropFirst(base.count).drop { $0 == "/" })] = try regular(place)
    }
    guard !files.isEmpty else { return nil }
    let number = files.count == 1 ? "the file" : "the \(files.count) files"
    return LocatedInput(name: name, files: files, provenance: "\(number) \(code: name)")
  }

  /// The paths that a shell's pattern matches; no hidden ones.
  private static func matches(of pattern: String) -> [String] {
    var found = glob_t()
    defer { globfree(&found) }
    guard glob(pattern, 0, nil, &found) == 0, let paths = found.gl_pathv else { return [] }
    return (0..<Int(found.gl_pathc)).compactMap { paths[$0].map { String(cString: $0) } }
  }

  /// A file, a model's folder, or any folder of files; `nil` where there is none.
  private func contents(of place: URL, named name: String, within enclosure: Enclosure?) throws -> LocatedInput? {
    // A link that leads nowhere or round in a circle is named, not passed over.
    guard FileKind(of: place) != nil else { return nil }
    try enclosure?.check(place, cure: "put the file itself there, or name it on the command line by -P")
    let shown: Markdown = "\(code: place.lastPathComponent)"
    guard FileKind(of: place, followingLinks: true) == .folder else {
      return LocatedInput(
        name: name, files: [place.lastPathComponent: try regular(place)], provenance: "the file \(shown)")
    }
    if let files = try model(in: place, within: enclosure) {
      return LocatedInput(name: name, files: files, provenance: "the model in the folder \(shown)")
    }
    if let adapter = try adapter(in: place, named: name, within: enclosure) { return adapter }
    guard let files = try files(in: place, within: enclosure, where: { !$0.hasPrefix(".") }) else {
      throw NotebookError.input(name: name, problem: "is a folder without a file in it")
    }
    return LocatedInput(name: name, files: files, provenance: "the files in the folder \(shown)")
  }

  /// An adapter's files and those of the model that it names, these with `base/` before their names; `nil` for a folder without an
  /// adapter that stands alone.
  ///
  /// - Throws: `NotebookError.input` where that model is not on this machine.
  private func adapter(in folder: URL, named name: String, within enclosure: Enclosure?) throws -> LocatedInput? {
    guard let base = try ModelFolder.base(ofAdapter: folder) else { return nil }
    func missing(_ what: String) -> NotebookError {
      .input(
        name: name,
        problem:
          "is an adapter for “\(base)” (adapter_config.json), and \(what); put that model’s files beside the adapter, or "
          + "get it by `quire fetch \(base)` if it is the hub’s")
    }
    if seeksBase { throw missing("stands where a model is looked for") }
    guard let files = try files(in: folder, within: enclosure, where: { $0.hasPrefix("adapter_") }) else { return nil }
    var locator = self
    locator.seeksBase = true
    if named.contains(name) { locator.named.insert(base) }
    let found: LocatedInput?
    do { found = try locator.find(base) } catch NotebookError.input(_, let problem) {
      throw missing("that \(problem)")
    }
    guard let found, found.files["config.json"] != nil else { throw missing("no such model is on this machine") }
    let others = found.files.map { ("base/\($0.key)", $0.value) }
    return LocatedInput(
      name: name, files: files.merging(others) { own, _ in own },
      provenance: "the adapter in the folder \(code: folder.lastPathComponent) on \(found.provenance)")
  }

  /// A model or a file that comes with Quire, by its name alone.
  private func shipped(_ name: String) throws -> LocatedInput? {
    guard !name.isEmpty, !name.hasPrefix("."), !name.contains("/") else { return nil }
    let place = home.appending(path: "assets").appending(path: name)
    let files =
      FileKind(of: place, followingLinks: true) == .file ? [name: place] : try model(in: place, within: nil)
    let title: Markdown = Self.titles[name].map { "*\($0)*" } ?? "\(code: name)"
    return files.map { LocatedInput(name: name, files: $0, provenance: "\(title), which comes with Quire") }
  }

  /// What a report calls that which comes with Quire, where it has a name of its own.
  private static let titles = ["miniclip": "MiniCLIP"]

  /// The place, where it is a regular file.
  private func regular(_ place: URL) throws -> URL {
    // Opening it is what refuses pipes and devices, and says so.
    _ = try InputFile(place)
    return place
  }

  /// A model that another program has fetched from the hub: by its id, or by the catalogue's name for it.
  func snapshot(_ name: String) throws -> (folder: URL, input: LocatedInput)? {
    let sources = (try? store.catalogue.asset(name))?.sources ?? []
    var ids = sources.compactMap { if case .hub(let repository, _) = $0.place { repository } else { nil } }
    if name.split(separator: "/").count == 2, !name.hasPrefix("."), !name.hasPrefix("/") { ids.append(name) }
    let folder = environment.huggingFaceCache
    let cache = Enclosure([folder], name: "the Hugging Face cache")
    for id in ids {
      guard let found = HuggingFaceCache.find(repository: id, in: folder),
        let files = try model(in: found, within: cache)
      else { continue }
      let doubt = ([found] + files.values.sorted { $0.path < $1.path }).lazy.compactMap { Custody.doubt(about: $0) }
        .first
      let input = LocatedInput(
        name: name, files: files, provenance: "*\(id)* (from the Hugging Face cache)",
        doubt: doubt.map {
          "\($0), and nothing says what the files of \(id) should be; take others' rights away (chmod -R go-w)"
        })
      return (found, input)
    }
    return nil
  }

  /// The files of a folder that holds a model, `nil` for another folder.
  private func model(in folder: URL, within enclosure: Enclosure?) throws -> [String: URL]? {
    // A model of sentence-transformers lies in a folder of its own within.
    let folder = (try? ModelFolder.resolved(folder)) ?? folder
    let names = ["config.json", ModelFile.names(.openCLIP)[0]]
    guard names.contains(where: { FileKind(of: folder.appending(path: $0)) != nil }) else { return nil }
    return try files(in: folder, within: enclosure) { name in
      [".json", ".txt", ".safetensors", ".bin", ".model", ".spm"].contains { name.hasSuffix($0) }
    }
  }

  /// Files of a folder by name; `nil` where there are none.
  private func files(
    in folder: URL, within enclosure: Enclosure?, where isWanted: (String) -> Bool
  ) throws -> [String: URL]? {
    var files: [String: URL] = [:]
    for name in FileSystem.names(in: folder) where isWanted(name) {
      let place = folder.appending(path: name)
      guard FileKind(of: place, followingLinks: true) != .folder else { continue }
      try enclosure?.check(place)
      guard files.updateValue(try regular(place), forKey: name) == nil else {
        throw FileError(place, "has the same name as another file but for how an accent is written; rename one of them")
      }
    }
    return files.isEmpty ? nil : files
  }

  private func located(_ asset: AssetLocation) throws -> LocatedInput {
    let cache = Enclosure([store.cacheDirectory], name: "the cache")
    for file in asset.files.values { try cache.check(file, cure: "`quire fetch --refresh \(asset.name)` gets it anew") }
    let first = store.catalogue.assets.first { $0.name == asset.name }?.sources.first
    let isStandIn = first.map { $0.title != asset.origin.title } ?? false
    let address = Asset.isAddress(asset.name) ? asset.name : asset.origin.address
    let isLink = Asset.isAddress(address) && !address.contains { $0.isWhitespace || $0 == "<" || $0 == ">" }
    let origin: Markdown = isLink ? "<\(markdown: address)>" : "\(address)"
    return LocatedInput(
      name: asset.name, files: asset.files, provenance: "*\(asset.title)* (\(origin))", isStandIn: isStandIn,
      doubt: asset.doubt)
  }
}

extension FetchProgress {
  /// The same for a chapter's progress line.
  var update: ProgressUpdate {
    if let plan {
      return ProgressUpdate(stage: "fetching \(asset) from \(source)", fraction: 0, detail: plan.description)
    }
    let whole = total.map { " of \($0.megabytes)" } ?? ""
    return ProgressUpdate(
      stage: "fetching \(asset) from \(source)",
      fraction: total.flatMap { $0 > 0 ? Double(received) / Double($0) : nil },
      detail: "\(file ?? "") \(received.megabytes)\(whole) MB")
  }
}

extension FetchPlan {
  /// In words: “7 files, 605.2 MB”.
  var description: String {
    "\(files) files, \(bytes.megabytes) MB" + (here > 0 ? ", of which \(here.megabytes) MB are here already" : "")
  }
}

extension Int64 {
  /// So many bytes in megabytes: “605.2”.
  fileprivate var megabytes: String { NumberText.fixed(Double(self) / 1e6, 1) }
}
