internal import Basics
internal import Notebook

extension ImageCaptions {
  static let demands = [
    Demand("an image") { results, document in
      let name = results["picture"]?["name"]?.string ?? "none"
      if let reason = missing(results) { return .init(false, "\(name), but \(reason)") }
      return .init(document.shows(figure: "pair"), name)
    },
    Demand("two descriptions of it, the higher probability below 0.6") { results, _ in
      guard let highest = results["handIn"]?["highestProbability"]?.double else {
        return .init(false, missing(results) ?? "none")
      }
      return .init(highest < ScoredPair.undecidedBelow, highest.fixed(3))
    },
  ]

  /// Why no pair is handed in; nil where one is.
  private static func missing(_ results: JSONValue) -> String? {
    guard results["handIn"] == nil else { return nil }
    let model = results["model"]?["title"]?.string ?? "the model"
    if results["isForeign"] == .bool(true) { return "it is foreign to \(model), so no pair is handed in" }
    if case .array(let captions)? = results["captions"], results["isPlain"] == .bool(true) {
      return "\(captions.count) captions are compared, and two would be handed in"
    }
    return nil
  }
}
