public import Basics
public import Notebook

/// What a chapter left on the disk, as it was read once: its document and its results.
public struct ChapterOutput: Sendable {
  /// The document; `nil` where the chapter has not run.
  public var document: ChapterDocument?
  /// The results; `nil` where there are none.
  public var results: JSONValue?

  /// What was read of a chapter.
  public init(document: ChapterDocument?, results: JSONValue?) {
    (self.document, self.results) = (document, results)
  }
}
