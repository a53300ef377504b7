internal import Basics
internal import Foundation

/// What goes wrong between the catalogue and the files of an asset.
public enum AssetError: Error, Equatable {
  /// The catalogue says something that it must not: `place` is a path of keys, "assets[2].sources[0]".
  case catalogue(path: String, place: String, reason: String)
  /// The catalogue has no asset of this name.
  case unknown(name: String, known: [String])
  /// No source gave the asset.
  case unavailable(name: String, cacheDirectory: String, failures: [SourceFailure])
  /// What the catalogue does not name, a picture at an address or a repository of the hub, could not be had.
  case refused(name: String, reason: String)
  /// The asset is not in the cache.
  case absent(name: String)
  /// A file in the cache is not what was fetched.
  case damaged(name: String, path: String, reason: String)
  /// The caller asked to stop; what had arrived is kept for the next time.
  case cancelled(name: String)
  /// The operating system refused: `action` is a verb ("write"), `code` an `errno`.
  case system(path: String, action: String, code: Int32)
}

/// A source that was tried and did not give its files.
public struct SourceFailure: Equatable, Sendable {
  /// The source's address, package or repository.
  public let source: String
  /// Why it failed.
  public let reason: String
}

extension AssetError {
  /// The operating system's refusal behind an error of Foundation or of ours.
  static func system(path: String, action: String, cause: any Error) -> AssetError {
    if let error = cause as? FileError { return .system(path: path, action: action, code: error.code ?? EIO) }
    let error = cause as NSError
    let inner = error.userInfo[NSUnderlyingErrorKey] as? NSError ?? error
    return .system(path: path, action: action, code: inner.domain == NSPOSIXErrorDomain ? Int32(inner.code) : EIO)
  }
}

extension AssetError: CustomStringConvertible {
  /// What, where, and what to do.
  public var description: String {
    switch self {
    case .catalogue(let path, let place, let reason):
      place.isEmpty ? "\(path): \(reason)" : "\(path): \(place): \(reason)"
    case .unknown(let name, let known):
      "there is no asset \"\(name)\" in the catalogue; it has \(known.sorted().joined(separator: ", "))"
    case .unavailable(let name, let cacheDirectory, let failures):
      """
      could not fetch \(name); tried \(failures.count == 1 ? "one source" : "\(failures.count) sources"):
      \(failures.map { "  \($0.source): \($0.reason)" }.joined(separator: "\n"))
      try again on a network that reaches one of them, or bring \(cacheDirectory)/\(name) from a machine that has it
      """
    case .refused(let name, let reason): "\(name): \(reason)"
    case .absent(let name):
      "\(name) has not been fetched; run `quire fetch \(name)`"
    case .damaged(let name, let path, let reason):
      "\(path): \(reason); run `quire fetch --refresh \(name)`"
    case .cancelled(let name):
      "stopped while fetching \(name); what had arrived is kept and the next fetch goes on from there"
    case .system(let path, let action, let code):
      "\(path): cannot \(action): \(String(cString: strerror(code)))"
    }
  }
}
