package import Basics
package import Foundation

extension Pandoc {
  /// Why a bibliography cannot be read, and in which of its lines.
  package struct UnreadableBibliography: Error {
    package var line: Int?
    package var reason: String
  }

  /// The works of a file of BibTeX or CSL-JSON as metadata of pandoc's tree, in its sandbox: titles with their formulas, italics and
  /// indices as nodes.
  package func works(of file: Data, as format: String) throws -> [JSONValue] {
    let child = ChildProcess(
      program, ["+RTS", "-M\(memoryLimit)", "-RTS", "--sandbox", "--from=\(format)", "--to=json", "--output=-"],
      environment: ["LANG": "C.UTF-8"], timeLimit: timeLimit)
    let outcome: ChildProcess.Outcome
    do { outcome = try child.run(input: file, isCancelled: { cancellation.isCancelled }) } catch .cancelled {
      throw CancellationError()
    } catch {
      throw UnreadableBibliography(reason: "cannot be read by pandoc: \(error)")
    }
    guard outcome.status == 0, let tree = try? JSONReader.value(of: outcome.output),
      let works = tree["meta"]?["references"]?["c"]?.array
    else {
      let words = outcome.diagnostics.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      let line = words.firstMatch(of: /line ([0-9]+)/).flatMap { Int($0.1) }
      let reason = words.firstMatch(of: /column [0-9]+\)?:?\s*(.*)/).map { String($0.1) } ?? words
      throw UnreadableBibliography(
        line: line, reason: "is no \(format == "bibtex" ? "BibTeX" : "CSL-JSON"): \(reason.prefix(200))")
    }
    return works
  }
}
