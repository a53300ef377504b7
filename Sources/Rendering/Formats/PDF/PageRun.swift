import Basics
import Foundation

/// The pieces from the start of a page to the next that is wanted, with the plan of their pages.
struct PageRun {
  /// A piece with its measure, if it takes room.
  struct Piece {
    var piece: PagePiece
    var measure: PageFlow.Measure?

    /// Whether it is a table on its side, for which the template gives a height that no page has.
    var isOnSide: Bool { measure.map { $0.height > 90_000 } ?? false }
    /// Whether the page ends before it.
    var endsPage: Bool { piece.role == .pageBreak || piece.role == .ownPage || isOnSide }
  }

  /// What floats at most, as a share of the page: more would leave too little beside it.
  private static let mostFloating = 0.62
  /// What is kept together at most, as a share of the page.
  private static let mostKept = 0.24
  /// A figure is written at most so many blocks before the text that names it.
  private static let ahead = 4

  private var texts: [PagePlan.Text] = []
  private var floats: [PagePlan.Float] = []
  /// What takes no room, by the text that it stands before.
  private var unseen: [[String]] = [[]]
  private var afloat: [PagePiece] = []
  /// The code of each text, and the anchors that it names.
  private var written: [String] = []
  private var links: [[String]] = []
  /// What was decided.
  let plan: PagePlan

  init(_ pieces: [Piece], on area: PagePlan.Area) {
    var title: Int?
    for piece in pieces {
      var measure = piece.measure ?? PageFlow.Measure(height: 0, above: 0, below: 0)
      let piece = piece.piece
      let notes = piece.code.components(separatedBy: "#footnote(").count - 1
      measure.height += Double(notes) * 2 * area.line
      if case .float(let float) = piece.role, float.scaled > 0 || measure.height <= Self.mostFloating * area.height {
        floats.append(
          PagePlan.Float(
            height: measure.height, scaled: min(float.scaled, measure.height), least: float.least, place: texts.count,
            title: title))
        afloat.append(piece)
        continue
      }
      if piece.role == .unseen {
        unseen[texts.count].append(piece.code)
        continue
      }
      let isKept = piece.role == .kept && measure.height <= Self.mostKept * area.height
      if piece.role == .title { title = texts.count }
      texts.append(
        PagePlan.Text(
          height: measure.height, above: measure.above, below: measure.below,
          isWhole: isKept || piece.role == .whole || piece.isHeld,
          isHeld: piece.isHeld, isGuess: notes > 0 || piece.role == .kept && !isKept))
      written.append(isKept ? "kept(\(piece.code))" : piece.set(1))
      links.append(piece.names)
      unseen.append([])
    }
    if texts.last?.isHeld ?? false {
      // A heading that nothing follows would be moved behind what floats.
      texts.append(PagePlan.Text(height: 1, above: area.clearance / 2, below: area.clearance / 2))
      written.append("block(height: 1pt, par(h(0pt)))")
      links.append([])
      unseen.append([])
    }
    Self.name(afloat, floats, links, in: &texts)
    plan = PagePlan(texts, floats, on: area)
  }

  /// The code, with what floats where the plan wants it.
  func code() -> [String] {
    let places = Dictionary(grouping: plan.placements.indices) { plan.placements[$0].before }
    var code: [String] = []
    for text in 0...texts.count {
      let here = places[text] ?? []
      func add(_ floats: [Int]) {
        code += floats.map { afloat[$0].floating(plan.placements[$0].side, plan.placements[$0].scale) }
      }
      add(here.filter { plan.placements[$0].side == .here })
      if plan.breaks.contains(text) { code.append("colbreak(weak: true)") }
      add(here.filter { plan.placements[$0].side != .here })
      code += unseen[text]
      if text < texts.count { code.append(written[text]) }
    }
    return code
  }

  /// Says of each text which floats it is the first to name.
  private static func name(
    _ floating: [PagePiece], _ floats: [PagePlan.Float], _ links: [[String]], in texts: inout [PagePlan.Text]
  ) {
    var waiting: [String: Int] = [:]
    for (index, piece) in floating.enumerated() { for anchor in piece.anchors { waiting[anchor] = index } }
    var named: Set<Int> = []
    for (text, anchors) in links.enumerated() {
      for anchor in anchors {
        guard let float = waiting[anchor], text < floats[float].place + Self.ahead, named.insert(float).inserted else {
          continue
        }
        texts[text].names.append(float)
      }
    }
  }
}
