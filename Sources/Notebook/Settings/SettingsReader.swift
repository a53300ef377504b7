internal import Basics
import Yams

/// Reads one level of the settings key by key, and keeps what was wrong until the end.
///
/// A key that is absent leaves the default as it is. `finish()` then refuses every key that nobody asked for, with the
/// nearest name that there is, and throws all findings at once.
///
///     var window = 5
///     values.read("window", &window, in: 1...)
public struct SettingsReader {
  private let file: SettingsFile
  private let mapping: Node.Mapping
  private let prefix: String
  private let origin: SettingsFile.Origin
  private var known: Set<String> = []
  /// What is to be said of keys that other programs know.
  private var foreign: [String: String] = [:]
  /// The known keys that hold keys of their own.
  private var holders: Set<String> = []
  private(set) var findings: [String] = []
  /// What was read otherwise than it may be meant.
  public private(set) var remarks: [SettingsRemark] = []
  /// Each value that was read or defaulted, as text: what a fingerprint covers.
  public private(set) var values: [String: String] = [:]

  /// What was asked for, in that order, each with its default.
  private(set) var described: [SettingDescription] = []

  init(file: SettingsFile, mapping: Node.Mapping, prefix: String, at origin: SettingsFile.Origin) {
    self.file = file
    self.mapping = mapping
    self.prefix = prefix
    self.origin = origin
  }

  /// Reads an integer within a range.
  public mutating func read(_ key: String, _ value: inout Int, in range: some RangeExpression<Int> = Int.min...Int.max)
  {
    describe(key, "\(value)", Self.describe(range, Self.wholeNumber), Self.kind(of: range))
    defer { present(key, "\(value)") }
    if read(key, &value, expected: Self.wholeNumber, { Int($0.scalar?.string ?? "") }) { check(key, value, range) }
  }

  /// Reads an integer that may be absent.
  public mutating func read(_ key: String, _ value: inout Int?, in range: some RangeExpression<Int> = Int.min...Int.max)
  {
    var found = 0
    describe(key, value.map(String.init) ?? "", Self.describe(range, Self.wholeNumber), Self.kind(of: range))
    defer { present(key, value.map(String.init) ?? "") }
    guard has(key) else {
      known.insert(key)
      values[key] = value.map(String.init) ?? ""
      return
    }
    guard read(key, &found, expected: Self.wholeNumber, { Int($0.scalar?.string ?? "") }) else { return }
    check(key, found, range)
    value = found
  }

  /// Reads a number within a range; infinities and NaN are refused.
  public mutating func read(
    _ key: String, _ value: inout Double, in range: some RangeExpression<Double> = -Double.infinity...Double.infinity
  ) {
    describe(key, "\(value)", Self.describe(range, "a number"), Self.kind(of: range))
    defer { present(key, "\(value)") }
    let isRead = read(key, &value, expected: "a number") { node in
      Double(node.scalar?.string ?? "").flatMap { $0.isFinite ? $0 : nil }
    }
    if isRead { check(key, value, range) }
  }

  /// Reads `true` or `false`.
  ///
  /// - Parameter asNumber: Whether 1 and 0 mean the same, as in the program that the setting comes from.
  public mutating func read(_ key: String, _ value: inout Bool, asNumber: Bool = false) {
    describe(key, "\(value)", asNumber ? "true or false, 1 or 0" : "true or false", asNumber ? .truthOrNumber : .truth)
    defer { present(key, "\(value)") }
    read(key, &value, expected: asNumber ? "true or false, 1 or 0" : "true or false") { node in
      switch node.scalar?.string.lowercased() {
      case "true", "yes", "on": true
      case "false", "no", "off": false
      case "1" where asNumber: true
      case "0" where asNumber: false
      default: nil
      }
    }
  }

  /// Reads text; what the command line says is text as it stands, since `#`, `:` and quotes belong to sentences.
  public mutating func read(_ key: String, _ value: inout String) {
    describe(key, value.isEmpty ? "" : Self.written(value), "text", .text)
    defer { present(key, value.isEmpty ? "" : Self.written(value)) }
    read(key, &value, expected: "text", asText: { _ in true }) { $0.scalar?.string }
    if override(for: key) == nil { remark(on: node(key), key) }
  }

  /// Reads `true` or `false`, where saying nothing is a third choice.
  public mutating func read(_ key: String, _ value: inout Bool?) {
    describe(key, value.map { "\($0)" } ?? "", "true or false", .truth)
    defer { present(key, value.map { "\($0)" } ?? "") }
    guard has(key) else {
      known.insert(key)
      values[key] = value.map { "\($0)" } ?? ""
      return
    }
    var found = value ?? false
    read(key, &found)
    value = found
  }

  /// Reads a list of texts; a single text is a list of one, which the command line takes as it stands.
  public mutating func read(_ key: String, _ value: inout [String]) {
    describe(key, Self.written(value), "a text or a list of texts", .texts)
    defer { present(key, Self.written(value)) }
    read(key, &value, expected: "a list of texts", asText: { !$0.isYAMLList }) { node in
      if let scalar = node.scalar { return [scalar.string] }
      guard let sequence = node.sequence else { return nil }
      let texts = sequence.compactMap { $0.scalar?.string }
      return texts.count == sequence.count ? texts : nil
    }
    guard override(for: key) == nil, let node = node(key) else { return }
    for element in node.sequence.map(Array.init) ?? [node] { remark(on: element, key) }
  }

  /// Reads one of the names that `Choice` has.
  ///
  /// - Parameter others: What else may be said, such as what an older Quire understood.
  public mutating func read<Choice>(_ key: String, _ value: inout Choice, meaning others: [String: Choice] = [:])
  where Choice: RawRepresentable<String> & CaseIterable {
    let names = Choice.allCases.map(\.rawValue)
    describe(
      key, value.rawValue, "one of \(names.joined(separator: ", "))", .choice(names, others: others.keys.sorted()))
    defer { present(key, value.rawValue) }
    var name = value.rawValue
    read(key, &name)
    if let choice = Choice(rawValue: name) ?? others[name.lowercased()] {
      values[key] = choice.rawValue
      value = choice
    } else {
      report(
        key, "must be one of \(names.joined(separator: ", ")), found “\(name)”\(suggestion(for: name, among: names))")
    }
  }

  /// Reads a mapping below `key`, if there is one.
  public mutating func section(_ key: String, _ body: (inout SettingsReader) -> Void) {
    known.insert(key)
    holders.insert(key)
    if override(for: key) != nil {
      report(key, "holds keys of its own; override one of those, as in -P \(prefix)\(key).KEY=VALUE")
    }
    var below = node(key)?.mapping ?? Node.Mapping([])
    if let node = node(key), node.mapping == nil, node.scalar?.string.isEmpty != true {
      report(key, "must hold `key: value` lines")
      below = Node.Mapping([])
    }
    var reader = SettingsReader(
      file: file, mapping: below, prefix: prefix + key + ".",
      at: node(key)?.mark.map { .line($0.line) } ?? origin)
    body(&reader)
    reader.refuseUnknown()
    findings += reader.findings
    remarks += reader.remarks
    for (name, value) in reader.values { values[key + "." + name] = value }
    for setting in reader.described { described.append(setting.below(key)) }
  }

  /// Reads each mapping of a list below `key`; a single mapping is a list of one, a plain text becomes `defaultKey`.
  public mutating func sections(_ key: String, defaultKey: String, _ body: (inout SettingsReader) -> Void) {
    describe(key, "", "a list of `key: value` lines", .records)
    if has(key) { present(key, "(set)") }
    known.insert(key)
    holders.insert(key)
    var found = node(key)
    if let override = override(for: key) {
      do { found = try override.node(asText: !override.isYAMLList && !override.isYAMLMapping) } catch {
        findings.append("\(error)")
        return
      }
    } else if found == nil, file.overrides.contains(where: { $0.key.hasPrefix(prefix + key + ".") }) {
      found = Node([(Node, Node)]())
    }
    guard let node = found else { return }
    for (index, element) in (node.sequence.map(Array.init) ?? [node]).enumerated() {
      let below: Node.Mapping
      if let mapping = element.mapping {
        below = mapping
      } else if element.scalar != nil {
        below = Node.Mapping([(Node(defaultKey), element)])
      } else {
        report(key, "must be a list of texts or of `key: value` lines")
        continue
      }
      var reader = SettingsReader(
        file: file, mapping: below, prefix: prefix + key + ".", at: element.mark.map { .line($0.line) } ?? origin)
      body(&reader)
      reader.refuseUnknown()
      findings += reader.findings
      remarks += reader.remarks
      for (name, value) in reader.values { values["\(key).\(index).\(name)"] = value }
    }
  }

  /// Says of a key that another program knows what it is here: where it is given, it is refused with this sentence instead of
  /// the nearest name that there is.
  ///
  ///     values.explain("size", "is gensim's old name of vector_size; write that")
  public mutating func explain(_ key: String, _ sentence: String) { foreign[key] = sentence }

  /// Whether a key is given, in the file or on the command line.
  public func isGiven(_ key: String) -> Bool { has(key) }

  /// Adds a finding about a key that was read.
  public mutating func report(_ key: String, _ problem: String) {
    findings.append("\(place(of: key)): \(prefix)\(key) \(problem)")
  }

  /// Tells of a text that ends where YAML sees a comment, or that is nothing to YAML but a mark.
  ///
  /// A comment proper has a blank behind its `#`.
  private mutating func remark(on node: Node?, _ key: String) {
    guard let scalar = node?.scalar, scalar.style == .plain || scalar.style == .any, let mark = scalar.mark,
      file.lines.indices.contains(mark.line - 1)
    else { return }
    let line = file.lines[mark.line - 1]
    if scalar.string.isEmpty, let sign = line.firstMatch(of: /:\s+([&!])\S/) {
      return report(key, "is nothing to YAML, where “\(sign.output.1)” marks something else; put the text in quotes")
    }
    let rest = String(String.UnicodeScalarView(line.unicodeScalars.dropFirst(max(0, mark.column - 1))))
    // What stands behind a closing bracket or quote is another text's.
    guard
      let comment = (" " + rest.dropFirst(scalar.string.isEmpty ? 0 : 1)).firstMatch(of: /\s(#\s*[0-9].*|#[^\s#].*)/),
      !rest[..<(rest.range(of: comment.output.1)?.lowerBound ?? rest.startIndex)].contains(where: {
        "\"']}".contains($0)
      })
    else { return }
    remarks.append(
      SettingsRemark(
        source: file.path, line: mark.line,
        message:
          "\(prefix)\(key) ends before “\(comment.output.1.prefix(40))”, since the rest after # is a comment; put the "
          + "text in quotes if it goes on"))
  }

  /// Adds a remark about a key that was read.
  public mutating func remark(_ key: String, _ message: String) {
    let option = override(for: key)?.shown
    remarks.append(
      SettingsRemark(
        source: option ?? file.path, line: option == nil ? node(key)?.mark?.line : nil,
        message: "\(prefix)\(key) \(message)"))
  }

  /// Ends the reading of this level.
  ///
  /// - Throws: `SettingsError` with all findings, also those of keys that nobody asked for.
  public mutating func finish() throws {
    refuseUnknown()
    if !findings.isEmpty { throw SettingsError(findings) }
  }

  mutating func ignore(_ keys: some Sequence<String>) {
    known.formUnion(keys)
    holders.formUnion(keys)
  }

  private mutating func refuseUnknown() {
    var given: Set<String> = []
    var emptyHolder: String?
    for (node, value) in mapping {
      let key = node.scalar?.string ?? "?"
      defer { if known.contains(key) { emptyHolder = holders.contains(key) && value.scalar?.string == "" ? key : nil } }
      let line = node.mark.map { ":\($0.line)" } ?? ""
      if !given.insert(key).inserted {
        findings.append("\(file.path)\(line): the key \(prefix)\(key) is given more than once")
      }
      guard !known.contains(key) else { continue }
      if let sentence = foreign[key] {
        findings.append("\(file.path)\(line): \(prefix)\(key) \(sentence)")
        continue
      }
      let names = known.sorted()
      let hint =
        emptyHolder.flatMap { holder in
          nearestName(to: key, among: names) == nil ? "; if it is one of \(holder), indent it by two blanks" : nil
        } ?? suggestion(for: key, among: names)
      findings.append("\(file.path)\(line): unknown key \(prefix)\(key)\(hint)")
    }
    for override in file.overrides where override.key.hasPrefix(prefix) {
      let steps = override.key.dropFirst(prefix.count).split(separator: ".", omittingEmptySubsequences: false)
      let step = String(steps[0])
      if !known.contains(step), let sentence = foreign[step] {
        findings.append("\(override.option): \(prefix)\(step) \(sentence)")
      } else if !known.contains(step) {
        let suggestion = suggestion(for: step, among: known.sorted())
        findings.append("\(override.shown): unknown key \(prefix)\(step)\(suggestion)")
      } else if steps.count > 1, !holders.contains(step) {
        findings.append("\(override.shown): \(prefix)\(step) holds a value, and no keys of its own")
      }
    }
  }

  private func override(for key: String) -> SettingsFile.Override? {
    file.overrides.last { $0.key == prefix + key }
  }

  private func has(_ key: String) -> Bool { override(for: key) != nil || node(key) != nil }

  /// What stands below a key, with quotes around the key or without: `true` alone is a truth value to YAML, `"true"` a text.
  private func node(_ key: String) -> Node? { mapping.first { $0.key.scalar?.string == key }?.value }

  private func place(of key: String) -> String {
    if let override = override(for: key) { return override.option }
    if let line = node(key)?.mark?.line { return "\(file.path):\(line)" }
    if case .line(let line) = origin, mapping.isEmpty == false { return "\(file.path):\(line)" }
    return file.path
  }

  /// Reads a value; `false` where it is given and not what is expected.
  @discardableResult
  private mutating func read<Value>(
    _ key: String, _ value: inout Value, expected: String,
    asText isText: (SettingsFile.Override) -> Bool = { _ in false },
    _ parse: (Node) -> Value?
  ) -> Bool {
    known.insert(key)
    defer { values[key] = "\(value)" }
    var found = node(key)
    if let override = override(for: key) {
      do {
        found = try override.node(asText: isText(override))
      } catch {
        findings.append("\(error)")
        return false
      }
    }
    guard let found else { return true }
    if let parsed = parse(found) {
      value = parsed
      return true
    }
    let isCurled = found.scalar?.string.first.map { "“”„«‘’".contains($0) } == true
    let meant: String? =
      switch (expected, found.scalar?.string) {
      case (Self.wholeNumber, let text?): Self.wholeNumber(meantBy: text).map(String.init)
      case ("true or false", "1"): "true"
      case ("true or false", "0"): "false"
      default: nil
      }
    report(
      key,
      "must be \(expected), found \(Self.describe(found))" + (isCurled ? "; curled quotes are no quotes to YAML" : "")
        + (meant.map { "; write \($0)" } ?? ""))
    return false
  }

  private static let wholeNumber = "a whole number"

  /// The whole number that other notations mean: `2.0`, `1e3`, `0x10`, `1_000`.
  private static func wholeNumber(meantBy text: String) -> Int? {
    let text = text.filter { $0 != "_" && $0 != " " }
    let number = text.hasPrefix("0x") ? Int(text.dropFirst(2), radix: 16).map(Double.init) : Double(text)
    guard let number, number == number.rounded(), abs(number) < 1e15 else { return nil }
    return Int(number)
  }

  private mutating func check<Value: Comparable>(_ key: String, _ value: Value, _ range: some RangeExpression<Value>) {
    guard !range.contains(value) else { return }
    report(key, "must be \(Self.describe(range)), found \(value)")
  }

  /// Notes what is asked for, at the first time.
  private mutating func describe(_ key: String, _ standard: String, _ allowed: String, _ kind: SettingKind) {
    guard !described.contains(where: { $0.name == key }) else { return }
    described.append(SettingDescription(name: key, standard: standard, allowed: allowed, kind: kind))
  }

  /// Notes what was read, and where it is said.
  private mutating func present(_ key: String, _ value: String) {
    guard let index = described.firstIndex(where: { $0.name == key }), has(key) else { return }
    described[index].present = value
    described[index].origin = override(for: key) == nil ? place(of: key) : override(for: key)?.option
  }

  /// A list as YAML has it on a line; nothing for an empty one.
  private static func written(_ list: [String]) -> String {
    list.isEmpty ? "" : "[\(list.map { written($0) }.joined(separator: ", "))]"
  }

  private static func kind(of range: some RangeExpression<Int>) -> SettingKind {
    switch range {
    case let range as ClosedRange<Int>:
      .integer(
        least: range.lowerBound == Int.min ? nil : range.lowerBound,
        most: range.upperBound == Int.max ? nil : range.upperBound)
    case let range as PartialRangeFrom<Int>: .integer(least: range.lowerBound, most: nil)
    default: .integer(least: nil, most: nil)
    }
  }

  private static func kind(of range: some RangeExpression<Double>) -> SettingKind {
    switch range {
    case let range as ClosedRange<Double>:
      .number(
        least: range.lowerBound.isFinite ? range.lowerBound : nil,
        most: range.upperBound.isFinite ? range.upperBound : nil)
    case let range as PartialRangeFrom<Double>: .number(least: range.lowerBound, most: nil)
    default: .number(least: nil, most: nil)
    }
  }

  /// A text as YAML has it in a list: in quotes where it would be something else without them.
  private static func written(_ text: String) -> String {
    let isPlain = text.wholeMatch(of: plain) != nil
    return isPlain ? text : "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }

  nonisolated(unsafe) private static let plain = /[\p{L}][\p{L}\p{N} .\/_-]*/

  /// What a number may be, where `kind` says what numbers there are at all.
  private static func describe<Value: Comparable>(_ range: some RangeExpression<Value>, _ kind: String) -> String {
    switch range {
    case let range as ClosedRange<Int> where range == Int.min...Int.max: kind
    case let range as ClosedRange<Double> where range == -Double.infinity...Double.infinity: kind
    default: "\(kind) \(describe(range))"
    }
  }

  private static func describe(_ range: some RangeExpression) -> String {
    switch range {
    case let range as ClosedRange<Int>: "between \(range.lowerBound) and \(range.upperBound)"
    case let range as ClosedRange<Double>: "between \(range.lowerBound) and \(range.upperBound)"
    case let range as PartialRangeFrom<Int>: "at least \(range.lowerBound)"
    case let range as PartialRangeFrom<Double>: "at least \(range.lowerBound)"
    default: "within \(range)"
    }
  }

  private static func describe(_ node: Node) -> String {
    if let scalar = node.scalar { return scalar.string.isEmpty ? "nothing" : "“\(scalar.string.prefix(60))”" }
    return node.sequence != nil ? "a list" : "`key: value` lines"
  }
}
