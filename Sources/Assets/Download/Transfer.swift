internal import CCurl
internal import Foundation

/// One request and its answer: curl's callbacks end here.
///
/// A class because curl keeps its address while it runs; it lives no longer than `perform`.
final class Transfer {
  /// What became of a request.
  enum Outcome {
    /// The body arrived as far as the server said.
    case complete
    /// The answer is elsewhere.
    case redirect(String)
    /// It may go better next time, from where it stopped; the server may have named a wait in seconds.
    case again(String, wait: Double? = nil)
    /// It may go better next time, from the start.
    case anew(String)
    /// The file has no byte behind those that are here, says the server.
    case alreadyWhole
    /// It will not go better.
    case failed(String)
    /// The caller asked to stop.
    case cancelled
  }

  private(set) var status = 0
  private(set) var headers: [String: String] = [:]
  var part: PartFile
  private let expectedSize: Int64?
  private let settings: TransferSettings
  private let progress: (Int64, Int64?) -> Void
  private let isCancelled: () -> Bool

  /// The most bytes of headers of one request, and of a body that is not the file: curl itself takes any number.
  private static let mostHeaders = 256 << 10
  private var headerBytes = 0
  private var otherBytes = 0
  private var start: Int64 = 0
  private var total: Int64?
  private var isBody = false
  private var verdict: Outcome?
  private var hasAnswered = false
  /// Whether bytes of one request were joined to those of another.
  private(set) var hasResumed = false
  private(set) var systemError: AssetError?
  /// The bytes of the file that have come in all, those included that were thrown away again.
  private(set) var received: Int64 = 0
  /// How slow the download may be as a whole.
  var pace: Pace?

  init(
    _ part: consuming PartFile, expectedSize: Int64?, settings: TransferSettings,
    progress: @escaping (Int64, Int64?) -> Void, isCancelled: @escaping () -> Bool
  ) {
    self.part = part
    self.expectedSize = expectedSize
    self.settings = settings
    self.progress = progress
    self.isCancelled = isCancelled
  }
}

extension Transfer {
  /// Asks for `address`, from byte `part.size` on where that is not 0.
  func perform(_ address: String) -> Outcome {
    status = 0
    headers = [:]
    isBody = false
    verdict = nil
    total = nil
    (headerBytes, otherBytes) = (0, 0)
    start = part.size

    if let problem = Self.problem { return .failed(problem) }
    guard let handle = web_create() else { return .failed("curl cannot start") }
    defer { web_destroy(handle) }
    var lines: UnsafeMutablePointer<curl_slist>?
    defer { web_free(lines) }
    if start > 0 {
      web_set_string(handle, CURLOPT_RANGE, "\(start)-")
      if let validator = part.note.validator { lines = web_append(lines, "If-Range: \(validator)") }
      web_set_pointer(handle, CURLOPT_HTTPHEADER, lines)
    }
    configure(handle, address)
    if settings.reachesInternetOnly, WebAddress.isNearby(address) { return .failed(Self.isNearby) }

    var code = CURLE_OK
    withExtendedLifetime(self) {
      let context = Unmanaged.passUnretained(self).toOpaque()
      web_set_pointer(handle, CURLOPT_WRITEDATA, context)
      web_set_pointer(handle, CURLOPT_HEADERDATA, context)
      web_set_pointer(handle, CURLOPT_XFERINFODATA, context)
      web_set_pointer(handle, CURLOPT_OPENSOCKETDATA, context)
      code = web_perform(handle)
    }
    if let verdict { return verdict }
    if code == CURLE_OK, let next = web_text(handle, CURLINFO_REDIRECT_URL) {
      return redirection(from: address, to: String(cString: next))
    }
    return outcome(code)
  }

  /// Why nothing can be asked of the network: libcurl is loaded when something first is. Nil for no reason.
  private static let problem: String? = withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(WEB_MESSAGE)) {
    web_load($0.baseAddress) == 0 ? nil : String(cString: $0.baseAddress!)
  }

  private func configure(_ handle: UnsafeMutableRawPointer, _ address: String) {
    web_set_string(handle, CURLOPT_URL, address)
    web_set_string(handle, CURLOPT_USERAGENT, settings.userAgent)
    web_allow_only_web(handle)
    web_set_long(handle, CURLOPT_NOSIGNAL, 1)
    web_set_long(handle, CURLOPT_SSL_VERIFYPEER, 1)
    web_set_long(handle, CURLOPT_SSL_VERIFYHOST, 2)
    if let file = settings.certificates { web_set_string(handle, CURLOPT_CAINFO, file.path) }
    // Empty rather than unset: curl would look into the environment.
    let proxy = WebAddress.scheme(of: address) == "https" ? settings.proxies.https : settings.proxies.http
    web_set_string(handle, CURLOPT_PROXY, proxy ?? "")
    if settings.reachesInternetOnly {
      // What is excepted from the proxy is near, as a rule. The proxy itself may be, and it alone is connected to.
      web_set_string(handle, CURLOPT_NOPROXY, "")
      if (proxy ?? "").isEmpty {
        web_set_socket(handle) { context, _, address in Transfer.of(context).openSocket(to: address!) }
      }
    } else {
      web_set_string(handle, CURLOPT_NOPROXY, settings.proxies.exceptions ?? "")
    }
    web_set_long(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    web_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, Int(settings.connectTimeout * 1000))
    web_set_long(handle, CURLOPT_LOW_SPEED_LIMIT, settings.stallSpeed)
    web_set_long(handle, CURLOPT_LOW_SPEED_TIME, settings.stallTimeout)
    web_set_long(handle, CURLOPT_NOPROGRESS, 0)
    web_set_write(handle, CURLOPT_WRITEFUNCTION) { bytes, _, count, context in
      Transfer.of(context).take(UnsafeRawBufferPointer(start: bytes, count: count))
    }
    web_set_write(handle, CURLOPT_HEADERFUNCTION) { bytes, _, count, context in
      Transfer.of(context).takeHeader(UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
    }
    web_set_progress(handle) { context, _, _, _, _ in Transfer.of(context).tick() ? 0 : 1 }
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> Transfer {
    Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
  }
}

extension Transfer {
  /// Takes in a line of headers; false where they are more than any server sends.
  private func takeHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
    headerBytes += bytes.count
    guard headerBytes <= Self.mostHeaders else {
      verdict = .failed("sends more than \(Self.mostHeaders >> 10) KiB of headers")
      return false
    }
    let line = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    if line.hasPrefix("HTTP/") {
      // An interim answer (100 Continue) may come before the one that counts.
      headers = [:]
      status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
      hasAnswered = true
    } else if let colon = line.firstIndex(of: ":") {
      headers[line[..<colon].lowercased()] =
        line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
    }
    return true
  }

  private func take(_ bytes: UnsafeRawBufferPointer) -> Int {
    if !isBody { begin() }
    if verdict != nil { return 0 }
    received += Int64(bytes.count)
    guard status == 200 || status == 206 else {
      otherBytes += bytes.count
      guard otherBytes <= Self.mostHeaders else {
        verdict = .failed("answered \(Self.name(status)), and sends more than \(Self.mostHeaders >> 10) KiB beside it")
        return 0
      }
      return bytes.count
    }
    let limit = expectedSize ?? settings.maximumSize
    if part.size + Int64(bytes.count) > limit {
      verdict = .failed("sends more than \(limit) bytes")
      return 0
    }
    do throws(AssetError) {
      try part.append(bytes)
    } catch {
      stop(error)
      return 0
    }
    return bytes.count
  }

  /// Called before the first byte of a body: does the server send what was asked for?
  private func begin() {
    isBody = true
    let length = headers["content-length"].flatMap { Int64($0) }
    if status == 206 {
      let range = ContentRange(headers["content-range"] ?? "")
      if start == 0 || range?.start != start {
        verdict = .anew("answers another range than the one asked for")
        return
      }
      if let validator, let known = part.note.validator, validator != known {
        verdict = .anew("changed the file in the middle")
        return
      }
      hasResumed = true
      total = range?.total
    } else if status == 200 {
      total = length
      do throws(AssetError) {
        try part.restart(validator: validator)
      } catch {
        stop(error)
      }
    } else {
      return
    }
    if let total, let expectedSize, total != expectedSize {
      verdict = .failed("offers a file of \(total) bytes, expected \(expectedSize)")
    } else if let total, total > settings.maximumSize {
      verdict = .failed("offers \(total) bytes, more than the limit of \(settings.maximumSize)")
    }
  }

  /// What names this version of the file: an ETag counts only if it is a strong one (RFC 9110, 13.1.5), and either only
  /// if it can be sent back in one line.
  private var validator: String? {
    let named = headers["etag"].map { $0.hasPrefix("W/") ? nil : $0 } ?? headers["last-modified"]
    return named.flatMap { PartFile.Note.isValidator($0) ? $0 : nil }
  }

  private func tick() -> Bool {
    if isCancelled() {
      verdict = .cancelled
      return false
    }
    if let pace, pace.isTooSlow(received) {
      verdict = .failed(pace.complaint(received))
      return false
    }
    if isBody && (status == 200 || status == 206) { progress(part.size, total ?? expectedSize) }
    return true
  }

  private func stop(_ error: AssetError) {
    systemError = error
    verdict = .failed("\(error)")
  }
}

extension Transfer {
  /// What else is in an address than scheme and host may be a key for whoever has it, so it is not shown.
  private func redirection(from address: String, to next: String) -> Outcome {
    let (before, after) = (WebAddress.scheme(of: address), WebAddress.scheme(of: next))
    guard after == "http" || after == "https" else {
      return .failed("redirects to \(WebAddress.origin(of: next)); refused, since only http and https are followed")
    }
    if before == "https" && after == "http" {
      return .failed(
        "redirects from https to \(WebAddress.origin(of: next)); refused, since anybody between could change the file")
    }
    return .redirect(next)
  }

  private static let isNearby =
    "is this machine or one of its own network, which only you may name: by `quire fetch`, or on the command line by -P"

  /// Opens a socket to a machine of the internet; none to any other.
  private func openSocket(to asked: UnsafeMutablePointer<curl_sockaddr>) -> Int32 {
    // The address goes on behind the structure's end, so it is looked at where it lies.
    let place = UnsafeRawPointer(asked) + MemoryLayout<curl_sockaddr>.offset(of: \.addr)!
    guard !NearbyNetwork.holds(UnsafeRawBufferPointer(start: place, count: Int(asked.pointee.addrlen))) else {
      verdict = .failed(Self.isNearby)
      return -1
    }
    let (family, type) = (asked.pointee.family, asked.pointee.socktype)
    return socket(family, type | Int32(SOCK_CLOEXEC.rawValue), asked.pointee.protocol)
  }

  private func outcome(_ code: CURLcode) -> Outcome {
    let arrived = "\(part.size)\(total.map { " of \($0)" } ?? "") bytes"
    switch code {
    case CURLE_OK:
      return outcomeOfStatus()
    case CURLE_PARTIAL_FILE:
      return .again("closed the connection after \(arrived)")
    case CURLE_OPERATION_TIMEDOUT:
      return hasAnswered ? .again("stalled after \(arrived)") : .failed("does not answer")
    case CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_GOT_NOTHING, CURLE_HTTP2, CURLE_HTTP2_STREAM:
      return .again("broke the connection after \(arrived)")
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT:
      let reason = String(cString: web_describe(code))
      // A server that was never reached is not waited for: another source may be near.
      return hasAnswered ? .again(reason) : .failed(reason)
    default:
      return .failed(String(cString: web_describe(code)))
    }
  }

  private func outcomeOfStatus() -> Outcome {
    switch status {
    case 200, 206:
      if !isBody { begin() }
      if let verdict { return verdict }
      if let expectedSize, part.size < expectedSize {
        return .again("ended after \(part.size) of \(expectedSize) bytes")
      }
      progress(part.size, part.size)
      return .complete
    case 416:
      // Nothing behind what is here: either all is here, or the file changed and got shorter.
      let isSame = part.note.validator != nil && (validator == nil || validator == part.note.validator)
      let isWhole = ContentRange(headers["content-range"] ?? "")?.total == start
      return start > 0 && isWhole && isSame ? .alreadyWhole : .anew("answered 416 (Range Not Satisfiable)")
    case 408, 425, 429, 500...599:
      return .again("answered \(Self.name(status))", wait: askedWait)
    case 404, 410:
      return .failed("answered \(Self.name(status)): no such file there")
    default:
      return .failed("answered \(Self.name(status))")
    }
  }

  /// The seconds of `Retry-After`; nil for none, for a date, and for what is no time that can be waited.
  private var askedWait: Double? {
    guard let seconds = headers["retry-after"].flatMap(Double.init), seconds.isFinite, seconds >= 0 else { return nil }
    return seconds
  }

  private static func name(_ status: Int) -> String {
    let names = [
      401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 407: "Proxy Authentication Required", 410: "Gone",
      429: "Too Many Requests", 500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable",
      504: "Gateway Timeout",
    ]
    return names[status].map { "\(status) (\($0))" } ?? "\(status)"
  }
}

/// `Content-Range: bytes 5-9/10` of an answer, or `bytes */10` where the range was refused (RFC 9110, 14.4).
struct ContentRange: Equatable {
  var start: Int64?
  var total: Int64?

  init?(_ text: String) {
    guard let match = text.wholeMatch(of: /bytes\s+(?:(\d+)-\d+|\*)\/(\d+|\*)/) else { return nil }
    start = match.1.flatMap { Int64($0) }
    total = Int64(match.2)
  }
}
