internal import Basics
import Foundation

extension OutputFolder {
  /// Copies from another output of the same report what saves time here: what chapters keep, and chapters that this output has none of.
  ///
  /// Whatever is here already stays. A copy that is torn, since a run works there meanwhile, counts as stale where it is read.
  ///
  /// - Throws: `FileError` where this output cannot be written.
  public func adopt(from other: ReportFolder) throws {
    guard other.output.standardizedFileURL != folder.standardizedFileURL,
      let listed = try? Self.paths(listedIn: other.output)
    else { return }
    let present = Set(FileSystem.names(in: folder.appending(path: "chapters")))
    let wanted = listed.filter { path in
      let steps = path.split(separator: "/")
      switch steps.first {
      case "cache": return steps.count > 2
      case "chapters": return steps.count > 2 && !present.contains(String(steps[1]))
      default: return path == "state/sums.json"
      }
    }
    for path in wanted.sorted() {
      let (from, to) = (other.output.appending(path: path), folder.appending(path: path))
      guard FileKind(of: from) == .file, FileKind(of: to) == nil else { continue }
      try claim([path])
      try FileSystem.makeFolder(to.deletingLastPathComponent())
      try Self.copy(from, to: to)
    }
  }

  /// Copies a file piece by piece; one that has gone meanwhile is left out.
  private static func copy(_ from: URL, to place: URL) throws {
    guard let input = try? InputFile(from) else { return }
    var file = try AtomicFile(replacing: place)
    var offset = 0
    while offset < input.size {
      let piece = try input.read(min(1 << 20, input.size - offset), at: offset)
      if piece.isEmpty { break }
      try file.write(piece)
      offset += piece.count
    }
    try file.commit()
  }
}
