internal import Basics
package import Foundation

/// One file fetched from an address, in as many requests as it takes.
///
/// What arrives goes to `destination` with `.part` added and stays there when the download stops, so that the next one asks
/// only for the rest (`Range`, with `If-Range` so that a changed file is sent whole). The file gets its own name when size
/// and checksum are right.
package struct Download {
  /// The address, `http:` or `https:`.
  package var address: String
  /// Where the file goes.
  package var destination: URL
  /// Its size, where known.
  package var size: Int64?
  /// Its SHA-256, where known.
  package var sha256: String?
  /// Patience and proxies.
  package var settings: TransferSettings

  /// A download to be run.
  package init(
    _ address: String, to destination: URL, size: Int64? = nil, sha256: String? = nil, settings: TransferSettings
  ) {
    self.address = address
    self.destination = destination
    self.size = size
    self.sha256 = sha256
    self.settings = settings
  }

  /// What is known of a file that has arrived.
  package struct Receipt: Equatable {
    /// Its size in bytes.
    package var size: Int64
    /// Its SHA-256.
    package var sha256: String
    /// The commit that it belongs to, from a Hugging Face hub.
    package var commit: String?

    package init(size: Int64, sha256: String, commit: String? = nil) {
      self.size = size
      self.sha256 = sha256
      self.commit = commit
    }
  }

  /// Why a file could not be had.
  package enum Failure: Error, Equatable {
    /// The reason, to follow the address.
    case reason(String)
    /// The server answered with a status of 400 or more; the reason, to follow the address.
    case status(Int, String)
    /// The caller asked to stop.
    case cancelled
    /// This machine refused, so other addresses would fail alike.
    case system(AssetError)
  }

  /// Fetches the file.
  ///
  /// - Parameters:
  ///   - progress: Told the bytes that are here and the bytes that there will be, where the server says so.
  ///   - isCancelled: Asked many times a second.
  package func run(
    progress: @escaping (Int64, Int64?) -> Void = { _, _ in }, isCancelled: @escaping () -> Bool = { false }
  ) throws(Failure) -> Receipt {
    let partURL = destination.appendingPathExtension("part")
    // A file that an earlier run completed is asked for once more from its end on, which costs one short answer.
    if access(partURL.path, F_OK) != 0 { rename(destination.path, partURL.path) }
    let transfer = Transfer(
      try systemCall { () throws(AssetError) in try PartFile(partURL, address: address) }, expectedSize: size,
      settings: settings, progress: progress, isCancelled: isCancelled)
    if transfer.part.size > size ?? settings.maximumSize {
      try systemCall { () throws(AssetError) in try transfer.part.restart(validator: nil) }
    }
    let hasEarlierBytes = transfer.part.size > 0
    let pace = Pace(grace: settings.grace, slowest: settings.slowestPace)
    transfer.pace = pace
    var hub = try fill(transfer, pace, isCancelled)
    var sum = try Self.sum(of: partURL, isCancelled)
    // Joined bytes may belong to two versions of the file where the server names none: once more, from the start.
    if hasEarlierBytes || transfer.hasResumed, let expected = sha256 ?? hub.sha256, sum != expected {
      try systemCall { () throws(AssetError) in try transfer.part.restart(validator: nil) }
      hub = try fill(transfer, pace, isCancelled)
      sum = try Self.sum(of: partURL, isCancelled)
    }
    if let named = hub.size, transfer.part.size != named {
      let size = transfer.part.size
      transfer.part.discard()
      throw .reason("sent \(size) bytes, where the hub names \(named)")
    }
    if let expected = sha256 ?? hub.sha256, sum != expected {
      transfer.part.discard()
      throw .reason("sent a file with SHA-256 \(sum), expected \(expected)")
    }
    try systemCall { () throws(AssetError) in
      try transfer.part.settle()
      if rename(partURL.path, destination.path) != 0 {
        throw .system(path: destination.path, action: "write", code: errno)
      }
    }
    return Receipt(size: transfer.part.size, sha256: sum, commit: hub.commit)
  }
}

extension Download {
  /// What a Hugging Face hub says of a file before it redirects to where the bytes are.
  private struct HubHeaders {
    var size: Int64?
    var sha256: String?
    var commit: String?

    mutating func note(_ headers: [String: String]) {
      if commit == nil, let named = headers["x-repo-commit"], named.wholeMatch(of: /[0-9a-f]{40}/) != nil {
        commit = named
      }
      if size == nil { size = headers["x-linked-size"].flatMap { Int64($0) } }
      let tag = headers["x-linked-etag"]?.trimmingCharacters(in: CharacterSet(charactersIn: "\"W/"))
      if sha256 == nil, let tag, tag.wholeMatch(of: /[0-9a-f]{64}/) != nil { sha256 = tag }
    }
  }

  /// Asks until the part file is whole.
  private func fill(_ transfer: Transfer, _ pace: Pace, _ isCancelled: () -> Bool) throws(Failure) -> HubHeaders {
    var hub = HubHeaders()
    var target = address
    var redirects = 0
    var failures = 0
    var restarts = 0
    var furthest = transfer.part.size
    if let size, transfer.part.size == size, sha256 != nil { return hub }
    while true {
      // Bytes that neither the server nor a checksum can vouch for are not built upon.
      let isVouchedFor = transfer.part.note.validator != nil || sha256 != nil || hub.sha256 != nil
      if transfer.part.size > 0 && !isVouchedFor {
        try systemCall { () throws(AssetError) in try transfer.part.restart(validator: nil) }
      }
      let outcome = transfer.perform(target)
      hub.note(transfer.headers)
      if let error = transfer.systemError { throw .system(error) }
      if transfer.part.size > furthest {
        furthest = transfer.part.size
        failures = 0
      }
      let reason: String
      var wait: Double?
      switch outcome {
      case .complete, .alreadyWhole:
        return hub
      case .cancelled:
        throw .cancelled
      case .failed(let reason):
        throw transfer.status >= 400 ? .status(transfer.status, reason) : .reason(reason)
      case .redirect(let next):
        redirects += 1
        if redirects > settings.redirects { throw .reason("redirects more than \(settings.redirects) times") }
        target = next
        continue
      case .again(let why, let asked):
        reason = why
        wait = asked
      case .anew(let why):
        restarts += 1
        if restarts > settings.retries { throw .reason("\(why), \(restarts) times") }
        try systemCall { () throws(AssetError) in try transfer.part.restart(validator: nil) }
        reason = why
      }
      failures += 1
      // A byte for each try would be something new for ever.
      if pace.isTooSlow(transfer.received) { throw .reason(pace.complaint(transfer.received)) }
      if failures > settings.retries {
        throw .reason(failures == 1 ? reason : "\(reason); gave up after \(failures) tries that brought nothing new")
      }
      let backoff = settings.firstWait * Double(1 << min(failures - 1, 16))
      try pause(min(max(wait ?? 0, backoff), settings.longestWait), isCancelled)
      // Addresses of redirections may hold only for minutes: ask the first one again.
      target = address
      redirects = 0
    }
  }

  private func pause(_ seconds: Double, _ isCancelled: () -> Bool) throws(Failure) {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      if isCancelled() { throw .cancelled }
      Thread.sleep(forTimeInterval: min(0.05, seconds))
    }
  }

  /// The sum of what has arrived.
  private static func sum(of file: URL, _ isCancelled: () -> Bool) throws(Failure) -> String {
    do {
      return try SHA256.hex(ofFile: file) { _, _ in if isCancelled() { throw CancellationError() } }
    } catch is CancellationError {
      throw .cancelled
    } catch {
      throw .reason("\(error)")
    }
  }

  private func systemCall<Value: ~Copyable>(_ body: () throws(AssetError) -> Value) throws(Failure) -> Value {
    do {
      return try body()
    } catch {
      throw .system(error)
    }
  }
}
