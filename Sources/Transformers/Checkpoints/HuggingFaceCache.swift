internal import Basics
public import Foundation

/// The Hugging Face hub's cache on this machine, as its own tools lay it out.
///
///     <cache>/models--<owner>--<name>/refs/<revision>          a file with the commit
///     <cache>/models--<owner>--<name>/snapshots/<commit>/…     the files, links into blobs/
public enum HuggingFaceCache {
  /// Where the cache is, by the variables that Hugging Face's tools read.
  ///
  /// - Parameter environment: The process's environment, passed in.
  public static func folder(environment: [String: String], home: URL) -> URL {
    if let hub = environment["HF_HUB_CACHE"] ?? environment["HUGGINGFACE_HUB_CACHE"], !hub.isEmpty {
      return URL(filePath: hub)
    }
    if let base = environment["HF_HOME"], !base.isEmpty { return URL(filePath: base).appending(path: "hub") }
    if let cache = environment["XDG_CACHE_HOME"], !cache.isEmpty {
      return URL(filePath: cache).appending(path: "huggingface/hub")
    }
    return home.appending(path: ".cache/huggingface/hub")
  }

  /// The snapshot of a repository, or the folder of its model within where it is sentence-transformers'; nil where the cache does
  /// not hold one with a `config.json`.
  ///
  /// - Parameters:
  ///   - repository: As the hub writes it: `gpt2`, `sentence-transformers/all-MiniLM-L6-v2`.
  ///   - revision: A branch, a tag or a full commit.
  public static func find(repository: String, revision: String = "main", in cache: URL) -> URL? {
    let parts = repository.split(separator: "/", omittingEmptySubsequences: false)
    let isName = { (part: Substring) in
      !part.isEmpty && part != "." && part != ".."
        && part.unicodeScalars.allSatisfy {
          $0.isASCII && ($0.properties.isAlphabetic || "0123456789-_.".unicodeScalars.contains($0))
        }
    }
    guard parts.count <= 2, parts.allSatisfy(isName) else { return nil }
    guard !revision.isEmpty, !revision.split(separator: "/").contains(".."), !revision.hasPrefix("/") else {
      return nil
    }
    let folder = cache.appending(path: "models--" + parts.joined(separator: "--"))
    var commit = revision
    if let reference = try? InputFile.text(of: folder.appending(path: "refs/\(revision)"), limit: 4096) {
      commit = reference.trimmingCharacters(in: .whitespacesAndNewlines)
    }
    guard !commit.contains("/"), commit != ".." else { return nil }
    let snapshot = folder.appending(path: "snapshots/\(commit)")
    return try? ModelFolder.resolved(snapshot)
  }
}
