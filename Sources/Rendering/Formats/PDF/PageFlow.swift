import Basics
import Foundation
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

  /// A block higher than this ends its page and begins another: a table on its side.
  private static let ownPage = 90_000.0
  /// What floats at most, as a share of the page: more would leave too little beside it.
  private static let mostFloating = 0.62
  /// What is kept together at most, as a share of the page.
  private static let mostKept = 0.24
  /// How much text is measured; beyond, figures float without a plan.
  private static let mostPieces = 20_000
  /// A figure is written at most so many blocks before the text that names it.
  private static let ahead = 4

  /// Whether a plan changes anything: where nothing floats, it does not.
  var isPlanned: Bool { pieces.count <= Self.mostPieces && pieces.contains(where: \.floats) }

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
    var code = [head + "#{"]
    var rest = (measures ?? [])[...]
    let measured = pieces.map { piece in (piece, piece.isMeasured ? rest.popFirst() : nil) }
    var run: [(PagePiece, Measure?)] = []
    func end() {
      code += planned(run, isMeasured: measures != nil)
      run = []
    }
    for (piece, measure) in measured {
      let isAlone =
        piece.role == .pageBreak || piece.role == .ownPage || measure.map { $0.height > Self.ownPage } ?? false
      if isAlone { end() }
      if isAlone { code.append(piece.set(1)) } else { run.append((piece, measure)) }
    }
    end()
    return code.joined(separator: "\n") + "\n}\n"
  }

  private var area: PagePlan.Area {
    PagePlan.Area(height: paper.textHeight, line: paper.fontSize * 1.3, clearance: paper.fontSize * 2)
  }

  /// The code of pieces from the start of a page to the next that is wanted.
  private func planned(_ run: [(piece: PagePiece, measure: Measure?)], isMeasured: Bool) -> [String] {
    guard isMeasured, run.contains(where: { $0.piece.floats }) else {
      return run.map { piece, _ in piece.floats ? floating(piece, .top, 1) : piece.code }
    }
    var texts: [PagePlan.Text] = []
    var floats: [PagePlan.Float] = []
    // The pieces before each text that take no room, the floats by their index, and the text itself.
    var unseen: [[String]] = [[]]
    var afloat: [PagePiece] = []
    var written: [String] = []
    var links: [[String]] = []
    var title: Int?
    for (piece, measure) in run {
      var measure = measure ?? Measure(height: 0, above: 0, below: 0)
      measure.height += Double(piece.code.components(separatedBy: "#footnote(").count - 1) * 2 * area.line
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
          isHeld: piece.isHeld))
      written.append(isKept ? "kept(\(piece.code))" : piece.set(1))
      links.append(piece.names)
      unseen.append([])
    }
    name(afloat, floats, links, in: &texts)
    let plan = PagePlan(texts, floats, on: area)
    let places = Dictionary(grouping: plan.placements.indices) { plan.placements[$0].before }
    var code: [String] = []
    for text in 0...texts.count {
      let here = places[text] ?? []
      func add(_ floats: [Int]) {
        code += floats.map { floating(afloat[$0], plan.placements[$0].side, plan.placements[$0].scale) }
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
  private func name(
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

  private func floating(_ piece: PagePiece, _ side: PagePlan.Side, _ scale: Double) -> String {
    side == .here ? "standing(\(piece.set(scale)))" : "floating(\(side.rawValue), \(piece.set(scale)))"
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

  /// Its code, a float's at a size.
  func set(_ scale: Double) -> String {
    floats ? "{ let \(Self.size) = \(NumberText.fixed(scale, 4)); \(code) }" : code
  }
}
