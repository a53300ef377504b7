internal import Basics
internal import Plotting
internal import Transformers

extension AttentionFigures {
  /// How evenly each head spreads its attention.
  var entropies: Figure {
    Figure(
      id: "entropy",
      caption:
        "How evenly each head spreads its attention: the entropy of its rows over the largest possible. At 0 a token "
        + "looks at one token, at 1 at all alike.",
      alternativeText: "A matrix of \(map.layers.of("layer")) by \(map.heads.of("head")). "
        + extremes(study.profiles.map { $0.map(\.relativeEntropy) }, "entropy"),
      size: Size(width: 470, height: 46 + 20 * Double(map.layers)),
      panel: Panel(
        .heatmap(
          Heatmap(
            study.profiles.map { $0.map(\.relativeEntropy) }, rowLabels: layers, columnLabels: heads, range: 0...1,
            colorBar: "relative entropy", numbers: .fixed(2), cells: .fill))))
  }

  /// Heads as points: near to each other where they attend alike.
  ///
  /// - Parameter profiles: What says which kind a head is.
  func similarity(_ places: [[Double]], _ profiles: [HeadProfile], apart: [Attention.Results.Head]) -> Figure {
    var groups: [(name: String, members: [Int])] = HeadCategory.allCases.map { category in
      (category.title, profiles.indices.filter { profiles[$0].categories.first == category })
    }
    groups.append(("none of these", profiles.indices.filter { profiles[$0].categories.isEmpty }))
    let named = Set(apart.map { $0.layer * map.heads + $0.head } + [chosen.layer * map.heads + chosen.head])
    return Figure(
      id: "similarity",
      caption:
        "The heads as points: the nearer two are, the more alike they attend, by the Jensen–Shannon divergence of "
        + "their rows, as far as a plane allows (multidimensional scaling).",
      alternativeText: "The heads by kind: "
        + groups.filter { !$0.members.isEmpty }.map { "\($0.name) \($0.members.count)" }.joined(separator: ", ") + ".",
      size: Size(width: 470, height: 290),
      panel: Panel(
        x: Axis(ticks: .none), y: Axis(ticks: .none),
        marks: groups.enumerated().filter { !$0.element.members.isEmpty }.map { index, group in
          // Heads of no kind are many: of them only those that the text names.
          let isRest = group.name == "none of these"
          return .scatter(
            group.members.map { Point(places[$0][0], places[$0][1]) }, name: group.name,
            ink: isRest ? .muted : .series(index), size: 6,
            labels: Dictionary(
              uniqueKeysWithValues: group.members.enumerated().filter { !isRest || named.contains($0.element) }.map {
                ($0, "L\(profiles[$1].layer)·H\(profiles[$1].head)")
              }))
        }, equalAspect: true))
  }

  /// How far the sentence moves when each head is removed.
  func ablation(_ ablation: HeadAblation) -> Figure {
    let distances = ablation.heads.map { $0.map { Double($0.distance) * 1000 } }
    return Figure(
      id: "ablation",
      caption:
        "How far the sentence’s vector moves without one head (1 − cosine, in thousandths; below 0.5 not written).",
      alternativeText: "A matrix of \(map.layers.of("layer")) by \(map.heads.of("head")). "
        + extremes(distances, "distance in thousandths"),
      size: Size(width: 470, height: 44 + 12 * Double(map.layers)),
      panel: Panel(
        .heatmap(
          Heatmap(
            distances, rowLabels: layers, columnLabels: heads, colorBar: "distance, in thousandths", numbers: .fixed(1),
            leastNumber: 0.5, cells: .fill))))
  }

  /// Which head has the largest value and which the smallest.
  private func extremes(_ values: [[Double]], _ name: String) -> String {
    let all = values.flatMap { $0 }
    guard let most = all.indices.max(by: { all[$0] < all[$1] }), let least = all.indices.min(by: { all[$0] < all[$1] }),
      all[most] > all[least]
    else { return "All values are the same." }
    func head(_ index: Int) -> String {
      Attention.Results.Head(layer: index / map.heads, head: index % map.heads).prose
    }
    return
      "The largest \(name), \(all[most].twoDecimals), is at \(head(most)), the smallest, \(all[least].twoDecimals), at "
      + "\(head(least))."
  }
}

extension HeadCategory {
  /// What the head does, in words.
  var title: String {
    switch self {
    case .next: "next token"
    case .previous: "previous token"
    case .start: "first token"
    case .separator: "separator"
    case .punctuation: "punctuation"
    case .broad: "broad"
    }
  }
}
