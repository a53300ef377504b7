internal import Basics
internal import Foundation

/// Which files of a repository are a model's: found out by asking for each, since a repository says so nowhere.
enum ModelFiles {
  /// What a tokenizer and a picture's preparation are read from; repositories have some of them.
  private static let companions = [
    "tokenizer.json", "tokenizer_config.json", "vocab.txt", "vocab.json", "merges.txt", "preprocessor_config.json",
  ]

  /// Takes the configuration, its companions, and the weights in the first form that there is: one file of safetensors,
  /// several with their index, PyTorch's own.
  ///
  /// - Parameters:
  ///   - folder: Where files arrive.
  ///   - take: Gets the file of a name into the folder, or throws `Download.Failure.status`.
  static func take(into folder: URL, by take: (String) throws(Download.Failure) -> Void) throws(Download.Failure) {
    func has(_ name: String) throws(Download.Failure) -> Bool {
      do throws(Download.Failure) {
        try take(name)
        return true
      } catch .status(404, _) {
        return false
      }
    }
    do throws(Download.Failure) {
      try take("config.json")
    } catch .status(let status, let reason) where [401, 403, 404].contains(status) {
      throw .reason(
        "\(reason); the hub has no such model, or one that is private or gated: check the name, or get it by "
          + "Hugging Face's own `hf download`, whose cache is used as it is")
    }
    for name in companions { _ = try has(name) }
    if try has("model.safetensors") { return }
    let index = "model.safetensors.index.json"
    if try has(index) {
      for shard in try shards(in: folder.appending(path: index)) { try take(shard) }
      return
    }
    guard try has("pytorch_model.bin") else {
      throw .reason("holds no weights that can be read: no model.safetensors, no index of shards, no pytorch_model.bin")
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
    for shard in shards where shard.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]*\.safetensors/) == nil {
      throw .reason("\(index.lastPathComponent): names the file \"\(shard)\", which is none of safetensors here")
    }
    return shards
  }
}
