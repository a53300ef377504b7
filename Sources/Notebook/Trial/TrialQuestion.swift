internal import Basics

/// What somebody asks a chapter: arguments, and options with their values.
public struct TrialQuestion: Sendable, Equatable {
  /// The arguments.
  public var words: [String] = []
  /// The values of each option that is given, a list for each time.
  public var options: [String: [[String]]] = [:]
  /// Whether further arguments are on standard input: `-` stands for them.
  public var readsInput = false

  /// The most bytes of an argument: more than any caption or sentence has.
  public static let longestArgument = 4096
  /// The most arguments of a question.
  public static let mostArguments = 10_000

  /// A question of arguments alone.
  public init(_ words: [String] = []) { self.words = words }

  /// Reads what was typed.
  ///
  /// - Throws: `SettingsError` for an option that there is not, or without its values, and for what is too much.
  public init(parsing typed: [String], by form: TrialForm) throws {
    var rest = typed[...]
    var isLiteral = false
    while let word = rest.popFirst() {
      if isLiteral || !word.hasPrefix("-") || word.contains(where: \.isWhitespace) && !word.contains("=") {
        words.append(word)
      } else if word == "--" {
        isLiteral = true
      } else if word == "-", !form.takesSigns {
        readsInput = true
      } else if !word.hasPrefix("--"), form.takesSigns {
        words.append(word)
      } else {
        try readOption(word, &rest, form)
      }
    }
    try check()
  }

  /// Refuses what is longer than anything that can be meant.
  public func check() throws {
    guard words.count <= Self.mostArguments else {
      throw SettingsError([
        "\(words.count) arguments are more than can be asked about at once; give at most \(Self.mostArguments)"
      ])
    }
    if let long = words.first(where: { $0.utf8.count > Self.longestArgument }) {
      throw SettingsError([
        "“\(long.prefix(40))…” has \(long.utf8.count) bytes; an argument has at most \(Self.longestArgument)"
      ])
    }
  }

  /// Whether an option is given.
  public func has(_ option: String) -> Bool { options[option] != nil }

  /// The value of an option that has one, as it is given last.
  public func value(of option: String) -> String? { options[option]?.last?.first }

  /// The values of an option, a list for each time that it is given.
  public func values(of option: String) -> [[String]] { options[option] ?? [] }

  private mutating func readOption(_ word: String, _ rest: inout ArraySlice<String>, _ form: TrialForm) throws {
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let option = form.options.first(where: { "--" + $0.name == parts[0] }) else {
      let names = form.options.map { "--" + $0.name } + ["--json", "--csv", "--table", "--save", "--report"]
      throw SettingsError(["there is no option \(parts[0])\(suggestion(for: parts[0], among: names))"])
    }
    var values = Array(parts.dropFirst())
    while values.count < option.values.upperBound, let next = rest.first, !next.hasPrefix("--") {
      values.append(next)
      rest.removeFirst()
    }
    guard option.values.contains(values.count) else {
      let least = option.values.lowerBound
      let wanted = option.values.upperBound == 0 ? "no value" : least == 1 ? "a value" : "\(least) values or more"
      throw SettingsError([
        "--\(option.name) takes \(option.values.count == 1 && least > 1 ? "\(least) values" : wanted), found \(values.count)"
          + (option.valueName.isEmpty ? "" : ": --\(option.name) \(option.valueName)")
      ])
    }
    options[option.name, default: []].append(values)
  }
}
