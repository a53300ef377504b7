import Basics
package import Foundation

/// Sets the formulas of a report in one call of pandoc, keeping those that were set before.
package struct FormulaSetter {
  /// What sets them.
  package var pandoc: Pandoc
  /// Where they are kept between runs.
  package var cache: URL
  /// Told the file that is about to be written, below the output folder.
  package var claim: ([String]) throws -> Void
  /// Where they are kept instead while a page is followed: then no file is written.
  package var memory: PageMemory?

  /// What came of the formulas.
  package struct Outcome {
    /// Those that were set.
    package var set: [Formula: SetFormula] = [:]
    /// What is wrong with the others.
    package var faults: [Formula: TeXSource.Fault] = [:]
    /// Why none could be set, as a sentence that begins with its subject.
    package var failure: String?
  }

  /// A setter with a place to keep what it set.
  package init(pandoc: Pandoc, cache: URL, claim: @escaping ([String]) throws -> Void) {
    self.pandoc = pandoc
    self.cache = cache
    self.claim = claim
  }

  /// More different formulas than a book of mathematics has.
  package static let most = 5000
  /// The most seconds that they may take together; a hundred take a twentieth of one.
  private static let timeLimit = 20.0
  /// What is kept is read only if it was made by the same version of this.
  private static let version = 1

  /// What is kept: MathML by the formula's source.
  private struct Kept: Codable {
    var maker: String
    var formulas: [String: String]
  }

  /// Sets formulas; throws a `CancellationError`, and a `FileError` where they cannot be kept.
  package func set(_ formulas: [Formula]) throws -> Outcome {
    var outcome = Outcome()
    var seen: Set<Formula> = []
    var wanted: [Formula] = []
    for formula in formulas where seen.insert(formula).inserted {
      if wanted.count == Self.most {
        let message =
          "the report has more than \(Self.most) different formulas; this one and those after it are not set"
        outcome.faults[formula] = TeXSource.Fault(line: 0, column: 0, message: message)
        return outcome
      }
      if let fault = TeXSource(formula).fault { outcome.faults[formula] = fault } else { wanted.append(formula) }
    }
    let maker = "\(Self.version) \(pandoc.identity)"
    let old = memory?.texts(.formulas, of: maker) ?? known(maker)
    var kept = Kept(maker: maker, formulas: [:])
    var missing: [Formula] = []
    for formula in wanted {
      let key = Self.key(formula)
      if let text = old[key], let node = MathReader.formula(text) {
        kept.formulas[key] = text
        outcome.set[formula] = SetFormula(node, of: formula)
      } else {
        missing.append(formula)
      }
    }
    if !missing.isEmpty {
      do {
        try set(missing, &outcome, &kept.formulas)
      } catch let error as RenderingError {
        if let slow = try slowest(of: missing) {
          outcome.faults[slow] = TeXSource.Fault(
            line: 0, column: 0, message: "it takes too long to be read; write it simpler")
        } else {
          outcome.failure = error.description
        }
      }
    }
    if let memory {
      memory.keep(kept.formulas, .formulas, of: maker)
    } else if kept.formulas != old {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      try claim(["cache/\(cache.lastPathComponent)"])
      try AtomicFile.write(encoder.encode(kept), to: cache)
    }
    return outcome
  }

  /// What an earlier run has kept.
  private func known(_ maker: String) -> [String: String] {
    guard let data = try? InputFile.data(of: cache, limit: 64 << 20),
      let kept = try? JSONDecoder().decode(Kept.self, from: data), kept.maker == maker
    else { return [:] }
    return kept.formulas
  }

  private static func key(_ formula: Formula) -> String {
    (formula.isDisplayed ? "displayed " : "inline ") + formula.tex
  }

  // MARK: The call

  private func set(_ formulas: [Formula], _ outcome: inout Outcome, _ kept: inout [String: String]) throws {
    let answer = try ask(formulas, timeLimit: Self.timeLimit)
    var reports: [String: String] = [:]
    for message in answer.messages where message.kind == "CouldNotConvertTeXMath" {
      reports[message.contents] = message.text
    }
    guard reports.count >= Set(answer.messages.map(\.contents)).count else {
      throw RenderingError(file: "pandoc", answer.messages.map(\.text).joined(separator: "; "))
    }
    let bytes = Array(answer.output)
    var reader = MathReader(bytes)
    for formula in formulas {
      guard reader.take("<p>") else { throw Self.notUnderstood }
      let source = TeXSource(formula)
      let start = reader.position
      if reader.take("<span class=\"math ") {
        guard let report = reports[source.text], reader.skip(past: "</span>") else { throw Self.notUnderstood }
        outcome.faults[formula] = source.fault(reported: report)
      } else {
        guard let node = reader.formula() else { throw Self.notUnderstood }
        kept[Self.key(formula)] = String(decoding: bytes[start..<reader.position], as: UTF8.self)
        outcome.set[formula] = SetFormula(node, of: formula)
      }
      guard reader.take("</p>") else { throw Self.notUnderstood }
      _ = reader.take("\n")
    }
    guard reader.position == bytes.count else { throw Self.notUnderstood }
  }

  private static let notUnderstood = RenderingError(file: "pandoc", "wrote MathML that is not understood here")

  private func ask(_ formulas: [Formula], timeLimit: Double) throws -> Pandoc.Answer {
    var pandoc = pandoc
    pandoc.timeLimit = min(pandoc.timeLimit, timeLimit)
    let tree = PandocTree(
      blocks: formulas.map { formula in
        let source = TeXSource(formula)
        let kind = source.isLarge ? "DisplayMath" : "InlineMath"
        return .node("Para", .array([.node("Math", .array([.node(kind), .string(source.text)]))]))
      })
    return try pandoc.write(tree, as: "html", options: ["--mathml", "--wrap=none"])
  }

  /// The formula that kept pandoc from ending, found among the longest and those with most scripts.
  private func slowest(of formulas: [Formula]) throws -> Formula? {
    // A pandoc that never answers is no formula's fault.
    do { _ = try ask([Formula(tex: "x", isDisplayed: false)], timeLimit: 2) } catch is RenderingError { return nil }
    guard formulas.count > 1 else { return formulas.first }
    func weight(_ formula: Formula) -> Int { formula.tex.utf8.count { "^_\\{".utf8.contains($0) } }
    for formula in formulas.sorted(by: { weight($0) > weight($1) }).prefix(5) {
      do { _ = try ask([formula], timeLimit: 2) } catch is RenderingError { return formula }
    }
    return nil
  }
}
