import Basics
import Chapters
public import Foundation

/// Writes a chapter of one's own that compiles: its source, its test, and its line in the list of chapters.
///
/// What it says is an example with a table, a figure, a question and settings, to be rewritten.
public struct NewChapterRequest: Request {
  /// The chapter's name: lower-case words and hyphens.
  public var name: String
  /// Its title; from the name without one.
  public var title: String?

  /// A chapter of that name.
  public init(_ name: String, title: String? = nil) { (self.name, self.title) = (name, title) }

  /// What the templates call the chapter.
  private static let (placeType, placeSlug, placeTitle) = ("NewChapter", "new-chapter", "A new chapter")
  private static let list = "Sources/Chapters/AllChapters.swift"

  /// The files that were written, the list of chapters last.
  ///
  /// - Throws: `WorkflowError.settings` for a name that cannot be one or is taken; nothing is written then.
  public func result(in context: Context) throws -> [URL] {
    let home = try context.environment.requireHome()
    let list = home.appending(path: Self.list)
    guard FileKind(of: list) == .file else {
      throw WorkflowError.settings(
        "\(FileSystem.shown(home)): has no \(Self.list); a chapter is written into Quire's own source, as git gives it")
    }
    return try FolderLock.hold(list.deletingLastPathComponent()) { try write(home, list) }
  }

  private func write(_ home: URL, _ list: URL) throws -> [URL] {
    let type = try typeName()
    let title = try title.map(Self.checked) ?? Self.title(of: name)
    let files = try [
      ("Sources/Chapters/\(type)/\(type).swift", "\(Self.placeType).swift"),
      ("Tests/ChaptersTests/\(type)Tests.swift", "\(Self.placeType)Tests.swift"),
    ].map { path, template in
      let text = try InputFile.text(
        of: home.appending(path: "templates/chapter").appending(path: template), limit: 1 << 20)
      return (
        file: home.appending(path: path),
        text: text.replacing(Self.placeType, with: type).replacing(Self.placeSlug, with: name)
          .replacing(Self.placeTitle, with: title)
      )
    }
    let entries = try Self.adding(type, to: InputFile.text(of: list, limit: 1 << 20), FileSystem.shown(list))
    // What a killed run wrote, to the byte, and did not list is no chapter of anybody's.
    for (file, text) in files where FileKind(of: file) != nil && !Self.holds(file, text) {
      throw WorkflowError.settings("\(FileSystem.shown(file)): exists already")
    }
    if let file = try Self.declaration(of: type, in: home.appending(path: "Sources"), exceptIn: files[0].file) {
      throw WorkflowError.settings("“\(name)” would be \(type), which \(file) declares; choose another name")
    }
    for file in files.map(\.file) + [list] { AtomicFile.removeLeftovers(in: file.deletingLastPathComponent()) }
    for (file, text) in files { try AtomicFile.write(Data(text.utf8), to: file) }
    // Last, since from here on it is built.
    try AtomicFile.write(Data(entries.utf8), to: list)
    return files.map(\.file) + [list]
  }

  /// The chapter's type: `word-lengths` is `WordLengths`.
  private func typeName() throws -> String {
    guard isSlug(name), name.first?.isLetter == true, name.last != "-", !name.contains("--") else {
      throw WorkflowError.settings(
        "“\(name)” cannot name a chapter; use lower-case letters, digits and single hyphens, a letter first")
    }
    if AllChapters.list.contains(where: { $0.slug == name }) {
      throw WorkflowError.settings("there is a chapter “\(name)” already")
    }
    guard !["report", "chapters", "conclusion", "references"].contains(name) else {
      throw WorkflowError.settings("“\(name)” has a meaning of its own in a report; choose another name")
    }
    let type = name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    if ["Type", "Self", "Protocol", "Any", "String", "Int", "Double", "Array", "Set", "Error"].contains(type) {
      throw WorkflowError.settings("“\(name)” would be \(type), which is Swift's own; choose another name")
    }
    return type
  }

  private static func holds(_ file: URL, _ text: String) -> Bool {
    FileKind(of: file) == .file && (try? InputFile.bytes(of: file, limit: 1 << 20)) == Array(text.utf8)
  }

  /// The source that declares a type, as a chapter that is called the same would hide it.
  ///
  /// - Parameter own: The chapter's own file, which may be there from a run that was killed.
  private static func declaration(of type: String, in sources: URL, exceptIn own: URL) throws -> String? {
    let declarations = ["struct", "class", "enum", "protocol", "actor", "typealias"].map { Array("\($0) \(type)".utf8) }
    for name in try FileSystem.files(below: sources) where name.hasSuffix(".swift") {
      let file = sources.appending(path: name)
      if file.path(percentEncoded: false) == own.path(percentEncoded: false) { continue }
      let bytes = try InputFile.bytes(of: file)
      for declaration in declarations {
        guard let start = bytes.firstRange(of: declaration) else { continue }
        let next = bytes[start.upperBound...].first ?? 0x20
        let isLonger =
          next == UInt8(ascii: "_") || (0x30...0x39).contains(next) || (0x41...0x5a).contains(next)
          || (0x61...0x7a).contains(next)
        if !isLonger { return "Sources/\(name)" }
      }
    }
    return nil
  }

  /// `word-lengths` is *Word lengths*.
  private static func title(of name: String) -> String {
    let words = name.replacing("-", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  /// A title as a text of Swift may hold it.
  private static func checked(_ title: String) throws -> String {
    guard !title.isEmpty, title.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }), !title.contains("\""),
      !title.contains("\\")
    else {
      throw WorkflowError.settings(
        "--title: must be a line without straight quotes and backslashes; it is in quotes itself")
    }
    return title
  }

  /// The list of chapters with one more at its end.
  private static func adding(_ type: String, to text: String, _ path: String) throws -> String {
    guard let opening = text.firstRange(of: "list: [any Chapter.Type] = ["),
      let end = text[opening.upperBound...].firstRange(of: "\n  ]")
    else {
      throw WorkflowError.settings(
        "\(path): has no list of chapters in its usual form; add \(type).self to it yourself")
    }
    guard !text.contains(" \(type).self") else {
      throw WorkflowError.settings("\(path): lists \(type) already; choose another name")
    }
    return text[..<end.lowerBound] + "\n    \(type).self," + text[end.lowerBound...]
  }
}
