public import Workflow

/// Something that happened while a report was followed.
public enum PreviewEvent: Sendable {
  /// The page can be opened at an address, which nobody can guess.
  case began(address: String)
  /// There is a new page: its number, the seconds that it took, and what changed.
  case page(Int, seconds: Double, after: [String])
  /// The files as they are now make no page; the last one stands.
  case faults([String])
  /// The files make a page again.
  case mended
  /// What a run of chapters tells.
  case running(Event)
  /// Something that must be known.
  case remark(String)
}
