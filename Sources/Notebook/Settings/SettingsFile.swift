internal import Basics
public import Foundation
import Yams

/// `report.yml` as read: a tree of values that remember their lines, with the command line's overrides on top.
public struct SettingsFile {
  /// Where a value was set, as an error names it.
  enum Origin: Sendable, Equatable {
    case line(Int)
    case commandLine
  }

  /// The path by which messages name the file.
  let path: String
  let root: Node.Mapping
  /// The lines as they are written.
  let lines: [Substring]
  let overrides: [Override]

  /// A `-P key=value` of the command line, or an option that sets a key of its own.
  public struct Override: Sendable, Equatable {
    /// The key, with dots between its steps: `embeddings.window`.
    public let key: String
    /// The value as it was typed: text where the setting is text, else YAML.
    public let value: String
    /// The option that it came by, as an error names it.
    let option: String

    /// The option with the key, as an error names it.
    var shown: String { option == "-P" ? "-P \(key)" : option }

    /// What `option` says of a key.
    public init(_ key: String, _ value: String, option: String) {
      self.key = key
      self.value = value
      self.option = option
    }

    /// Reads `key=value`.
    ///
    /// - Throws: `SettingsError` where there is no `=` or no key.
    public init(_ argument: String) throws {
      guard let equals = argument.firstIndex(of: "="), equals != argument.startIndex else {
        throw SettingsError(["-P \(argument): expected KEY=VALUE, as in -P embeddings.window=5"])
      }
      key = String(argument[..<equals])
      value = String(argument[argument.index(after: equals)...])
      option = "-P"
    }

    /// Whether the value is written as a list.
    var isYAMLList: Bool { value.hasPrefix("[") || value.hasPrefix("- ") }
    /// Whether the value is written as `key: value` pairs.
    var isYAMLMapping: Bool { value.hasPrefix("{") }

    /// The value as a node: the characters as they stand, or what YAML makes of them.
    func node(asText: Bool) throws -> Node {
      if asText { return Node(value, Tag(.str)) }
      return try SettingsFile.compose(value, named: shown) ?? Node("")
    }
  }

  /// Reads a settings file.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - displayPath: How messages name it; the file's path without one.
  ///   - overrides: What the command line says instead.
  /// - Throws: `SettingsError` where the file is missing, is not YAML (tabs, duplicate keys) or is no mapping.
  public init(_ file: URL, displayPath: String? = nil, overrides: [Override] = []) throws {
    let path = displayPath ?? file.path(percentEncoded: false)
    let text: String
    do {
      text = try InputFile.text(of: file, limit: 1 << 20)
    } catch {
      let hint = FileSystem.exists(file) ? "" : "; `quire init NAME` makes a new report"
      throw SettingsError(["\(path): \(error.problem)\(hint)"])
    }
    try self.init(text: text, path: path, overrides: overrides)
  }

  /// Reads settings from text; messages name `path`.
  public init(text: String, path: String, overrides: [Override] = []) throws {
    self.path = path
    self.overrides = overrides
    let text = Self.plain(text)
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let node = try Self.compose(text, named: path) else {
      root = Node.Mapping([])
      return
    }
    if let scalar = node.scalar, scalar.string.isEmpty {
      root = Node.Mapping([])
      return
    }
    guard let mapping = node.mapping else {
      let line = node.mark?.line ?? 1
      let isTight = lines[line - 1].contains(/^[A-Za-z_]+:[^\s]/)
      throw SettingsError([
        "\(path):\(line): expected `key: value` lines" + (isTight ? "; a blank is missing after the colon" : "")
      ])
    }
    root = mapping
  }

  /// Every text that the command line gave for a value: what is named there is the user's own word.
  public var textsOfCommandLine: Set<String> {
    func texts(_ node: Node) -> [String] {
      node.scalar.map { [$0.string] } ?? node.sequence.map { $0.flatMap(texts) }
        ?? node.mapping.map { $0.flatMap { texts($0.value) } } ?? []
    }
    return Set(overrides.flatMap { [$0.value] + ((try? $0.node(asText: false)).map(texts) ?? []) })
  }

  /// A reader of the top level.
  public func reader() -> SettingsReader { SettingsReader(file: self, mapping: root, prefix: "", at: .line(1)) }

  /// The text with blanks for no-break spaces that indent a line or follow its key, and without the `---` that ends what
  /// begins with one, as front matter does; no place in it changes.
  private static func plain(_ text: String) -> String {
    var lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
    for index in lines.indices where lines[index].contains("\u{A0}") {
      guard let start = lines[index].prefixMatch(of: /[ \u{A0}]*(- )?([A-Za-z_]+:[ \u{A0}])?/) else { continue }
      lines[index] = start.output.0.replacing("\u{A0}", with: " ") + lines[index][start.range.upperBound...]
    }
    func isContent(_ line: Substring) -> Bool { !line.allSatisfy(\.isWhitespace) && !line.hasPrefix("#") }
    if let last = lines.lastIndex(where: isContent), lines.firstIndex(where: isContent) != last, lines[last] == "---" {
      lines[last] = ""
    }
    return lines.joined(separator: "\n")
  }

  static func compose(_ text: String, named path: String) throws -> Node? {
    try checkAliases(of: text, named: path)
    do {
      return try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw SettingsError(YAMLFault(in: text, named: path).message(for: error).split(separator: "\n").map(String.init))
    }
  }

  /// Refuses aliases that stand for more than can be read: nine lines of nine aliases each stand for as many values as
  /// no machine holds.
  ///
  /// Of `n` aliases, however they are nested, none stands for more than 3^(n/3) times the text.
  private static func checkAliases(of text: String, named path: String) throws {
    let names = Set(text.matches(of: /&([0-9A-Za-z_-]+)/).map { $0.output.1 })
    guard !names.isEmpty else { return }
    let count = text.matches(of: /\*([0-9A-Za-z_-]+)/).count { names.contains($0.output.1) }
    let most = 3 * Int(log(Double(100_000_000) / Double(max(1, text.utf8.count))) / log(3))
    guard count > most else { return }
    throw SettingsError([
      "\(path): has \(count) aliases (*name); at most \(most) are read in a text of this length, since aliases of "
        + "aliases can stand for more than any machine holds: write the values out"
    ])
  }
}
