/// Which page each figure floats to, how large it is, and where text waits for figures.
///
/// Typst places what floats as early as it can and never looks ahead: where more figures are named than pages hold, text runs
/// away from them. So pages are planned before: text is poured into them as Typst would, and on each page a few figures more or
/// fewer are tried, of full size or smaller. The best few of the states reached go on to the next page (a beam search), by
/// white space and by how far figures stand from where they are named.
///
/// Only the page of a figure is decided, and beside which text it is written; where lines break is Typst's. An estimate that is
/// a line off changes nothing.
package struct PagePlan {
  /// The place for text of a page, in points.
  package struct Area: Equatable {
    package var height: Double
    /// The distance from one line to the next.
    package var line: Double
    /// The space between a float and the text.
    package var clearance: Double

    /// By its parts.
    package init(height: Double, line: Double, clearance: Double) {
      self.height = height
      self.line = line
      self.clearance = clearance
    }
  }

  /// A block of text.
  package struct Text: Equatable {
    package var height: Double
    /// The space that it wants above and below.
    package var above = 0.0
    package var below = 0.0
    /// Whether it stays on one page.
    package var isWhole = false
    /// Whether it has to stand on the page of the next block: a heading.
    package var isHeld = false
    /// Whether its height is a guess: it has notes at the foot of the page, or is a table or source text that goes on overleaf.
    package var isGuess = false
    /// What floats and is named here first, by its index.
    package var names: [Int] = []

    /// By its parts.
    package init(
      height: Double, above: Double = 0.0, below: Double = 0.0, isWhole: Bool = false, isHeld: Bool = false,
      isGuess: Bool = false, names: [Int] = []
    ) {
      self.height = height
      self.above = above
      self.below = below
      self.isWhole = isWhole
      self.isHeld = isHeld
      self.isGuess = isGuess
      self.names = names
    }
  }

  /// A figure or a table.
  package struct Float: Equatable {
    /// With its caption, at full size.
    package var height: Double
    /// How much of the height shrinks with the size.
    package var scaled = 0.0
    /// The smallest size that it can be read at.
    package var least = 1.0
    /// The index of the text before which it is written.
    package var place: Int
    /// The index of the text that has to stand above it: its chapter's title.
    package var title: Int?

    package func height(at scale: Double) -> Double { height - scaled * (1 - scale) }

    /// By its parts.
    package init(height: Double, scaled: Double = 0.0, least: Double = 1.0, place: Int, title: Int? = nil) {
      self.height = height
      self.scaled = scaled
      self.least = least
      self.place = place
      self.title = title
    }
  }

  package enum Side: String {
    case top, bottom
    /// Below the text of its page, where that leaves room.
    case here
  }

  /// Where a float goes.
  package struct Placement: Equatable {
    /// The page, from 0.
    package var page: Int
    /// The index of the text before which it is written for Typst.
    package var before: Int
    package var side: Side
    package var scale: Double

    /// By its parts.
    package init(page: Int, before: Int, side: Side, scale: Double) {
      self.page = page
      self.before = before
      self.side = side
      self.scale = scale
    }
  }

  /// What was decided for each float.
  package var placements: [Placement] = []
  /// The indices of texts that start a page although the page before has room.
  package var breaks: Set<Int> = []
  /// The pages.
  package var pages = 0
  /// How much of the last page is filled, as a share.
  package var filled = 1.0

  /// How many states go on from a page to the next, of a short document and of one of hundreds of pages.
  private static let beam = 6...24

  /// Plans the pages of texts in order and of the floats among them.
  package init(_ texts: [Text], _ floats: [Float], on area: Area) {
    var search = Search(texts: texts, floats: floats, area: area)
    let states = Int(2400 * area.height / max(search.height, area.height))
    let steps = search.run(beam: min(max(states, Self.beam.lowerBound), Self.beam.upperBound))
    pages = steps.count
    if let last = steps.last { filled = (last.used + search.space(of: last.floats, last.scale)) / area.height }
    for (page, step) in steps.enumerated() {
      if page > 0, step.isStopped, step.start.offset == 0 { breaks.insert(step.start.text) }
      let count = step.floats.count
      let isFull = area.height - step.used - search.space(of: step.floats, step.scale) < 2 * area.line
      for (place, float) in step.floats.enumerated() {
        // What has to stand below a title that begins its page goes to the foot, and of several the last, to frame the text.
        let isBelow =
          floats[float].title.map { $0 > step.start.text || $0 == step.start.text && step.start.offset == 0 } ?? false
        let frames = isFull && count > 1 && place == count - 1 && step.used >= 6 * area.line
        let side: Side = isBelow ? (isFull ? .bottom : .here) : frames ? .bottom : .top
        placements.append(
          Placement(
            page: page, before: side == .here ? step.end.text : search.writing(float, on: step), side: side,
            scale: step.scale(of: floats[float])))
      }
    }
  }
}
