/// Where a report shows the code of its chapters.
public enum CodeListing: String, Sendable, CaseIterable {
  /// Nowhere.
  case none
  /// At the end of each chapter on a screen, closed until a reader opens it.
  case screen
  /// There, and on paper as an appendix.
  case appendix
}
