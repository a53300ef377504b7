import TestSupport
import Testing

import Rendering

struct PagePlanTests {
  typealias Text = PagePlan.Text
  typealias Float = PagePlan.Float
  private let area = PagePlan.Area(height: 700, line: 14, clearance: 20)

  private func paragraph(_ lines: Int = 6, names: [Int] = []) -> Text {
    Text(height: 14 * Double(lines) - 4, above: 10, below: 10, names: names)
  }

  @Test func `text alone takes as many pages as it is high`() {
    let plan = PagePlan(Array(repeating: paragraph(), count: 40), [], on: area)
    #expect(plan.pages == 6)
    #expect(plan.breaks.isEmpty)
  }

  @Test func `a figure stands on the page that names it where it fits, else on the next`() {
    let figure = Float(height: 300, scaled: 280, least: 0.86, place: 3)
    #expect(
      PagePlan([paragraph(), paragraph(), paragraph(names: [0])], [figure], on: area).placements.map(\.page) == [0])
    var texts = Array(repeating: paragraph(), count: 14)
    texts[6].names = [0]
    var late = figure
    late.place = 7
    #expect(PagePlan(texts, [late], on: area).placements.map(\.page) == [1])
  }

  @Test func `no figure stands above the title of its chapter`() {
    var title = Text(height: 20, above: 0, below: 15, isWhole: true, isHeld: true)
    var texts = [title, paragraph(names: [0]), paragraph()]
    let figure = Float(height: 300, scaled: 280, least: 0.86, place: 2, title: 0)
    #expect(PagePlan(texts, [figure], on: area).placements.map(\.side) == [.here])
    // One in the middle of a page, with more text below.
    title.above = 25
    texts = Array(repeating: paragraph(), count: 3) + [title] + Array(repeating: paragraph(), count: 10)
    texts[4].names = [0]
    let below = PagePlan(texts, [Float(height: 300, scaled: 280, least: 0.86, place: 5, title: 3)], on: area)
      .placements[0]
    #expect(below.page == 0)
    #expect(below.side != .top)
    #expect(below.before > 3)
  }

  @Test func `figures that hardly fit on one page are made smaller, but not so small that they cannot be read`() {
    let texts = [paragraph(names: [0, 1])] + Array(repeating: paragraph(), count: 20)
    func scales(_ height: Double) -> [Double] {
      let figures = (0..<2).map { _ in Float(height: height, scaled: height - 20, least: 0.86, place: 1) }
      return PagePlan(texts, figures, on: area).placements.map(\.scale)
    }
    #expect(scales(200) == [1, 1])
    for scale in scales(310) + scales(352) + scales(500) { #expect(scale >= 0.86 && scale <= 1) }
    let high = PagePlan(
      [paragraph(names: [0])] + texts.dropFirst(), [Float(height: 900, scaled: 880, least: 0.86, place: 1)], on: area
    ).placements[0]
    #expect(high.scale < 0.8, "one that is higher than a page has to be")
  }

  @Test func `text waits for its figures rather than run away from them`() {
    // On each page, more is named than a page holds.
    let texts = (0..<16).map { paragraph(4, names: [$0]) }
    let figures = (0..<16).map { Float(height: 320, scaled: 300, least: 0.86, place: $0 + 1) }
    let plan = PagePlan(texts, figures, on: area)
    #expect(plan.placements.map(\.page) == plan.placements.map(\.page).sorted())
    #expect(plan.pages <= 9)
    #expect(plan.placements.allSatisfy { $0.before <= texts.count })
  }

  @Test func `figures without text, and text without room, come to an end`() {
    let figures = (0..<30).map { _ in Float(height: 200, scaled: 180, least: 0.86, place: 0) }
    #expect(PagePlan([], figures, on: area).pages == 10)
    let whole = Array(repeating: Text(height: 900, isWhole: true), count: 3)
    #expect(PagePlan(whole, [], on: area).pages == 3)
    #expect(PagePlan([], [], on: area).pages == 0)
    let narrow = PagePlan.Area(height: 30, line: 14, clearance: 20)
    #expect(PagePlan([paragraph(), paragraph(names: [0])], [figures[0]], on: narrow).placements.count == 1)
  }

  @Test func `five thousand blocks are planned in milliseconds`() {
    let texts = (0..<5000).map { index in paragraph(3 + index % 7, names: index % 10 == 0 ? [index / 10] : []) }
    let figures = (0..<500).map {
      Float(height: 150 + Double($0 % 9) * 40, scaled: 140, least: 0.86, place: $0 * 10 + 1)
    }
    let clock = ContinuousClock()
    var plan: PagePlan?
    let time = clock.measure { plan = PagePlan(texts, figures, on: area) }
    #expect(plan?.placements.count == 500)
    #expect(time < .seconds(5), "\(time); an optimised build needs a thirtieth")
  }
}
