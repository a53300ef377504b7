internal import Synchronization

/// What pandoc has set and answered for the pages of one report, kept in memory from each to the next.
///
/// A page that is followed while it is written is stitched again and again, and by somebody who has no right to write into the output.
/// What an edit takes away and brings back is not asked for twice.
public final class PageMemory: Sendable {
  /// What is kept apart.
  enum Kind { case formulas, citations }

  private struct Kept {
    var maker: String
    var texts: [String: String]
  }

  private let kept = Mutex<[Kind: Kept]>([:])

  /// More than this is forgotten, but for what the last page needed.
  private static let most = 2 * FormulaSetter.most

  /// Nothing yet.
  public init() {}

  /// What is kept, where the same program made it; `nil` before the first page.
  func texts(_ kind: Kind, of maker: String) -> [String: String]? {
    kept.withLock { kept in kept[kind].flatMap { $0.maker == maker ? $0.texts : nil } }
  }

  /// Keeps what a page needed beside what earlier ones did.
  func keep(_ texts: [String: String], _ kind: Kind, of maker: String) {
    kept.withLock { kept in
      let old = kept[kind].flatMap { $0.maker == maker ? $0.texts : nil } ?? [:]
      let all = old.merging(texts) { _, new in new }
      kept[kind] = Kept(maker: maker, texts: all.count > Self.most ? texts : all)
    }
  }
}
