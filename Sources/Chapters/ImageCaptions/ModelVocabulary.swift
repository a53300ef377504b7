internal import Basics
package import CaptionPairs
package import Foundation
internal import Notebook

extension CaptionVocabulary {
  /// The words that captions for a model are made of: those of `grammar.json` beside its weights, which is all that it learnt, and
  /// English for a model that comes without.
  ///
  /// - Throws: `FileError` where the file has not the lists that Tools/miniclip writes.
  static func of(_ model: LocatedInput) throws -> CaptionVocabulary {
    try model.files["grammar.json"].map(learnt) ?? .english
  }

  /// The words of a file as Tools/miniclip writes it.
  ///
  /// - Throws: `FileError` where the file has not all lists.
  package static func learnt(from file: URL) throws -> CaptionVocabulary {
    guard let grammar = try? JSONReader.value(ofFile: file), let vocabulary = CaptionVocabulary(grammar) else {
      throw FileError(
        file,
        "must have the lists `things`, `things with states`, `counts`, `one`, `states`, `relations`, `sizes`, `backgrounds` and "
          + "`openings`, as Tools/miniclip writes them")
    }
    return vocabulary
  }

  /// Nil where a list is missing.
  private init?(_ grammar: JSONValue) {
    func members(_ name: String) -> [JSONValue.Member]? {
      if case .object(let members)? = grammar[name] { members } else { nil }
    }
    func texts(_ name: String) -> [String]? { grammar[name]?.array?.compactMap(\.string) }
    func terms(_ name: String) -> [Term]? {
      members(name)?.compactMap { member in member.value.string.map { Term(member.name, plural: $0) } }
    }
    guard let things = terms("things"), let states = terms("states"), let animate = texts("things with states"),
      let counts = members("counts"), let one = texts("one"), let places = texts("relations"),
      let sizes = texts("sizes"),
      let colors = texts("backgrounds"), let openings = texts("openings")
    else { return nil }
    let articles = ["a", "an"]
    let numbers =
      one.filter { !articles.contains($0) }.map { (word: $0, value: 1) }
      + counts.compactMap { count in
        guard !articles.contains(count.name), case .integer(let value) = count.value else { return nil }
        return (word: count.name, value: value)
      }
    self.init(
      things: things, animate: animate, numbers: numbers, states: states, places: places, sizes: sizes, colors: colors,
      openings: openings)
  }
}
