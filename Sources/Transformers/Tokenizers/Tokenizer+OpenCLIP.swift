internal import Foundation

extension Tokenizer {
  /// The tokenizer of a folder of open_clip's, which mostly holds CLIP's own files besides; open_clip has it within its program.
  ///
  /// - Throws: `CheckpointError.unsuitable` with the files to add, and what `init(folder:)` throws.
  init(openCLIP folder: URL) throws {
    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: folder.appending(path: name).path) }
    guard has("tokenizer.json") || has("vocab.json") && has("merges.txt") else {
      throw CheckpointError.unsuitable(
        path: folder.path, reason: "has no tokenizer, which open_clip keeps within its program",
        remedy: "put tokenizer.json, or vocab.json and merges.txt, of openai/clip-vit-base-patch32 beside the weights")
    }
    try self.init(folder: folder)
  }
}
