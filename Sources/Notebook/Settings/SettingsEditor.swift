internal import Basics
internal import Yams

/// Changes single values in the text of `report.yml` and leaves every other sign as it is: comments, order, ends of lines.
///
/// What was written is read again, and only where exactly the wanted value has changed is it kept: whatever cannot be edited so is
/// refused by name.
public struct SettingsEditor {
  /// A value that was written.
  public struct Change: Sendable, Equatable {
    /// Its line, counted from 1.
    public let line: Int
    /// Its name with the chapter: `attention.sentence`.
    public let name: String
    /// What stands there now, behind the name.
    public let written: String
    /// Whether it stood there already.
    public let isUnchanged: Bool
  }

  /// The text as it is now.
  public var text: String { mark + zip(lines, ends).map { $0 + $1 }.joined() }

  let path: String
  /// The byte order mark, where the file has one.
  private let mark: String
  var lines: [String] = []
  /// What ends each line: nothing for the last.
  var ends: [String] = []

  /// An editor of a text that messages call by `path`.
  ///
  /// - Throws: `SettingsError` for what is no settings file.
  public init(_ text: String, path: String) throws {
    self.path = path
    let hasMark = text.unicodeScalars.first == "\u{FEFF}"
    mark = hasMark ? "\u{FEFF}" : ""
    var line = String.UnicodeScalarView()
    var scalars = Array(text.unicodeScalars.dropFirst(hasMark ? 1 : 0))[...]
    while let scalar = scalars.popFirst() {
      switch scalar {
      case "\n": end(&line, "\n")
      case "\r" where scalars.first == "\n":
        scalars.removeFirst()
        end(&line, "\r\n")
      case "\r", "\u{85}", "\u{2028}", "\u{2029}":
        throw SettingsError([
          "\(path):\(lines.count + 1): has a line break of another kind in it; write it as the others are"
        ])
      default: line.append(scalar)
      }
    }
    if !line.isEmpty { end(&line, "") }
    _ = try SettingsFile(text: body, path: path)
    // Yams does not say which form a mapping has.
    guard lines.first(where: { !$0.isBlank && !$0.isComment && $0 != "---" })?.trimmingBlanks.hasPrefix("{") != true
    else {
      throw SettingsError(["\(path): is written as one { … }; write each key on a line of its own"])
    }
  }

  /// Says a value.
  ///
  /// - Returns: What was written; a value that stood there already is left as it is written.
  /// - Throws: `SettingsError` for what cannot be edited safely.
  public mutating func set(_ choice: SettingChoice, in chapter: String) throws -> Change {
    let name = "\(chapter).\(choice.key)"
    let old = try SettingsFile(text: body, path: path).root
    let wanted = try Self.node(choice)
    let section = old.first { $0.key.scalar?.string == chapter }
    let entry = section?.value.mapping?.first { $0.key.scalar?.string == choice.key }
    let (inline, below) = choice.value.yaml(indent: 2)
    let written = inline.isEmpty ? below.map { $0.trimmingBlanks }.joined(separator: " ") : inline
    if let entry, entry.value == wanted {
      return Change(line: entry.key.mark?.line ?? 0, name: name, written: written, isUnchanged: true)
    }
    if entry != nil,
      let clash = choice.dependents.first(where: { dependent in
        section?.value.mapping?.contains { $0.key.scalar?.string == dependent } == true
      })
    {
      throw SettingsError([
        refusal(chapter, clash, "is about \(choice.key) as it is now; take it out, or write \(name) yourself")
      ])
    }
    let candidates: [Edit]
    switch (section, entry) {
    case (nil, _): candidates = [append(chapter, choice)]
    case (let section?, nil): candidates = try insertions(chapter, section.key, section.value, choice)
    case (let section?, let entry?): candidates = [try replacement(section, entry, name, choice)]
    }
    for edit in candidates {
      var edited = self
      edited.apply(edit)
      guard let new = try? SettingsFile(text: edited.body, path: path).root,
        Self.isOnly(chapter, choice.key, wanted, in: new, unlike: old)
      else { continue }
      self = edited
      return Change(line: edit.line + edit.keyOffset + 1, name: name, written: written, isUnchanged: false)
    }
    throw SettingsError([
      "\(path): \(name) cannot be written without changing something else; write it yourself: \(written)"
    ])
  }

  /// The text without the mark.
  var body: String { zip(lines, ends).map { $0 + $1 }.joined() }

  private mutating func end(_ line: inout String.UnicodeScalarView, _ mark: String) {
    lines.append(String(line))
    ends.append(mark)
    line = String.UnicodeScalarView()
  }

  /// The value as the reader has it.
  private static func node(_ choice: SettingChoice) throws -> Node {
    let (inline, below) = choice.value.yaml(indent: 2)
    let text = (["\(choice.key): \(inline)"] + below).joined(separator: "\n")
    guard let value = try SettingsFile(text: text, path: choice.key).root.first?.value else {
      throw SettingsError(["\(choice.key) cannot be written"])
    }
    return value
  }

  /// Whether nothing but one value of a chapter is another.
  private static func isOnly(
    _ chapter: String, _ key: String, _ wanted: Node, in new: Node.Mapping, unlike old: Node.Mapping
  ) -> Bool {
    func others(_ mapping: Node.Mapping?, but key: String) -> [[Node]] {
      (mapping.map(Array.init) ?? []).filter { $0.key.scalar?.string != key }.map { [$0.key, $0.value] }
    }
    func value(_ mapping: Node.Mapping?, _ key: String) -> Node? {
      mapping?.first { $0.key.scalar?.string == key }?.value
    }
    let (before, after) = (value(old, chapter)?.mapping, value(new, chapter)?.mapping)
    return others(old, but: chapter) == others(new, but: chapter) && others(before, but: key) == others(after, but: key)
      && value(after, key) == wanted
  }
}
