public import Notebook

/// Something that happened while a request was performed.
public enum Event: Sendable, Equatable {
  /// A chapter, or an asset that is fetched, got further.
  case progress(ProgressUpdate, of: String)
  /// A chapter began or ended.
  case note(String, of: String)
  /// A chapter ended with an error.
  case failure(String, of: String)
  /// The work goes on, and something must be known: of a chapter, or of the report as a whole.
  case warning(String, of: String?)
  /// The chapters have run; the report is made of what they left.
  case stitching
  /// An asset is on this machine.
  case fetched(FetchedAsset)
}
