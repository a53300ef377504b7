internal import Basics
internal import Foundation

/// Which files of a repository are a model's: found out by asking for each, since a repository says so nowhere.
///
/// What is asked for is what is read, by the one list of `Basics`.
enum ModelFiles {
  /// Takes the configuration, what a tokenizer and a picture's preparation are read from, and the weights in the first form that
  /// there is: one file of safetensors, several with their index, PyTorch's own. Where the repository is sentence-transformers',
  /// they lie in one of its folders.
  ///
  /// - Parameters:
  ///   - folder: Where files arrive.
  ///   - take: Gets a file into the folder, or throws `Download.Failure.status`.
  static func take(
    into folder: URL, by take: (AssetFile) throws(Download.Failure) -> Void
  ) throws(Download.Failure) {
    var place = ""
    func has(_ name: String) throws(Download.Failure) -> Bool {
      do throws(Download.Failure) {
        try take(AssetFile(name: name, path: place + name))
        return true
      } catch .status(404, _) {
        return false
      }
    }
    do throws(Download.Failure) {
      try take(AssetFile(name: "config.json", path: "config.json"))
    } catch .status(let status, let reason) where [401, 403, 404].contains(status) {
      if status == 404 {
        for part in parts {
          place = part
          if try has("config.json") { break }
          place = ""
        }
        if place.isEmpty { try explain(has) }
      }
      if place.isEmpty {
        throw .reason(
          "\(reason); the hub has no such model, or one that is private or gated: check the name, or get it by "
            + "Hugging Face's own `hf download`, whose cache is used as it is")
      }
    }
    var hasTokenizer = false
    for file in ModelFile.all(.tokenizer) + ModelFile.all(.picture) {
      // The vocabulary is a part of the whole tokenizer.
      if hasTokenizer, vocabularies.contains(file.name) { continue }
      let isThere = try has(file.name)
      if file.name == "tokenizer.json" { hasTokenizer = isThere }
    }
    let weights = ModelFile.names(.weights)
    for name in weights where try has(name) {
      guard name.hasSuffix(".index.json") else { return }
      for shard in try shards(in: folder.appending(path: name)) {
        try take(AssetFile(name: shard, path: place + shard))
      }
      return
    }
    throw .reason("holds no weights that can be read: none of \(weights.joined(separator: ", "))")
  }

  /// Where sentence-transformers keeps the model within a repository.
  private static let parts = ["0_CLIPModel/", "0_Transformer/"]

  /// What `tokenizer.json` makes needless.
  private static let vocabularies = ["vocab.txt", "vocab.json", "merges.txt"]

  /// Says what a repository without a configuration is, where one of its files tells.
  private static func explain(
    _ has: (String) throws(Download.Failure) -> Bool
  ) throws(Download.Failure) {
    if try has("adapter_config.json") {
      throw .reason(
        "holds an adapter (adapter_config.json) and no model: merge it into its base in Python (peft's `merge_and_unload()`, then "
          + "`save_pretrained`), or fetch the base")
    }
    if try has("open_clip_config.json") {
      throw .reason(
        "is laid out as open_clip has it, without a config.json: take the same model as Hugging Face has it, such as "
          + "openai/clip-vit-base-patch32")
    }
  }

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
