import Basics

extension WordEmbeddingsClaims {
  /// Lines of files of pairs and of analogies that were passed over.
  static let passedOver: [Claim] = [
    claim(
      "The file ([\\w.-]+) has \(n) lines? that (?:is|are) no (pair|analogy), (?:the first of them )?line ([0-9]+): “(.+)”\\.",
      "passedOver"
    ) { groups, results in
      let (list, name) = groups[2] == "pair" ? ("wordPairs", "name") : ("analogyFiles", "file")
      return elements(results[list]).contains { file in
        text(file[name]) == groups[0] && agrees(groups[1], file[["passedOver", "count"]]?.double)
          && agrees(groups[3], file[["passedOver", "line"]]?.double)
          && text(file[["passedOver", "text"]]) == groups[4]
      }
    }
  ]
}
