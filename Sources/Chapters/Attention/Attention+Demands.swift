internal import Basics
internal import Notebook

extension Attention {
  static let demands = [
    Demand("a sentence") { results, _ in
      let sentence = results["sentence"]?.string ?? ""
      return .init(!sentence.isEmpty, sentence.isEmpty ? "none" : "“\(sentence)”")
    },
    Demand("Query, Key and Q × K, shown") { results, document in
      let head = results["query"]
      let place = "layer \(head?["layer"]?.integer ?? 0), head \(head?["head"]?.integer ?? 0)"
      return document.shows(figure: "query") ? .init(true, place) : .init(false, "its section is left out")
    },
  ]
}
