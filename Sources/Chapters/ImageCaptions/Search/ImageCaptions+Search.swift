internal import Basics
internal import Notebook

extension ImageCaptions {
  /// What was searched for further pairs, and what that came to; nothing where nobody wanted it.
  func writeSearch(_ search: Results.Search, on page: inout Page) {
    guard let sentences = search.sentences else { return }
    page.write(sentences)
  }
}

extension ImageCaptions.Results.Search {
  /// Nil where no caption was read.
  var sentences: Markdown? {
    guard captions > 0 else { return nil }
    guard pairs > 0 else {
      return "A search over a grammar of what is true of the picture found no caption that one edit makes false."
    }
    let undecided: Markdown =
      switch (self.undecided, pairs) {
      case (0, 1): "the model decides it"
      case (0, _): "the model decides all of them"
      case (1, 1): "the model is undecided on it"
      case (let count, let all):
        count == all ? "the model is undecided on all of them" : "the model is undecided on \(count.grouped) of them"
      }
    let words: Markdown =
      byGradient == 0
      ? ""
      : """
       For \(byGradient == 1 ? "one" : byGradient.grouped) of these captions the gradient of the true caption's logit chose the \
      other thing that is named.
      """
    let cut: Markdown = isCut ? " It ended at the number of captions that the settings allow." : ""
    return """
      A search over a grammar of what is true of the picture read \(captions.of("caption")), which \
      \(captions == 1 ? "makes" : "make") \(pairs.of("pair")) of a true one and one that an edit makes false; \(undecided).\
      \(words)\(cut)
      """
  }
}
