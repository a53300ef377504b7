internal import Basics
public import Foundation

extension ModelFolder {
  /// Files that a model's folder does not have, any one of which would do, and what they are for.
  public struct Absence: Sendable, Equatable {
    /// The files, the best first.
    public let names: [String]
    /// What is read from them, as a clause.
    public let purpose: String
    /// Whether the model cannot be read without them; else a default follows.
    public let isNeeded: Bool

    /// The files and what they are for, in one line.
    public var line: String {
      "\(names.joined(separator: " or ")): \(purpose)\(isNeeded ? "" : "; a default holds without it")"
    }
  }

  /// What is not in a model's folder, of what would be read from it; nothing is opened but the small files that say of which kind it is.
  public static func absent(from folder: URL) -> [Absence] {
    if CLIPConfiguration.isOpenCLIP(folder) { return absentOfOpenCLIP(folder) }
    guard let folder = try? resolved(folder) else { return [absence([ModelFile.all[0].name])] }
    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.appending(path: name).path) }
    var absent: [Absence] = []
    let settings = try? TokenizerSettings(folder: folder)
    if let settings, !settings.hasTokenizerFile {
      let kind = try? TokenizerClass(settings)
      let parts = kind?.vocabularyFiles ?? (has("vocab.txt") ? ["vocab.txt"] : ["vocab.json", "merges.txt"])
      let rest = parts.filter { !has($0) }
      if parts.isEmpty || rest.count == parts.count {
        absent.append(absence(["tokenizer.json"] + (parts.isEmpty ? [] : [parts.joined(separator: " with ")])))
      } else {
        absent += rest.map { absence([$0]) }
      }
      if rest.isEmpty, parts == ["vocab.txt"], !has("tokenizer_config.json") {
        absent.append(absence(["tokenizer_config.json"], isNeeded: false))
      }
    }
    let pictures = ModelFile.names(.picture)
    if ["clip", "siglip"].contains(settings?.modelType), !pictures.contains(where: has) {
      absent.append(absence(pictures, isNeeded: false))
    }
    guard let weights = ModelFile.names(.weights).first(where: has) else {
      return absent + [absence(ModelFile.names(.weights))]
    }
    if weights.hasSuffix(".index.json"),
      let map = (try? MappedFile.json(folder.appending(path: weights)))?["weight_map"]
    {
      let shards = Set((map.members ?? []).compactMap(\.value.string)).filter { !$0.contains("/") && !has($0) }.sorted()
      absent += shards.map { Absence(names: [$0], purpose: "a part of the weights, by \(weights)", isNeeded: true) }
    }
    return absent
  }

  /// The same of a folder of open_clip's, whose tokenizer is CLIP's own.
  private static func absentOfOpenCLIP(_ folder: URL) -> [Absence] {
    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.appending(path: name).path) }
    let weights = ModelFile.names(.openCLIP).dropFirst()
    return
      (has("tokenizer.json") || has("vocab.json") && has("merges.txt")
      ? [] : [absence(["tokenizer.json", "vocab.json with merges.txt"])])
      + (weights.contains(where: has) ? [] : [absence(Array(weights))])
  }

  private static func absence(_ names: [String], isNeeded: Bool = true) -> Absence {
    Absence(
      names: names, purpose: ModelFile.all.first { $0.name == names[0] }?.purpose ?? "the model", isNeeded: isNeeded)
  }
}
