internal import Basics
internal import Foundation

extension MappedFile {
  /// The most bytes of what is read into memory: configurations, tokenizers, vocabularies. The largest published have a third.
  static let longestText = 100_000_000

  /// A model's file, mapped.
  ///
  /// - Parameter limit: The most bytes that it may have.
  static func map(_ file: URL, limit: Int = .max) throws(CheckpointError) -> MappedFile {
    let mapped: MappedFile
    do { mapped = try MappedFile(file) } catch { throw .file(error) }
    guard mapped.bytes.count <= limit else {
      throw .unsuitable(
        path: mapped.path,
        reason: "has \(ByteCount.text(mapped.bytes.count)), and at most \(ByteCount.text(limit)) are read",
        remedy: "no published model has as much there: get the file again")
    }
    if let (reason, remedy) = FileNature.mistaken(mapped.bytes) {
      throw .unsuitable(path: mapped.path, reason: reason, remedy: remedy)
    }
    return mapped
  }

  /// The JSON in a model's file.
  static func json(_ file: URL) throws(CheckpointError) -> JSONValue {
    let mapped = try map(file, limit: longestText)
    do { return try JSONReader.value(of: mapped.bytes) } catch {
      throw .unsuitable(path: mapped.path, reason: "\(error)", remedy: "mend it, or get the file again")
    }
  }
}
