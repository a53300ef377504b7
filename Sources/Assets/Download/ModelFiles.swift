internal import Basics
internal import Foundation

/// Which files of a repository are a model's: by the hub's listing of it, or where there is none by asking for each.
///
/// What is asked for is what is read, by the one list of `Basics`.
struct ModelFiles {
  /// What the repository holds, where the hub says it.
  let listing: HubListing?
  /// Where files arrive.
  let folder: URL
  /// Gets a file into the folder, or throws `Download.Failure.status`.
  let take: (AssetFile) throws(Download.Failure) -> Void

  /// Files of the listing that will be taken, in order.
  private var chosen: [AssetFile] = []
  /// Where in the repository the model lies: empty, or a folder and a slash.
  private var place = ""
  /// Whose weights there are: a model's as the hub has them, or, where there is no `config.json`, open_clip's or an adapter's.
  private var layout = ModelFile.Part.weights

  /// The configuration, where it has been taken before the others to see what else is needed.
  private var configuration: String?

  /// What is read beside weights.
  private static let besideWeights: [ModelFile.Part] = [.configuration, .tokenizer, .picture]
  /// What says how weights are laid out.
  private static let configurations = ["open_clip_config.json", "adapter_config.json"]

  init(_ listing: HubListing?, into folder: URL, by take: @escaping (AssetFile) throws(Download.Failure) -> Void) {
    (self.listing, self.folder, self.take) = (listing, folder, take)
  }

  /// Takes the configuration, what a tokenizer and a picture's preparation are read from, and the weights in the first form that
  /// there is: one file of safetensors, several with their index, PyTorch's own. Where the repository is sentence-transformers',
  /// they lie in one of its folders.
  ///
  /// - Parameter announce: Told, where there is a listing, which files are going to be taken, before the weights are.
  mutating func takeAll(_ announce: ([AssetFile]) throws(Download.Failure) -> Void) throws(Download.Failure) {
    try findConfiguration()
    var hasTokenizer = false
    let readsPieces = try callsSentencePiece()
    for file in ModelFile.all where Self.besideWeights.contains(file.part) && file.name != "config.json" {
      // The vocabulary is a part of the whole tokenizer.
      if hasTokenizer, !readsPieces, Self.vocabularies.contains(file.name) { continue }
      let isThere = try has(file.name)
      if file.name == "tokenizer.json" { hasTokenizer = isThere }
    }
    let weights = ModelFile.names(layout).filter { !Self.configurations.contains($0) }
    for name in weights where try has(name) {
      if name.hasSuffix(".index.json") {
        if let index = chosen.last { try take(index) }
        for shard in try Self.shards(in: folder.appending(path: name)) {
          guard try has(shard) else {
            throw .reason("\(name): names the file \"\(shard)\", which the repository does not hold")
          }
        }
      }
      guard listing != nil else { return }
      try announce(chosen)
      for file in chosen where !file.name.hasSuffix(".index.json") && file.name != configuration { try take(file) }
      return
    }
    throw .reason("holds no weights that can be read: none of \(weights.joined(separator: ", "))")
  }

  /// Whether the repository has a file: then it is taken, now or with the others of the listing.
  private mutating func has(_ name: String) throws(Download.Failure) -> Bool {
    let path = place + name
    if let listing {
      guard let file = listing.files[path] else { return false }
      chosen.append(file)
      return true
    }
    do throws(Download.Failure) {
      try take(AssetFile(name: name, path: path))
      return true
    } catch .status(404, _) {
      return false
    }
  }

  /// Whether the model's tokenizer is read from SentencePiece's files, whatever `tokenizer.json` says: SigLIP's and Marian's.
  private mutating func callsSentencePiece() throws(Download.Failure) -> Bool {
    if let listing {
      guard let file = chosen.first(where: { $0.name == "config.json" }),
        ["spiece.model", "source.spm"].contains(where: { listing.files[place + $0] != nil })
      else { return false }
      try take(file)
      configuration = file.name
    }
    return Self.isOfPieces(folder)
  }

  /// Finds the folder with the model's configuration.
  private mutating func findConfiguration() throws(Download.Failure) {
    let reason: String
    do throws(Download.Failure) {
      if listing == nil {
        try take(AssetFile(name: "config.json", path: "config.json"))
        return
      }
      if try has("config.json") { return }
      reason = "holds no config.json"
    } catch .status(let status, let answer) where [401, 403, 404].contains(status) {
      guard status == 404 else { throw .reason(Self.noModel(answer)) }
      reason = answer
    }
    for part in Self.parts {
      place = part
      if try has("config.json") { return }
    }
    place = ""
    for other in [ModelFile.Part.openCLIP, .adapter] where try has(ModelFile.names(other)[0]) {
      layout = other
      return
    }
    throw .reason(Self.noModel(reason))
  }

  private static func noModel(_ reason: String) -> String {
    "\(reason); the hub has no such model, or one that is private or gated: check the name, or get it by "
      + "Hugging Face's own `hf download`, whose cache is used as it is"
  }

  /// Where sentence-transformers keeps the model within a repository.
  private static let parts = ["0_CLIPModel/", "0_Transformer/"]

  /// Whether the configuration of a folder says so.
  private static func isOfPieces(_ folder: URL) -> Bool {
    struct Configuration: Decodable {
      let model_type: String?
    }
    guard let data = try? InputFile.data(of: folder.appending(path: "config.json"), limit: 64 << 20),
      let configuration = try? JSONDecoder().decode(Configuration.self, from: data)
    else { return false }
    return ["marian", "siglip"].contains(configuration.model_type)
  }

  /// What `tokenizer.json` makes needless.
  private static let vocabularies = [
    "vocab.txt", "vocab.json", "merges.txt", "sentencepiece.bpe.model", "spiece.model", "spm.model", "tokenizer.model",
    "source.spm", "target.spm",
  ]

  /// Ten times as many as the largest models have.
  private static let mostShards = 2000

  /// The files that an index names, in order.
  private static func shards(in index: URL) throws(Download.Failure) -> [String] {
    struct Index: Decodable {
      let weight_map: [String: String]
    }
    guard let data = try? InputFile.data(of: index, limit: 64 << 20),
      let names = try? JSONDecoder().decode(Index.self, from: data)
    else { throw .reason("\(index.lastPathComponent): is no index of weights") }
    let shards = Set(names.weight_map.values).sorted()
    guard shards.count <= mostShards else {
      throw .reason("\(index.lastPathComponent): names \(shards.count) files; at most \(mostShards) are fetched")
    }
    for shard in shards where shard.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]*\.(safetensors|bin)/) == nil {
      throw .reason("\(index.lastPathComponent): names the file \"\(shard)\", which is none of weights here")
    }
    return shards
  }
}
