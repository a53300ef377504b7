import Basics
public import Foundation
import Notebook
import Synchronization

/// Whether packed submissions are what their manifests say: one archive, or all that lie below a folder.
public struct VerifyRequest: Request {
  /// One archive and what is to be said of it.
  public struct Verdict: Sendable, Equatable {
    /// Where it lies: from the folder that was named, or as it was named.
    public let name: String
    /// What is wrong; nothing where all is as it was packed.
    public let findings: [String]
    /// What is otherwise than it was packed, and no fault.
    public let remarks: [String]
    /// The files that are what the manifest says, and their bytes.
    public let files, bytes: Int
  }

  /// The archive or the folder.
  public var place: URL

  /// The check of an archive, or of all archives below a folder.
  public init(_ place: URL) { self.place = place }

  /// A verdict on each archive, in the order of their names.
  public func result(in context: Context) throws -> [Verdict] {
    guard FileKind(of: place, followingLinks: true) == .folder else {
      let check = try SubmissionCheck(place, cancellation: context.cancellation)
      return [
        Verdict(
          name: place.relativePath, findings: check.findings, remarks: check.remarks, files: check.files,
          bytes: check.bytes)
      ]
    }
    var links: [String] = []
    let archives = try Self.archives(below: place, "", 0, &links)
    for link in links { context.warn("\(link): is a link, and none is followed") }
    guard !archives.isEmpty else {
      throw WorkflowError.settings("\(place.relativePath): holds no file that ends in .zip")
    }
    return try verdicts(archives, context)
  }

  /// Some at a time, for who has a class of them; each by itself, for one that is broken says nothing of the others.
  private func verdicts(_ archives: [String], _ context: Context) throws -> [Verdict] {
    let results = Mutex([Int: Swift.Result<Verdict, any Error>]())
    WorkerPool(max(1, min(context.environment.processors, archives.count))).forEach(archives.count) { index, _ in
      let name = archives[index]
      let verdict = Swift.Result<Verdict, any Error> {
        do {
          let check = try SubmissionCheck(place.appending(path: name), cancellation: context.cancellation)
          return Verdict(
            name: name, findings: check.findings, remarks: check.remarks, files: check.files, bytes: check.bytes)
        } catch let error as CancellationError {
          throw error
        } catch {
          return Verdict(name: name, findings: ["\(error)"], remarks: [], files: 0, bytes: 0)
        }
      }
      results.withLock { $0[index] = verdict }
    }
    let all = results.withLock { $0 }
    return try archives.indices.compactMap { try all[$0]?.get() }
  }

  /// How deep platforms put a submission: a course, a person, an exercise.
  private static let deepest = 8

  /// The archives below a folder by their paths from it; links are named, not followed.
  private static func archives(
    below root: URL, _ prefix: String, _ depth: Int, _ links: inout [String]
  ) throws -> [String] {
    var found: [String] = []
    for name in FileSystem.names(in: root.appending(path: prefix)).sorted()
    where !name.hasPrefix(".") && name != "__MACOSX" {
      let path = prefix + name
      switch FileKind(of: root.appending(path: path)) {
      case .folder where depth < deepest: found += try archives(below: root, path + "/", depth + 1, &links)
      case .link: links.append(path)
      case .file where name.lowercased().hasSuffix(".zip"): found.append(path)
      default: continue
      }
    }
    return found
  }
}
