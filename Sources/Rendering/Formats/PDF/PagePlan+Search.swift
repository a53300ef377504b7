extension PagePlan {
  /// A place in the text: an index, and how much of the block stands on pages before, in points.
  struct Position: Equatable, Hashable {
    var text: Int
    var offset = 0.0
  }

  /// A page of a plan.
  struct Step {
    var start: Position
    var end: Position
    var floats: Range<Int>
    /// How far figures that allow it are made smaller.
    var scale: Double
    /// The height of its text.
    var used: Double
    /// Whether the page before was left although there was room.
    var isStopped: Bool

    func scale(of float: Float) -> Double { float.scaled > 0 ? scale : 1 }
  }

  /// The search for the best pages.
  struct Search {
    let texts: [Text]
    let floats: [Float]
    let area: Area
    /// The index of the text that names each float first, or before which it is written where none does.
    private let named: [Int]
    /// What each text names.
    private let names: [[Int]]
    /// The height of all texts from an index on, and of all floats.
    private let restOfText: [Double]
    private let restOfFloats: [Double]

    init(texts: [Text], floats: [Float], area: Area) {
      self.texts = texts
      self.floats = floats
      self.area = area
      var named = floats.map { max(0, min($0.place, texts.count) - 1) }
      for (index, text) in texts.enumerated() { for float in text.names { named[float] = index } }
      var names = Array(repeating: [Int](), count: texts.count)
      for (float, text) in named.enumerated() where text < texts.count { names[text].append(float) }
      self.named = named
      self.names = names
      var rest = 0.0
      restOfText =
        [0]
        + texts.reversed().map {
          rest += $0.height + max($0.above, $0.below); return rest
        }
      rest = 0
      restOfFloats =
        [0]
        + floats.reversed().map {
          rest += $0.height + area.clearance; return rest
        }
    }

    /// The height of everything.
    var height: Double { restOfText[texts.count] + restOfFloats[floats.count] }

    /// How far a plan has come.
    private struct State {
      var position = Position(text: 0)
      /// How many floats stand.
      var float = 0
      var cost = 0.0
      /// The pages of floats that are named and do not stand yet, and of those that stand and are not named yet.
      var pending: [Int: Int] = [:]
      var early: [Int: Int] = [:]
      /// Whether its last page was left although there was room.
      var isStopped = false
      /// Whether a block of a height that is a guess has come since a page was ended by force.
      var isGuess = false
      /// The page that it comes from.
      var link = -1
    }

    /// The pages of the best plan.
    mutating func run(beam: Int) -> [Step] {
      var links: [(step: Step, before: Int)] = []
      var states = [State()]
      var best: State?
      // Each page takes something, so there are no more pages than pieces, and as many as heights ask for.
      var page = 0
      while !states.isEmpty {
        var next: [State] = []
        for state in states {
          for (step, stops) in pages(from: state) {
            var state = reached(state, step, page, stops)
            links.append((step, state.link))
            state.link = links.count - 1
            if state.position.text == texts.count, state.float == floats.count {
              if best.map({ $0.cost > state.cost }) ?? true { best = state }
            } else {
              next.append(state)
            }
          }
        }
        let limit = best?.cost ?? .infinity
        var seen: Set<Position> = []
        let ranked = next.map { (state: $0, cost: estimate($0, page)) }.filter { $0.cost < limit }.sorted {
          $0.cost < $1.cost
        }
        states = []
        for (state, _) in ranked where states.count < beam {
          let place = Position(
            text: state.position.text * (floats.count + 1) + state.float,
            offset: (state.position.offset / area.line).rounded(.down))
          if seen.insert(place).inserted { states.append(state) }
        }
        page += 1
      }
      var steps: [Step] = []
      var link = best?.link ?? -1
      while link >= 0 {
        steps.append(links[link].step)
        link = links[link].before
      }
      return steps.reversed()
    }

    /// The cost of a state and the least that the rest adds: 100 a page, and what already waits too long.
    private func estimate(_ state: State, _ page: Int) -> Double {
      let late = state.pending.values.reduce(0) { $0 + 300 * Double(max(0, page - $1)) }
      let text = restOfText[texts.count - state.position.text] - state.position.offset
      return state.cost + late + 100 * (text + restOfFloats[floats.count - state.float]) / area.height
    }

    private func reached(_ state: State, _ step: Step, _ page: Int, _ stops: Bool) -> State {
      var state = state
      let isLast = step.end.text == texts.count && step.floats.upperBound == floats.count
      let taken = step.used + space(of: step.floats, step.scale)
      let white = max(0, area.height - taken) / area.height
      state.cost += isLast ? 100 * (1 - white) : 100
      if !isLast {
        let most = 0.22
        if white > most { state.cost += 120 + 1500 * (white - most) }
      }
      for float in step.floats where floats[float].scaled > 0 { state.cost += 60 * (1 - step.scale) }
      if !step.floats.isEmpty, step.used == 0, step.end.text < texts.count { state.cost += 6 }
      if !step.floats.isEmpty, step.used > 0, step.used < 4 * area.line { state.cost += 4 }
      // What is named on this page; a block that goes on overleaf counts for the page where it starts.
      for text in step.start
        .text..<max(step.start.text, min(texts.count, step.end.offset > 0 ? step.end.text + 1 : step.end.text))
      {
        if text == step.start.text, step.start.offset > 0 { continue }
        for float in names[text] {
          if float >= step.floats.upperBound { state.pending[float] = page }
          if let stood = state.early.removeValue(forKey: float), page - stood > 1 {
            state.cost += 300 * Double(page - stood - 1)
          }
        }
      }
      for float in step.floats {
        if let name = state.pending.removeValue(forKey: float) {
          state.cost += 4 + 300 * Double(max(0, page - name - 1))
        } else if named[float] >= step.end.text, !(named[float] == step.end.text && step.end.offset > 0) {
          state.early[float] = page
          state.cost += 12
        }
      }
      state.position = step.end
      state.float = step.floats.upperBound
      state.isStopped = stops
      state.isGuess = !stops && isGuess(step, after: state)
      return state
    }

    private func space(of float: Int, _ scale: Double) -> Double {
      floats[float].height(at: floats[float].scaled > 0 ? scale : 1) + area.clearance
    }

    func space(of floats: Range<Int>, _ scale: Double) -> Double {
      var sum = 0.0
      for float in floats { sum += space(of: float, scale) }
      return sum
    }

    /// The pages that may follow, and whether text is held back on each.
    private func pages(from state: State) -> [(Step, Bool)] {
      var found: [(Step, Bool)] = []
      var end = state.float
      while true {
        let floats = state.float..<end
        var scales: [Double] = []
        let whole = space(of: floats, 1)
        let shrinking = floats.reduce(0) { $0 + self.floats[$1].scaled }
        let least = floats.reduce(0) { self.floats[$1].scaled > 0 ? max($0, self.floats[$1].least) : $0 }
        if whole <= area.height { scales.append(1) }
        if shrinking > 0 {
          let fitting = 1 - (whole - area.height) / shrinking
          if fitting < 1, fitting >= least || floats.count == 1 { scales.append(max(fitting - 0.005, 0.05)) }
          if least < 1, fitting > least {
            scales.append(least)
            if least < 0.93, fitting > 0.93 { scales.append(0.93) }
          }
        } else if whole > area.height, floats.count == 1 {
          scales.append(1)
        }
        if scales.isEmpty { break }
        for scale in scales { add(floats, scale, state, &found) }
        if end == self.floats.count || floats.count > 24 { break }
        end += 1
      }
      if found.isEmpty { add(state.float..<state.float, 1, state, &found) }
      return found
    }

    private func add(_ floats: Range<Int>, _ scale: Double, _ state: State, _ found: inout [(Step, Bool)]) {
      let room = area.height - space(of: floats, scale)
      let (end, used) = fill(from: state.position, room: room, mayForce: floats.isEmpty)
      if floats.isEmpty, end == state.position { return }
      // A float stands not before the page of its title.
      for float in floats { if let title = self.floats[float].title, title >= end.text { return } }
      let step = Step(
        start: state.position, end: end, floats: floats, scale: scale, used: used, isStopped: state.isStopped)
      found.append((step, waits(step, after: state, left: room - used)))
      // Text that waits for the figures it names.
      var stops = 0
      var height = 0.0
      var below = 0.0
      for text in state.position.text..<max(state.position.text, min(texts.count, end.text + (end.offset > 0 ? 1 : 0)))
      {
        let isFirst = text == state.position.text
        if !isFirst, names[text].contains(where: { $0 >= floats.upperBound }) {
          var stop = text
          while stop > state.position.text, texts[stop - 1].isHeld { stop -= 1 }
          guard stop > state.position.text else { return }
          if !floats.contains(where: { float in self.floats[float].title.map { $0 >= stop } ?? false }) {
            var step = step
            step.end = Position(text: stop)
            step.used = height
            found.append((step, waits(step, after: state, left: room - height)))
          }
          stops += 1
          if stops == 2 { return }
        }
        height +=
          (height > 0 ? max(below, texts[text].above) : 0) + texts[text].height - (isFirst ? state.position.offset : 0)
        below = texts[text].below
      }
    }

    private func isGuess(_ step: Step, after state: State) -> Bool {
      let end = min(texts.count, step.end.offset > 0 ? step.end.text + 1 : step.end.text)
      return state.isGuess || texts[min(step.start.text, end)..<end].contains(where: \.isGuess)
    }

    /// Whether the page has to be ended by force: the text that would follow names what does not stand yet, and a line of it might
    /// fit. Where heights are a guess, only if there is room to spare; Typst leaves other full pages by itself.
    private func waits(_ step: Step, after state: State, left: Double) -> Bool {
      guard step.end.offset == 0, step.end.text < texts.count else { return false }
      var text = step.end.text
      while texts[text].isHeld, text + 1 < texts.count { text += 1 }
      guard names[text].contains(where: { $0 >= step.floats.upperBound }) else { return false }
      let isGuess = isGuess(step, after: state)
      return left > 6 * area.line || !isGuess
    }

    /// Pours text into a room.
    private func fill(from start: Position, room: Double, mayForce: Bool) -> (end: Position, used: Double) {
      var position = start
      var used = 0.0
      var below = 0.0
      // Before the headings that the next block has to follow.
      var held: (Position, Double)?
      while position.text < texts.count {
        let text = texts[position.text]
        let gap = used > 0 ? max(below, position.offset > 0 ? 0 : text.above) : 0
        // A table repeats its header.
        let header = text.isGuess && position.offset > 0 ? 2 * area.line : 0
        let height = text.height - position.offset + header
        if used + gap + height <= room {
          if text.isHeld { held = held ?? (position, used) } else { held = nil }
          used += gap + height
          below = text.below
          position = Position(text: position.text + 1)
          continue
        }
        let isForced = mayForce && used == 0 && (text.isWhole || area.height < 4 * area.line)
        if isForced { return (Position(text: position.text + 1), min(height, room)) }
        if !text.isWhole {
          let all = Int((height / area.line).rounded())
          let lines = min(Int(((room - used - gap) / area.line).rounded(.down)), all - 2)
          if lines >= 2 || mayForce && used == 0 && lines >= 1 {
            position.offset += Double(lines) * area.line
            return (position, used + gap + Double(lines) * area.line)
          }
          if mayForce, used == 0 { return (Position(text: position.text + 1), min(height, room)) }
        }
        if let held, mayForce ? held.0 != start : true { return held }
        return (position, used)
      }
      if let held, position.text < texts.count { return held }
      return (position, used)
    }

    /// The index of the text before which a float is written for it to come to a page.
    func writing(_ float: Int, on step: Step) -> Int {
      var text = step.start.text
      if step.start.offset > 0 {
        // Within a block that began on the page before: before it if it does not fit there any more.
        let fits = space(of: float, step.scale) < step.start.offset + 3 * area.line
        if fits, step.end.text > text { text += 1 }
      }
      // Below the title that it has to stand below.
      if let title = floats[float].title, text <= title { text = title + 1 }
      return min(text, texts.count)
    }
  }
}
