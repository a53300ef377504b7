internal import Basics
internal import Notebook

extension WordEmbeddings {
  static let demands = [
    Demand("three words with the five nearest of each") { results, _ in
      let words = results["words"]?.array ?? []
      let counts = words.map { $0["neighbours"]?.array?.count ?? 0 }
      let names = words.compactMap { $0["word"]?.string }.joined(separator: ", ")
      return .init(
        counts.count { $0 >= 5 } >= 3, words.isEmpty ? "none" : "\(names), with \(counts.min() ?? 0) or more each")
    }
  ]
}
