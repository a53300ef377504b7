internal import Basics
internal import Notebook

extension ImageCaptions {
  static let demands = [
    Demand("an image") { results, document in
      .init(document.shows(figure: "pair"), results["picture"]?["name"]?.string ?? "none")
    },
    Demand("two descriptions of it, the higher probability below 0.6") { results, _ in
      guard let highest = results["handIn"]?["highestProbability"]?.double else { return .init(false, "none") }
      return .init(highest < ScoredPair.undecidedBelow, highest.fixed(3))
    },
  ]
}
