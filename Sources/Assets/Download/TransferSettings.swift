public import Foundation

/// How patient downloads are, and the way they take to the network.
public struct TransferSettings: Sendable {
  /// Seconds to wait for a connection. Short, since another source may be tried after this one.
  public var connectTimeout = 5.0
  /// Seconds that a transfer may stay below `stallSpeed`.
  public var stallTimeout = 20
  /// Bytes per second below which a transfer counts as stalled.
  public var stallSpeed = 512
  /// Seconds after which a download as a whole, with its waits and new tries, has to have brought `slowestPace` for each further one.
  public var grace = 120.0
  /// Bytes per second below which a download as a whole is given up: it bounds how long any may take.
  public var slowestPace = 4096.0
  /// How often a transfer that brought nothing new is tried again; one that got further starts the count anew.
  public var retries = 4
  /// Seconds before the first new try, doubled for each one after it up to `longestWait`.
  public var firstWait = 0.5
  /// The longest wait between tries in seconds, whatever a server asks for.
  public var longestWait = 10.0
  /// How many redirections are followed.
  public var redirects = 8
  /// The most bytes that a file of unknown size may have.
  public var maximumSize: Int64 = 16 << 30
  /// Whether only machines of the internet are talked to, neither this one nor any of its own network: for what strangers name.
  public var reachesInternetOnly = false
  /// The proxies to go through.
  public var proxies = Proxies()
  /// A file of certificate authorities in PEM form to trust instead of the system's.
  public var certificates: URL?
  /// How requests introduce themselves.
  public var userAgent = "quire"

  /// The default patience, without proxies.
  public init() {}
}

/// The proxies to reach web servers through.
public struct Proxies: Sendable, Equatable {
  /// The proxy for `http:` addresses, nil for none.
  public var http: String?
  /// The proxy for `https:` addresses, nil for none.
  public var https: String?
  /// Hosts to be reached directly, separated by commas; `*` is all.
  public var exceptions: String?

  /// Proxies by address.
  public init(http: String? = nil, https: String? = nil, exceptions: String? = nil) {
    self.http = http
    self.https = https
    self.exceptions = exceptions
  }

  /// The proxies that environment variables ask for, the lower-case ones before the others, empty ones as none.
  ///
  /// `HTTP_PROXY` in capitals counts too: nobody runs this program as a web server's script, where a client could set it.
  public init(environment: [String: String]) {
    func value(_ name: String) -> String? {
      [environment[name], environment[name.uppercased()]].compactMap { $0 }.first { !$0.isEmpty }
    }
    http = value("http_proxy") ?? value("all_proxy")
    https = value("https_proxy") ?? value("all_proxy")
    exceptions = value("no_proxy")
  }
}
