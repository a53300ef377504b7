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
  let overrides: [Override]

  /// A `-P key=value` of the command line, or an option that sets a key of its own.
  public struct Override: Sendable, Equatable {
    /// The key, with dots between its steps: `embeddings.window`.
    public let key: String
    /// The value, as YAML.
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

    /// What `option` says of a key as text, whatever YAML would make of it.
    public init(_ key: String, text: String, option: String) {
      self.init(key, "'" + text.replacing("'", with: "''") + "'", option: option)
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
    let bytes: Data
    do {
      bytes = try Data(contentsOf: file)
    } catch {
      throw SettingsError(["\(path): cannot be read; `quire init NAME` makes a new report"])
    }
    guard bytes.count <= 1 << 20 else { throw SettingsError(["\(path): is larger than 1 MiB; settings are short"]) }
    guard let text = String(validatingUTF8: Array(bytes)) else {
      throw SettingsError(["\(path): is not UTF-8 text"])
    }
    try self.init(text: text, path: path, overrides: overrides)
  }

  /// Reads settings from text; messages name `path`.
  public init(text: String, path: String, overrides: [Override] = []) throws {
    self.path = path
    self.overrides = overrides
    guard let node = try Self.compose(text, named: path) else {
      root = Node.Mapping([])
      return
    }
    if let scalar = node.scalar, scalar.string.isEmpty {
      root = Node.Mapping([])
      return
    }
    guard let mapping = node.mapping else {
      throw SettingsError(["\(path):\(node.mark?.line ?? 1): expected `key: value` lines"])
    }
    root = mapping
  }

  /// A reader of the top level.
  public func reader() -> SettingsReader { SettingsReader(file: self, mapping: root, prefix: "", at: .line(1)) }

  static func compose(_ text: String, named path: String) throws -> Node? {
    do {
      return try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw SettingsError([describe(error, path)])
    }
  }

  private static func describe(_ error: YamlError, _ path: String) -> String {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      let hint =
        problem.contains("cannot start any token") || problem.contains("tab character")
        ? " (YAML is indented by spaces, never by tabs)" : ""
      return "\(path):\(mark.line):\(mark.column): \(problem)\(hint)"
    case .duplicatedKeysInMapping(let keys, let context):
      let names = keys.joined(separator: ", ")
      return "\(path):\(context.mark.line): the key \(names) is given more than once"
    default:
      return "\(path): \(error)"
    }
  }
}

extension String {
  /// Text from UTF-8 bytes, or `nil` where they are no UTF-8.
  fileprivate init?(validatingUTF8 bytes: [UInt8]) {
    self.init(validating: bytes, as: UTF8.self)
  }
}
