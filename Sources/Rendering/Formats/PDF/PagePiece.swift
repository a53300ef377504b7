internal import Basics

/// A piece of the document as what it is on a page: a block of text, something that floats, the end of a page.
struct PagePiece {
  enum Role: Equatable {
    /// Text that may go on overleaf.
    case text
    /// Text that stays on one page where it is short: a remark, source text, a table.
    case kept
    /// A block that stays on one page.
    case whole
    /// A heading, which stands on the page of what follows.
    case held
    /// The heading of a chapter, above which none of its figures stands.
    case title
    /// A figure or a small table.
    case float(Float)
    /// The end of a page.
    case pageBreak
    /// What stands on a page or several of its own.
    case ownPage
    /// What takes no room.
    case unseen
  }

  /// What is known of a float before it is measured.
  struct Float: Equatable {
    /// How much of its height shrinks with its size, in points; a table does not shrink.
    var scaled = 0.0
    /// The smallest size that its labels can be read at.
    var least = 1.0
  }

  var role: Role
  /// Typst code. That of a float refers to its size, 1 or smaller, by the name of `size`.
  var code: String
  /// The anchors that its text names.
  var names: [String] = []
  /// The anchors that stand in it.
  var anchors: [String] = []

  /// The name of a variable in the code of a float.
  static let size = "set-size"

  static let pageBreak = PagePiece(.pageBreak, "pagebreak(weak: true)")

  init(_ role: Role, _ code: String, names blocks: [MarkdownBlock] = [], anchors: [String] = []) {
    self.role = role
    self.code = code
    self.anchors = anchors
    names = LinkVisitor.links(in: MarkdownDocument(blocks: blocks)).compactMap { link in
      link.isImage ? nil : LinkDestination.anchor(of: link.url)
    }
  }
}
