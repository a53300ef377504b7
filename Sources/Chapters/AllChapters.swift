public import Notebook

/// The chapters that there are.
public enum AllChapters {
  /// Every chapter, in the order of the assignment; a new one is one line here.
  public static let list: [any Chapter.Type] = [
    WordEmbeddings.self,
    Attention.self,
    ImageCaptions.self,
  ]

  /// Whether Quire was built to work on chapters (`make preview`): quickly, and without the compiler's optimisations in them.
  public static var areUnderWork: Bool {
    #if QUIRE_WORKSHOP
      true
    #else
      false
    #endif
  }

  /// Reads the settings of a chapter.
  public static func prepare<C: Chapter>(_ type: C.Type, _ top: inout SettingsReader) -> PreparedChapter {
    PreparedChapter(type, reading: &top)
  }
}
