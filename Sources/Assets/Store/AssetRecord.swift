internal import Basics
internal import Foundation

/// What is kept beside the files of an asset: where they came from and what they were then. It holds no time, so the
/// same files give the same record.
struct AssetRecord: Codable, Equatable {
  static let fileName = "source.json"

  var asset: String
  var origin: AssetOrigin
  var files: [File]

  struct File: Codable, Equatable {
    var name: String
    var size: Int64
    var sha256: String
  }

  init(asset: String, origin: AssetOrigin, files: [File]) {
    self.asset = asset
    self.origin = origin
    self.files = files
  }

  /// The record in `folder`, nil where there is none that can be read, or one that names files twice or elsewhere.
  init?(in folder: URL) {
    guard let data = try? InputFile.data(of: folder.appending(path: Self.fileName), limit: 1 << 20),
      let record = try? JSONDecoder().decode(AssetRecord.self, from: data),
      !record.files.isEmpty, Set(record.files.map(\.name)).count == record.files.count,
      record.files.allSatisfy({ Self.isFileName($0.name) && $0.size >= 0 })
    else { return nil }
    self = record
  }

  /// Whether a text can safely be the name of a file of an asset.
  static func isFileName(_ name: String) -> Bool {
    name.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]*/) != nil && name != fileName
  }

  /// The record as it is written.
  func json() -> Data {
    // Strings and numbers always encode.
    try! CanonicalJSON.encode(self)
  }
}
