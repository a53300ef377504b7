internal import Foundation

/// A PyTorch state dictionary (`pytorch_model.bin`).
enum TorchFile {
  static func tensors(in url: URL) throws -> [StoredTensor] {
    throw CheckpointError.malformed(path: url.path, reason: "is a PyTorch file")
  }
}
