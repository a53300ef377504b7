import Basics
import Chapters
import Notebook
import Rendering

/// Names that a command line may hold, for a shell that completes them. Nothing is warned of, and nothing is written.
///
/// What a report has is told where one is meant; without one, or where it cannot be read, what there is at all.
public struct NamesRequest: Request {
  /// What is named.
  public enum Kind: Sendable, Equatable, CaseIterable {
    /// Chapters: `embeddings`.
    case chapters
    /// Chapters and their settings: `embeddings.window`.
    case settings
    /// Chapters and their questions: `embeddings/neighbours`.
    case questions
    /// Reports under `reports/`.
    case reports
    /// Models and data sets of the catalogue.
    case assets
    /// Formats of a report.
    case formats
  }

  /// What is named.
  public var kind: Kind
  /// Which report.
  public var report: ReportSelection

  /// The names of one kind.
  public init(_ kind: Kind, of report: ReportSelection = ReportSelection()) {
    (self.kind, self.report) = (kind, report)
  }

  /// The names, in their order.
  public func result(in context: Context) throws -> [String] {
    switch kind {
    case .chapters: return chapters(context)
    case .settings: return try settings(context)
    case .questions:
      let own = chapters(context)
      return AllChapters.list.filter { own.contains($0.slug) }.flatMap { chapter in
        [chapter.slug] + chapter.questions.map { "\(chapter.slug)/\($0.id)" }
      }
    case .reports:
      return ReportChoice(nil, home: try context.environment.requireHome(), in: context.environment).reports
    case .assets:
      let home = try context.environment.requireHome()
      return try context.environment.assetStore(home: home).catalogue.assets.map(\.name)
    case .formats: return ReportFormat.all.map(\.name)
    }
  }

  /// The values that a setting may be chosen from; none where it is no choice among names.
  ///
  /// - Parameter setting: Its name with the chapter: `embeddings.grid`.
  public static func values(of setting: String) throws -> [String] {
    switch try allSettings().first(where: { $0.name == setting })?.kind {
    case .choice(let names, _), .choices(let names): names
    case .truth, .truthOrNumber: ["true", "false"]
    default: []
    }
  }

  /// The chapters of the report.
  private func chapters(_ context: Context) -> [String] {
    // A faulty report has a command to say so.
    (try? Workbench(report, in: context.environment))?.chapters.map(\.slug) ?? AllChapters.list.map { $0.slug }
  }

  private func settings(_ context: Context) throws -> [String] {
    let own = chapters(context)
    return try Self.allSettings().map(\.name).filter { name in
      guard let chapter = AllChapters.list.first(where: { name.hasPrefix("\($0.slug).") })?.slug else { return true }
      return own.contains(chapter)
    }
  }

  /// Every setting by its whole name: those of the report itself, then of each chapter.
  private static func allSettings() throws -> [(name: String, kind: SettingKind)] {
    func list<C: Chapter>(_ type: C.Type) throws -> [(name: String, kind: SettingKind)] {
      try PreparedChapter.settings(of: type).map { ("\(C.slug).\($0.name)", $0.kind) }
    }
    return try SettingsRequest.ofReport().map { ($0.name, $0.kind) } + AllChapters.list.flatMap { try list($0) }
  }
}
