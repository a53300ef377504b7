import Basics
import Notebook

/// The document's pieces in their order, and how they come to be pages: measured by the engine first, then planned, then set.
struct PageFlow {
  /// What stands at the head of the code.
  let head: String
  let pieces: [PagePiece]
  let paper: PaperSettings

  /// What the engine says of a piece, in points.
  struct Measure: Equatable, Decodable {
    var height: Double
    /// The space that it wants above and below.
    var above: Double
    var below: Double
  }

  /// A page is full that holds at least this share of text and figures.
  private static let full = 0.8
  /// So many blocks go before a page on its side at most.
  private static let mostMoved = 24
  /// How much text is measured; beyond, figures float without a plan.
  private static let mostPieces = 20_000

  /// Whether a plan changes anything: where nothing floats and nothing is kept together, it does not.
  var isPlanned: Bool { pieces.count <= Self.mostPieces && pieces.contains { $0.floats || $0.role == .kept } }

  /// A document that sets no page and tells the measures of the pieces that take room, in their order. What links and notes lead
  /// to is not in it.
  var measuring: String {
    head
      + "#let tabular = tabular.with(measured: true)\n#let measured = measured.with(\(TypstCode.points(paper.textWidth)))\n"
      + "#let drawings = drawings.with(is-drawn: false)\n"
      + "#let link(target, body) = std.link(\"https://example.org\", body)\n#let footnote(body) = super(\"1\")\n#{\n"
      + pieces.filter(\.isMeasured).map {
        "measured(\($0.isHeld ? "is-heading: true, " : $0.isApart ? "is-apart: true, " : "")\($0.set(1)))"
      }.joined(separator: "\n") + "\n}\n"
  }

  /// The document, with a plan where there are measures.
  func code(_ measures: [Measure]? = nil) -> String {
    guard let measures else {
      let pieces = pieces.map { $0.floats ? $0.floating(.top, 1) : $0.set(1) }
      return head + "#{\n" + pieces.joined(separator: "\n") + "\n}\n"
    }
    var code = [head + "#{"]
    var rest = measures[...]
    let pieces = pieces.map { piece in
      PageRun.Piece(piece: piece, measure: piece.isMeasured ? rest.popFirst() : nil)
    }
    var start = 0
    var place = 0
    while place < pieces.count {
      let piece = pieces[place]
      guard piece.endsPage else {
        place += 1
        continue
      }
      // What stands on a page of its own leaves the page before to the text that follows it.
      let end = piece.isOnSide ? filled(pieces, from: start, without: place) : place
      let before = pieces[start..<place] + (end > place ? pieces[(place + 1)...end] : [])
      code += PageRun(Array(before), on: area).code()
      code.append(piece.piece.set(1))
      start = end + 1
      place = start
    }
    code += PageRun(Array(pieces[start...]), on: area).code()
    return code.joined(separator: "\n") + "\n}\n"
  }

  /// The index of the last piece that is drawn before a page on its side so that the page before is full: as few as do, none of
  /// another section.
  private func filled(_ pieces: [PageRun.Piece], from start: Int, without place: Int) -> Int {
    var best = (end: place, filled: 0.0)
    for end in place..<min(pieces.count, place + Self.mostMoved) {
      if end > place, pieces[end].endsPage || pieces[end].piece.isHeld { break }
      let run = pieces[start..<place] + (end > place ? pieces[(place + 1)...end] : [])
      let filled = PageRun(Array(run), on: area).plan.filled
      if filled > best.filled + 0.02 { best = (end, filled) }
      if filled > Self.full { break }
    }
    return best.end
  }

  /// A page, less what measures may be off.
  private var area: PagePlan.Area {
    let line = paper.fontSize * 1.3
    return PagePlan.Area(height: paper.textHeight - 0.1 * line, line: line, clearance: paper.fontSize * 1.7)
  }
}

extension PagePiece {
  var floats: Bool { if case .float = role { true } else { false } }
  var isHeld: Bool { role == .held || role == .title }
  /// Whether it stands a little apart from the text around it.
  var isApart: Bool { role == .kept || role == .whole }
  /// Whether it takes room on a page.
  var isMeasured: Bool {
    switch role {
    case .text, .kept, .whole, .held, .title, .float: true
    case .pageBreak, .ownPage, .unseen: false
    }
  }

  /// The code of a float where it is placed.
  func floating(_ side: PagePlan.Side, _ scale: Double) -> String {
    side == .here ? "standing(\(set(scale)))" : "floating(\(side.rawValue), \(set(scale)))"
  }

  /// Its code, a float's at a size.
  func set(_ scale: Double) -> String {
    floats ? "{ let \(Self.size) = \(NumberText.fixed(scale, 4)); \(code) }" : code
  }
}
