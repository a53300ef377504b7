public import Basics

/// Something that the assignment asks a chapter for beside the answers, and how to tell whether it is there.
public struct Demand: Sendable {
  /// Whether it is there, and what there is.
  public struct Finding: Sendable, Equatable {
    /// Whether it is.
    public let isMet: Bool
    /// What was found: a few words.
    public let text: String

    /// What was found.
    public init(_ isMet: Bool, _ text: String) { (self.isMet, self.text) = (isMet, text) }
  }

  /// What is asked for: a noun phrase.
  public let title: String
  /// Judges by the chapter's results and its document.
  public let judge: @Sendable (JSONValue, ChapterDocument) -> Finding

  /// A demand.
  public init(_ title: String, judge: @escaping @Sendable (JSONValue, ChapterDocument) -> Finding) {
    (self.title, self.judge) = (title, judge)
  }
}

extension ChapterDocument {
  /// Whether the chapter shows a figure.
  public func shows(figure id: String) -> Bool {
    blocks.contains { if case .figure(let figure) = $0 { figure.id == id } else { false } }
  }
}
