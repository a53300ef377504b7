/// The code of a chapter, as it is shown at the chapter's end.
public struct ChapterCode: Sendable, Equatable {
  /// A file, or the settings of the run.
  public struct Listing: Sendable, Equatable {
    /// The name of the file in the folder; `nil` for the settings.
    public var file: String?
    /// The language, as in a fenced block's info string.
    public var language: String
    /// The text.
    public var text: String

    /// A file, or the settings of the run.
    public init(file: String?, language: String, text: String) {
      (self.file, self.language, self.text) = (file, language, text)
    }
  }

  /// The folder of the submission that holds all of it.
  public var folder: String
  /// How many files that folder holds.
  public var count: Int
  /// What is shown, in this order.
  public var listings: [Listing]

  /// The code of a chapter.
  public init(folder: String, count: Int, listings: [Listing]) {
    (self.folder, self.count, self.listings) = (folder, count, listings)
  }

  /// How many of the folder's files are shown.
  package var shown: Int { listings.count { $0.file != nil } }
}
