import Foundation

/// Sets the formulas of a report in one run of Python, keeping those that were set before.
struct FormulaSetter {
  /// The interpreter; without one formulas stay as they are written.
  var engine: PDFEngine?
  /// The script.
  var script: URL
  /// Where formulas are kept between runs.
  var cache: URL

  /// What is kept: formulas by their source, and the script they were set by.
  private struct Kept: Codable {
    var script: String
    var formulas: [String: SetFormula]
  }

  private struct Request: Codable {
    var tex: String
    var displayed: Bool
  }

  private struct Answer: Codable {
    var svg: String?
    var width: String?
    var depth: String?
    var error: String?
  }

  /// The formulas that could be set, and what to tell of the others.
  func set(_ formulas: [Formula]) throws -> (formulas: [Formula: SetFormula], warnings: [String]) {
    if formulas.isEmpty { return ([:], []) }
    guard let engine else {
      return ([:], ["formulas are shown as their source: there is no Python interpreter to set them"])
    }
    let version = (try? String(contentsOf: script, encoding: .utf8)) ?? ""
    var kept = Kept(script: version, formulas: [:])
    if let data = try? Data(contentsOf: cache), let old = try? JSONDecoder().decode(Kept.self, from: data),
      old.script == version
    {
      kept = old
    }
    var seen: Set<Formula> = []
    let wanted = formulas.filter { seen.insert($0).inserted }
    let missing = wanted.filter { kept.formulas[Self.key($0)] == nil }
    var warnings: [String] = []
    if !missing.isEmpty {
      let request = missing.map { Request(tex: $0.tex, displayed: $0.isDisplayed) }
      let answer = try engine.run(script, request: JSONEncoder().encode(request))
      guard answer.status == 0, let results = try? JSONDecoder().decode([Answer].self, from: answer.output),
        results.count == missing.count
      else {
        return ([:], ["formulas are shown as their source: \(answer.complaint)"])
      }
      for (formula, result) in zip(missing, results) {
        if let svg = result.svg, let width = result.width, let depth = result.depth {
          kept.formulas[Self.key(formula)] = SetFormula(svg: svg, width: width, depth: depth)
        } else {
          warnings.append(
            "the formula \(formula.tex.trimmed()) is shown as its source: \(result.error ?? "it was not set")")
        }
      }
      let used = Set(wanted.map(Self.key))
      kept.formulas = kept.formulas.filter { used.contains($0.key) }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      try AtomicFile.write(encoder.encode(kept), to: cache)
    }
    var set: [Formula: SetFormula] = [:]
    for formula in wanted { set[formula] = kept.formulas[Self.key(formula)] }
    return (set, warnings)
  }

  private static func key(_ formula: Formula) -> String {
    (formula.isDisplayed ? "displayed " : "inline ") + formula.tex
  }
}
