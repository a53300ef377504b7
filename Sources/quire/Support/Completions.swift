import Notebook
import Workflow

/// What a shell offers at the place where somebody presses Tab.
///
/// The shell itself keeps those that begin as what is typed does. What fails is told by the command, never here.
enum Completions {
  /// Names of one kind.
  ///
  /// - Parameter words: The words of the command line, which may say which report is meant.
  static func names(_ kind: NamesRequest.Kind, _ words: [String]) -> [String] {
    (try? NamesRequest(kind, of: ReportSelection(report: report(in: words))).perform(in: .ofProcess)) ?? []
  }

  /// Names of one kind, separated by commas: what stands before the last comma stays.
  static func list(_ kind: NamesRequest.Kind, _ words: [String], _ typed: String) -> [String] {
    let before = typed.split(separator: ",", omittingEmptySubsequences: false).dropLast()
    let kept = before.map { $0 + "," }.joined()
    return names(kind, words).filter { !before.contains(Substring($0)) }.map { kept + $0 }
  }

  /// `key=value`: settings, and behind the sign what one may be.
  static func assignments(_ words: [String], _ typed: String) -> [String] {
    guard let sign = typed.firstIndex(of: "=") else { return names(.settings, words).map { $0 + "=" } }
    let name = String(typed[..<sign])
    return ((try? NamesRequest.values(of: name)) ?? []).map { "\(name)=\($0)" }
  }

  /// The report that the command line names, without its quotes.
  private static func report(in words: [String]) -> String? {
    for (index, word) in words.enumerated() {
      if word == "--report", words.indices.contains(index + 1) { return words[index + 1].shellWords?.first }
      if word.hasPrefix("--report=") { return String(word.dropFirst("--report=".count)).shellWords?.first }
    }
    return nil
  }
}
