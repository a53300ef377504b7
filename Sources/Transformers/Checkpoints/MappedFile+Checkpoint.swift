internal import Basics
internal import Foundation

extension MappedFile {
  /// A model's file, mapped.
  static func map(_ file: URL) throws(CheckpointError) -> MappedFile {
    do { return try MappedFile(file) } catch { throw .file(error) }
  }
}
