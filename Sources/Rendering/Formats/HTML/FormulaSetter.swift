import Basics
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
  ///
  /// - Parameters:
  ///   - places: Where each is written, as messages name it.
  ///   - claim: Told the file that is about to be written, below the output folder.
  func set(_ formulas: [Formula], at places: [Formula: String], _ claim: ([String]) throws -> Void) throws -> (
    formulas: [Formula: SetFormula], warnings: [String]
  ) {
    if formulas.isEmpty { return ([:], []) }
    guard let engine else {
      return ([:], ["formulas are shown as their source: there is no Python interpreter to set them"])
    }
    let version = (try? String(contentsOf: script, encoding: .utf8)) ?? ""
    var seen: Set<Formula> = []
    let wanted = formulas.filter { seen.insert($0).inserted }
    let keys = Set(wanted.map(Self.key))
    var kept = Kept(script: version, formulas: [:])
    if let data = try? InputFile.data(of: cache, limit: 64 << 20),
      let old = try? JSONDecoder().decode(Kept.self, from: data), old.script == version
    {
      kept.formulas = old.formulas.filter { keys.contains($0.key) && $0.value.isDrawing }
    }
    let missing = wanted.filter { kept.formulas[Self.key($0)] == nil }
    var warnings: [String] = []
    if !missing.isEmpty {
      let request = missing.map { Request(tex: $0.tex, displayed: $0.isDisplayed) }
      let answer = try engine.run(script, request: JSONEncoder().encode(request))
      guard answer.status == 0, let results = try? JSONDecoder().decode([Answer].self, from: answer.output),
        results.count == missing.count
      else {
        return ([:], ["formulas are shown as their source: \(answer.lastDiagnostic)"])
      }
      for (formula, result) in zip(missing, results) {
        let set = result.svg.flatMap { svg in
          result.width.flatMap { width in result.depth.map { SetFormula(svg: svg, width: width, depth: $0) } }
        }
        if let set, set.isDrawing {
          kept.formulas[Self.key(formula)] = set
        } else {
          let reason = result.error ?? (set == nil ? "it was not set" : "what came of it is no plain drawing")
          let place = places[formula].map { $0 + ": " } ?? ""
          let source = formula.tex.split(whereSeparator: \.isWhitespace).joined(separator: " ")
          warnings.append("\(place)the formula \(source) is shown as its source: \(reason)")
        }
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      try claim(["cache/\(cache.lastPathComponent)"])
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
