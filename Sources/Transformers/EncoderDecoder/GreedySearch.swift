/// Chooses the likeliest token, step by step, among those that a model's files allow, as transformers'
/// `generate(do_sample=False, num_beams=1)` does.
struct GreedySearch {
  let settings: GenerationSettings
  /// The most tokens, the one to start from counted.
  let limit: Int
  /// What has been said, after the token to start from.
  private(set) var ids: [Int]
  /// Whether a token that ends it was said.
  private(set) var isEnded = false

  init(_ settings: GenerationSettings, limit: Int) {
    (self.settings, self.limit, ids) = (settings, limit, [settings.start])
  }

  var isDone: Bool { isEnded || ids.count >= limit }

  /// Says the next token.
  ///
  /// - Parameter scores: One for every token of the vocabulary.
  mutating func step(_ scores: [Float]) {
    var scores = scores
    rule(&scores)
    var best = 0
    for token in scores.indices where scores[token] > scores[best] { best = token }
    ids.append(best)
    isEnded = settings.ends.contains(best)
  }

  /// Applies the rules in the order in which the reference does.
  private func rule(_ scores: inout [Float]) {
    if settings.repetitionPenalty != 1 {
      for token in Set(ids) {
        scores[token] =
          scores[token] < 0 ? scores[token] * settings.repetitionPenalty : scores[token] / settings.repetitionPenalty
      }
    }
    let size = settings.unrepeated
    if size > 0, ids.count + 1 >= size {
      let beginning = ids.suffix(size - 1)
      for start in 0..<max(0, ids.count - size + 1) where ids[start..<start + size - 1].elementsEqual(beginning) {
        scores[ids[start + size - 1]] = -.infinity
      }
    }
    for row in settings.barred where row.count <= ids.count || row.count == 1 {
      if ids.suffix(row.count - 1).elementsEqual(row.dropLast()) { scores[row[row.count - 1]] = -.infinity }
    }
    if ids.count < settings.leastLength || ids.count < settings.leastNewTokens + 1 {
      for token in settings.ends { scores[token] = -.infinity }
    }
    if ids.count == 1, let forced = settings.forcedStart { force(forced, &scores) }
    if ids.count == limit - 1, let forced = settings.forcedEnd { force(forced, &scores) }
    for token in settings.suppressed { scores[token] = -.infinity }
    if ids.count == (settings.forcedStart == nil ? 1 : 2) {
      for token in settings.suppressedFirst { scores[token] = -.infinity }
    }
  }

  private func force(_ token: Int, _ scores: inout [Float]) {
    for index in scores.indices { scores[index] = index == token ? 0 : -.infinity }
  }
}
