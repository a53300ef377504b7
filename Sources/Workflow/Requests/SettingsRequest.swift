import Basics
internal import Chapters
public import Notebook
import Rendering

/// What there is to set, what it means, and what a report says of it. No report is needed for it, and nothing is written.
public struct SettingsRequest: Request {
  /// A chapter with its settings.
  public struct Chapter: Sendable, Encodable {
    /// Its name, under which the settings stand in `report.yml`; empty for the report itself.
    public let slug: String
    /// Its title.
    public let title: String
    /// Its settings.
    public let settings: [SettingDescription]

    /// With those settings alone whose name or meaning holds every word.
    fileprivate func holding(_ words: [String]) -> Chapter {
      let wanted = words.map { $0.lowercased() }
      return Chapter(
        slug: slug, title: title,
        settings: settings.filter { setting in
          let text = "\(setting.name) \(setting.meaning)".lowercased()
          return wanted.allSatisfy(text.contains)
        })
    }
  }

  /// The chapters' names, `report` for the report itself, and words that names or meanings hold; none for all.
  public var words: [String]
  /// Which report says what is set; nil for none.
  public var report: ReportSelection?

  /// The settings of some chapters.
  public init(_ words: [String], of report: ReportSelection? = nil) { (self.words, self.report) = (words, report) }

  /// The name of the report itself among chapters.
  public static let wholeReport = "report"

  /// The chapters in their order, and the report itself where it is asked for.
  ///
  /// - Throws: `WorkflowError.settings` for words that nothing has.
  public func result(in context: Context) throws -> [Chapter] {
    let bench = try bench(context)
    func describe<C: Notebook.Chapter>(_ type: C.Type) throws -> Chapter {
      let said = bench?.known.first { $0.slug == C.slug }?.described
      return Chapter(slug: C.slug, title: C.title, settings: try said ?? PreparedChapter.settings(of: type))
    }
    let chapters = try AllChapters.list.map { try describe($0) }
    let whole = Chapter(slug: "", title: "The report", settings: try bench?.described ?? Self.ofReport())
    let names = chapters.map(\.slug) + [Self.wholeReport]
    let chosen = words.filter(names.contains)
    let others = words.filter { !names.contains($0) }
    let asked =
      chosen.isEmpty
      ? chapters + (others.isEmpty ? [] : [whole])
      : chosen.flatMap { name in
        name == Self.wholeReport ? [whole] : chapters.filter { $0.slug == name }
      }
    if others.isEmpty { return asked }
    let found = asked.map { $0.holding(others) }.filter { !$0.settings.isEmpty }
    guard !found.isEmpty else {
      let known = names + asked.flatMap { $0.settings.map(\.name) }
      let near = others.compactMap { nearestName(to: $0, among: known) }.first.map { "; did you mean \($0)?" } ?? ""
      throw WorkflowError.settings(
        "no chapter and no setting has “\(others.joined(separator: " "))” in its name or its meaning\(near.isEmpty ? "; there are the chapters \(chapters.map(\.slug).joined(separator: ", "))" : near)"
      )
    }
    return found
  }

  /// The report, where one is meant; without one that was named, defaults are all that there is to say.
  private func bench(_ context: Context) throws -> Workbench? {
    guard let report else { return nil }
    do { return try Workbench.open(report, in: context) } catch {
      if report.report != nil || !report.overrides.isEmpty { throw error }
      return nil
    }
  }

  /// The report's own settings where nothing is said.
  static func ofReport() throws -> [SettingDescription] {
    try Workbench.read(SettingsFile(text: "", path: "report.yml")).described
  }
}
