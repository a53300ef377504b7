package import Basics

/// Turns what stands between `{{` and `}}` into Markdown: a value of the results, or a link to a numbered thing.
///
///     {{embeddings.neighbours.bad.0.word}}     a value; the first step is the chapter
///     {{embeddings.neighbours.bad.*.word | join}}   a value of each element of a list
///     {{.neighbours.bad.0.word}}               the same, within the chapter and its answers
///     {{embeddings.neighbours.bad.poor.similarity}}   the element that bears the word (`NamedElements`)
///     {{embeddings.counts."e.g."}}             a name with a dot or a space is quoted
///     {{embeddings.loss.last | fixed 4}}       `first` and `last` name positions of a list; `ValueFormat` has the formats
///     {{figure:embeddings/pca}}                “Figure 2”, linked; also `table:`, `question:` and `section:`
///     {{view:attention/head?layer=5&head=6}}   “Figure 3 (layer 5, head 6)”, linked to the figure's view in that state
///     {{view:attention/head?layer=(.chosen.layer)}}   the same with a value in round brackets
///     {{equation:loss}}                        “(3)”, linked to the equation labelled `eq:loss`
///
/// A value is never read as a placeholder again.
package struct Resolver {
  /// Something that prose can refer to.
  package struct Target: Equatable {
    /// What the link says: “Figure 2”.
    var label: String
    /// What the link points to.
    var anchor: String
  }

  /// What keeps a placeholder from being resolved.
  struct Failure: Error { var message: String }

  /// The results of every chapter; `nil` for one that has none yet.
  package var results: [String: JSONValue?]
  /// What can be referred to, by kind and name: `figure`, then `embeddings/pca`.
  package var targets: [String: [String: Target]]

  /// The kinds of reference.
  static let kinds = ["figure", "table", "section", "question", "equation", "view"]

  /// What stands in the place of what is not there yet.
  var wording: Wording

  /// The sections that figures and tables are left out with, by kind and name: `figure:embeddings/pca`.
  var leftOut: [String: String] = [:]

  /// The views of figures, by the figure's name.
  var views: [String: BookView] = [:]

  /// The numbers of the equations.
  var equations = EquationNumbers()

  package init(
    results: [String: JSONValue?], targets: [String: [String: Target]], wording: Wording = .english
  ) {
    self.results = results
    self.targets = targets
    self.wording = wording
  }

  /// What a placeholder stands for.
  enum Resolved: Equatable {
    /// A value, to be shown as it is.
    case text(String)
    /// A value, to be set as code.
    case code(String)
    /// A link, or a remark of the renderer.
    case markdown(Markdown)
  }

  /// What a placeholder's text stands for in a text of `chapter`.
  func resolve(_ placeholder: String, in chapter: String) throws(Failure) -> Resolved {
    let text = placeholder.trimmed()
    if let colon = text.firstIndex(of: ":"), text[..<colon].allSatisfy(\.isLetter) {
      return try reference(
        kind: String(text[..<colon]), name: String(text[text.index(after: colon)...]).trimmed(), chapter)
    }
    let parts = Self.split(text, at: "|")
    var formats: [ValueFormat] = []
    for part in parts.dropFirst() {
      do { formats.append(try ValueFormat(part)) } catch { throw Failure(message: error.message) }
    }
    let path = String(parts[0]).trimmed()
    let (name, value) = try value(at: path, chapter)
    guard let value else { return .markdown("*(\(wording.notComputed(name)))*") }
    do { return try ValueFormat.write(value, formats) } catch { throw Failure(message: "\(name): \(error.message)") }
  }

  /// The value that a path leads to, with the whole path; no value where the chapter has no results yet.
  func value(at path: String, _ chapter: String) throws(Failure) -> (name: String, value: JSONValue?) {
    var steps = try Self.steps(path)
    if steps.first == "" { steps[0] = chapter }
    guard let slug = steps.first, steps.count > 1 else {
      throw Failure(
        message: "“\(path)” is no path to a value: write {{chapter.name}}" + suggestion(for: path, among: slugs))
    }
    guard let known = results[slug] else {
      throw Failure(message: "unknown chapter “\(slug)”" + suggestion(for: slug, among: slugs))
    }
    return (steps.joined(separator: "."), try known.map { root throws(Failure) in try value(in: root, steps) })
  }

  private var slugs: [String] { results.keys.sorted() }

  /// The value that steps lead to.
  ///
  /// - Parameter first: The first step that leads on from `root`; those before it led there.
  private func value(in root: JSONValue, _ steps: [String], from first: Int = 1) throws(Failure) -> JSONValue {
    var value = root
    for position in steps.indices.dropFirst(first) {
      let step = steps[position]
      let path = steps[..<position].joined(separator: ".")
      switch value {
      case .object(let members):
        guard let member = value[step] else {
          throw Failure(
            message: "\(path) has no “\(step)”" + suggestion(for: step, among: members.map(\.name).sorted()))
        }
        value = member
      case .array(let elements) where step == "*":
        var values: [JSONValue] = []
        for (index, element) in elements.enumerated() {
          var steps = steps
          steps[position] = String(index)
          values.append(try self.value(in: element, steps, from: position + 1))
        }
        return .array(values)
      case .array(let elements):
        value = elements[try Self.position(of: step, in: elements, path)]
      default:
        throw Failure(message: "\(path) is \(ValueFormat.kind(of: value)): there is no “\(step)” in it")
      }
    }
    return value
  }

  /// The place in a list that a step means: a position, or the name that an element bears.
  private static func position(of step: String, in elements: [JSONValue], _ path: String) throws(Failure) -> Int {
    let index = step == "first" ? 0 : step == "last" ? elements.count - 1 : Int(step)
    if let index, elements.indices.contains(index) { return index }
    let named = NamedElements(elements)
    if let index = named?.position(of: step) { return index }
    throw Failure(
      message: "\(path) is a list of \(elements.count): “\(step)” is no position in it"
        + (named.map { " and no \($0.member) of it" } ?? "")
        + (elements.isEmpty ? "" : "; positions go from 0 to \(elements.count - 1), or first and last")
        + (named.map { suggestion(for: step, among: $0.names) } ?? ""))
  }

  func reference(kind: String, name: String, _ chapter: String) throws(Failure) -> Resolved {
    guard Self.kinds.contains(kind) else {
      throw Failure(message: "unknown kind of reference “\(kind)”" + suggestion(for: kind, among: Self.kinds))
    }
    if kind == "equation" { return .markdown(try equation(name)) }
    if kind == "view" { return try view(name, chapter) }
    let known = targets[kind] ?? [:]
    let full = name.hasPrefix("/") ? chapter + name : name
    if let target = known[full] { return .markdown("[\(target.label)](#\(markdown: target.anchor))") }
    let slug = full.split(separator: "/").first.map(String.init) ?? ""
    if let results = results[slug], results == nil {
      return .markdown("*(\(wording.notMade(wording.label(kind), full)))*")
    }
    throw Failure(message: absence(of: kind, full))
  }

  /// Why there is no figure or table of a name: it went with its section, or it never was.
  func absence(of kind: String, _ name: String) -> String {
    if let section = leftOut["\(kind):\(name)"], let slug = name.split(separator: "/").first {
      return
        "the \(kind) “\(name)” is in the section “\(section)”, which is left out; add \(section) to the setting \(slug).sections"
    }
    return "there is no \(kind) “\(name)”" + suggestion(for: name, among: (targets[kind] ?? [:]).keys.sorted())
  }

  /// The number of the equation with a label, linked to it.
  func equation(_ label: String) throws(Failure) -> Markdown {
    guard let target = equations.target(label) else {
      throw Failure(
        message: "there is no equation “\(label)”" + suggestion(for: label, among: equations.targets.keys.sorted()))
    }
    return "[(\(target.text))](#\(markdown: target.anchor))"
  }

  /// Cuts a path at its dots; a quoted step may hold anything.
  private static func steps(_ path: String) throws(Failure) -> [String] {
    let steps = split(path, at: ".").map { step -> String in
      step.count >= 2 && step.hasPrefix("\"") && step.hasSuffix("\"")
        ? String(step.dropFirst().dropLast()) : String(step)
    }
    guard !steps.dropFirst().contains("") else {
      throw Failure(message: "“\(path)” has an empty step")
    }
    return steps
  }

  /// Cuts a text at every separator outside double quotes.
  private static func split(_ text: String, at separator: Character) -> [Substring] {
    var parts: [Substring] = []
    var start = text.startIndex
    var isQuoted = false
    for index in text.indices {
      if text[index] == "\"" { isQuoted.toggle() }
      if text[index] == separator, !isQuoted {
        parts.append(text[start..<index])
        start = text.index(after: index)
      }
    }
    return parts + [text[start...]]
  }
}

extension String {
  /// The text without blanks at either end.
  func trimmed() -> String {
    let start = self.drop(while: \.isWhitespace)
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...last])
  }
}
