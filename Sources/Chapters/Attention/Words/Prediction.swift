internal import Basics
internal import Notebook
internal import Transformers

/// What a checkpoint's head says of the sentence, and which words carry it.
struct Prediction {
  /// A way to judge words: its name in tables, and a number for each word.
  struct Measure {
    let name: String
    let values: [Double]
  }

  /// The classes, as the head knows them.
  let classes: ClassLabels
  /// Their scores, and their probabilities where scores have such.
  let scores: [Double]
  let probabilities: [Double]?
  /// The class by whose score words and heads are judged, and whether the settings chose it.
  let label: Int
  let isChosen: Bool
  /// The token whose last state the head judges.
  let judged: Int
  /// How much the class's score falls when each of the study's judged words is masked; empty for a model without a token for that.
  let masked: [Double]
  /// The same with the word left out; nil where nothing would be left to read.
  let leftOut: [Double?]
  /// The scores of all classes in the first of these ways that there is.
  let hiddenScores: [[Float]]
  /// Measures of attention that ask nothing of the class, and the movement of the sentence's vector.
  let others: [Measure]

  /// The class's score without a word, subtracted from its score: by mask where there is one; empty where nothing is left to read.
  var effects: [Double] {
    if !masked.isEmpty { return masked }
    let left = leftOut.compactMap(\.self)
    return left.count == leftOut.count ? left : []
  }

  /// The words, those first whose hiding changes the score most; of equals the earlier one.
  var order: [Int] { effects.indices.sorted { (abs(effects[$1]), $0) < (abs(effects[$0]), $1) } }

  /// The classes, the largest score first; of equals the first.
  var ranking: [Int] { scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) } }

  /// What the head says of a sentence; nil for a checkpoint without a head for classes.
  ///
  /// - Parameter wanted: The class that the settings name; empty for the one with the largest score.
  /// - Throws: `NotebookError.chapter` where the settings name a class that there is not.
  init?(_ study: AttentionStudy, wanted: String) throws {
    let units = study.judged.map { study.words.units[$0].positions }
    guard let classes = study.model.classes, let hidden = try study.model.classOcclusion(of: units, in: study.encoding)
    else {
      if wanted.isEmpty { return nil }
      throw NotebookError.chapter(
        slug: Attention.slug, problem: "attention.label is “\(wanted)”, but the model has no head that tells classes")
    }
    self.classes = classes
    let scores = hidden.scores.map(Double.init)
    self.scores = scores
    probabilities = classes.probabilities(hidden.scores)
    isChosen = !wanted.isEmpty
    let label =
      wanted.isEmpty
      ? scores.indices.max { (scores[$0], $1) < (scores[$1], $0) } ?? 0 : try Self.find(wanted, in: classes.names)
    self.label = label
    judged = study.model.judgedPosition(in: study.encoding)
    masked = hidden.masked.map { scores[label] - Double($0[label]) }
    leftOut = hidden.leftOut.map { left in left.map { scores[label] - Double($0[label]) } }
    hiddenScores = hidden.masked.isEmpty ? hidden.leftOut.compactMap(\.self) : hidden.masked
    others = Self.measures(study, judged: judged, units)
  }

  private static func find(_ wanted: String, in names: [String]) throws -> Int {
    if let exact = names.firstIndex(of: wanted) { return exact }
    if let found = names.firstIndex(where: { $0.lowercased() == wanted.lowercased() }) { return found }
    let near = nearestName(to: wanted, among: names).map { "; did you mean “\($0)”?" } ?? ""
    throw NotebookError.chapter(
      slug: Attention.slug,
      problem: "attention.label is “\(wanted)”, which is no class of the model\(near); its classes are "
        + names.prefix(40).joined(separator: ", ") + (names.count > 40 ? " …" : ""))
  }

  /// What attention alone says of the words, as the judged token looks at them.
  private static func measures(_ study: AttentionStudy, judged: Int, _ words: [[Int]]) -> [Measure] {
    let map = study.tokens
    func sums(_ row: [Double]) -> [Double] { words.map { $0.reduce(0) { $0 + row[$1] } } }
    var attention = [Double](repeating: 0, count: map.count)
    for layer in 0..<map.layers {
      for head in 0..<map.heads {
        for key in 0..<map.count {
          attention[key] += Double(map[layer, head, judged, key]) / Double(map.layers * map.heads)
        }
      }
    }
    var lengths = [Double](repeating: 0, count: map.count)
    for layer in study.model.normBasedAttention(study.pass) {
      for head in 0..<map.heads {
        for (key, length) in layer.slice(head, judged).elements.enumerated() { lengths[key] += Double(length) }
      }
    }
    var measures = [
      Measure(name: "attention", values: sums(attention)),
      Measure(name: "rollout", values: sums(map.rollout()[judged])),
      Measure(name: "norm-based", values: sums(lengths)),
    ]
    if map.count <= WordImportance.longestFlow {
      measures.append(Measure(name: "maximum flow", values: sums(map.maximumFlow(from: judged))))
    }
    let distances = study.importance.hidden.distances.map(Double.init)
    return measures + [Measure(name: "sentence’s vector", values: distances)]
  }

  /// Kendall's τ of each other measure with the size of what hiding a word does to the score; nothing for one word, and none of a measure
  /// that is the same for all.
  var agreements: [(measure: String, tau: Double)] {
    guard effects.count > 1 else { return [] }
    let sizes = effects.map(abs)
    let left = leftOut.compactMap { $0.map(abs) }
    let all =
      (masked.isEmpty || left.count != sizes.count ? [] : [Measure(name: "left out", values: left)]) + others
    return all.compactMap { measure in
      RankAgreement.kendall(sizes, measure.values).map { (measure.name, $0) }
    }
  }
}
