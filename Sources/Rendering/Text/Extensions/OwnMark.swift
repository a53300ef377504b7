import Basics

/// The marks that the renderer itself puts into Markdown for what GitHub's Markdown has no sign for.
///
/// All HTML of a text becomes visible text before (`TextRewriter`), and its comments are taken out; so a tag or a comment
/// of one of these forms is the renderer's own. On GitHub the tags mean what they say and the comments are not seen.
enum OwnMark: Equatable {
  case opens(InlineStyle)
  case closes(InlineStyle)
  case lineBreak
  /// `<a id="…">`, and `</a>` behind it.
  case anchor(String)
  case closesAnchor
  /// How large the picture before it is to be.
  case size(width: MarkdownImage.Length?, height: MarkdownImage.Length?)
  /// The paragraph before it is the title of its box.
  case title
  /// The paragraph before it is a term, and the list below it holds what it means.
  case term
  case pageBreak
  case opensDetails(isOpen: Bool)
  /// The same with a line that is always shown, up to `closesSummary`.
  case opensSummary(isOpen: Bool)
  case closesSummary
  case closesDetails

  /// The mark that HTML is; `nil` for other HTML.
  init?(_ html: String) {
    if let mark = Self.fixed[html] {
      self = mark
    } else if html.hasPrefix("<a id=\""), html.hasSuffix("\">") {
      self = .anchor(String(html.dropFirst(7).dropLast(2)))
    } else if let match = html.wholeMatch(of: /<!-- size:( width=([0-9.]+(%|pt)))?( height=([0-9.]+(%|pt)))? -->/) {
      self = .size(
        width: match.2.flatMap { MarkdownImage.Length(String($0)) },
        height: match.5.flatMap { MarkdownImage.Length(String($0)) })
    } else {
      return nil
    }
  }

  /// The mark as it is written.
  var html: String {
    switch self {
    case .anchor(let id): return "<a id=\"\(id)\">"
    case .size(let width, let height):
      func text(_ length: MarkdownImage.Length) -> String {
        switch length {
        case .share(let share): NumberText.fixed(share * 100, 2) + "%"
        case .points(let points): NumberText.fixed(points, 2) + "pt"
        }
      }
      return "<!-- size:" + (width.map { " width=" + text($0) } ?? "") + (height.map { " height=" + text($0) } ?? "")
        + " -->"
    default: return Self.fixed.first { $0.value == self }?.key ?? ""
    }
  }

  private static let fixed: [String: OwnMark] = {
    var marks: [String: OwnMark] = [
      "<br>": .lineBreak, "</a>": .closesAnchor, "<!-- title -->": .title, "<!-- term -->": .term,
      "<!-- page break -->": .pageBreak, "<details>": .opensDetails(isOpen: false),
      "<details open>": .opensDetails(isOpen: true), "<details><summary>": .opensSummary(isOpen: false),
      "<details open><summary>": .opensSummary(isOpen: true), "</summary>": .closesSummary,
      "</details>": .closesDetails,
    ]
    for style in InlineStyle.allCases {
      marks["<\(style.rawValue)>"] = .opens(style)
      marks["</\(style.rawValue)>"] = .closes(style)
    }
    return marks
  }()
}
