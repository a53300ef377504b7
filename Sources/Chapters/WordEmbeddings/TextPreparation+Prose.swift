internal import Basics
internal import Notebook

extension WordEmbeddings {
  /// How much there is: what the texts hold, or where words were left out or joined what is left of them.
  func amount(_ counts: Results.Corpus) -> Markdown {
    let texts = counts.rows.of("text")
    let words: Markdown = "\(counts.tokens.of("word")), \(counts.distinctWords.grouped) of them different"
    return counts.stopWords == nil && counts.phrases == nil
      ? "It holds \(texts) with \(words)." : "It holds \(texts), of which preparation leaves \(words)."
  }

  /// How texts become words.
  func preparation(_ settings: Settings, _ counts: Results.Corpus) -> Markdown {
    let preparation = settings.preparation
    let signs: Markdown =
      switch (preparation.keepNumbers, preparation.keepHyphens) {
      case (false, false): "letters only"
      case (true, false): "letters and digits only"
      case (false, true): "letters only, and hyphens between them"
      case (true, true): "letters and digits only, and hyphens between them"
      }
    let base: Markdown =
      preparation.keepNumbers || preparation.keepHyphens
      ? "Preparation follows gensim's `simple_preprocess` [@rehurek2010] and keeps more"
      : "Preparation is gensim's `simple_preprocess` [@rehurek2010]"
    let accents: Markdown = settings.deacc ? "no accents, " : ""
    let lengths =
      preparation.minLength == preparation.maxLength
      ? "\(preparation.minLength.inWords)" : "\(preparation.minLength.inWords) to \(preparation.maxLength.inWords)"
    let unit = preparation.keepNumbers || preparation.keepHyphens ? "character" : "letter"
    let ending = preparation.maxLength == 1 ? "" : "s"
    return
      "\(base): lower case, \(accents)\(signs), words of \(lengths) \(unit)\(ending).\(leftOut(counts.stopWords))\(joined(counts.phrases))"
  }

  /// What was left out, behind a blank.
  private func leftOut(_ found: Results.StopWords?) -> Markdown {
    guard let found else { return "" }
    let list: Markdown =
      found.isEnglish
      ? "a list of \(found.listed.of("stop word")), scikit-learn's English one among them,"
      : "a list of \(found.listed.of("stop word"))"
    return found.leftOut == 0
      ? " Then \(list) is held against the texts, which have none of them."
      : " Then \(list) takes away \(found.leftOut.grouped) of the \(found.of.of("word"))."
  }

  /// What was joined, behind a blank.
  private func joined(_ found: Results.Phrases?) -> Markdown {
    guard let found else { return "" }
    guard found.count > 0 else {
      return
        " No two words stand side by side so much more often than chance has it that gensim's `Phrases` [@mikolov2013distributed] joins them."
    }
    let names = found.most.map(\.word).emphasized.enumerated
    let which: Markdown =
      found.count == 1
      ? "It is \(names)."
      : found.count <= found.most.count
        ? "They are \(names)." : "The most frequent are \(names)."
    return """
       Words that stand side by side far more often than chance has it are joined two by two, as gensim's `Phrases` does \
      [@mikolov2013distributed]: this finds \(found.count.of("phrase")), in \(found.places.of("place")), and makes one word of each. \(which)
      """
  }
}

extension Int {
  /// `two`, up to twenty; digits beyond.
  fileprivate var inWords: String {
    let names = [
      "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
      "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
    ]
    return names.indices.contains(self) ? names[self] : grouped
  }
}
