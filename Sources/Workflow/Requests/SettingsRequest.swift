internal import Chapters
public import Notebook

/// What there is to set in some chapters. No report is needed for it, and nothing is written.
public struct SettingsRequest: Request {
  /// A chapter with its settings.
  public struct Chapter: Sendable, Encodable {
    /// Its name, under which the settings stand in `report.yml`.
    public let slug: String
    /// Its title.
    public let title: String
    /// Its settings.
    public let settings: [SettingDescription]
  }

  /// The chapters' names; none for all of them.
  public var slugs: [String]

  /// The settings of some chapters.
  public init(_ slugs: [String]) { self.slugs = slugs }

  /// The chapters in their order.
  ///
  /// - Throws: `WorkflowError.settings` for a name that is no chapter's.
  public func result(in context: Context) throws -> [Chapter] {
    let known = AllChapters.list.map { $0.slug }
    if let unknown = slugs.first(where: { !known.contains($0) }) {
      throw WorkflowError.settings("there is no chapter “\(unknown)”; there are \(known.joined(separator: ", "))")
    }
    func describe<C: Notebook.Chapter>(_ type: C.Type) throws -> Chapter {
      Chapter(slug: C.slug, title: C.title, settings: try PreparedChapter.settings(of: type))
    }
    return try AllChapters.list.filter { slugs.isEmpty || slugs.contains($0.slug) }.map { try describe($0) }
  }
}
