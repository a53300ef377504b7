import Basics
import Foundation

/// What the sentences of the embeddings chapter say, and where its results bear them out.
enum WordEmbeddingsClaims {
  static let all: [Claim] =
    ends + data + preparation + training + warnings + grid + neighbours + maps + questions + others + moved + reviews
    + seeds + passedOver + given

  // MARK: Numbers

  /// Whether a text is a value, as closely as it is written.
  static func agrees(_ text: String, _ value: Double?) -> Bool {
    guard let written = number(in: text), let value else { return false }
    let digits = text.split(separator: ".").dropFirst().first?.prefix { $0.isNumber }.count ?? 0
    let unit = pow(10, -Double(digits)) * (text.contains("%") ? 0.01 : 1)
    return abs(written - value) <= unit * 0.5 + 1e-9
  }

  /// A sentence whose numbers are these values of the results, in order.
  static func values(_ pattern: String, _ paths: [Substring]...) -> Claim {
    Claim(pattern) { groups, results in
      for (text, path) in zip(groups, paths) where !agrees(text, results[path]?.double) { return nil }
      return zip(groups, paths).map { "\($1.joined(separator: ".")) = \($0)" }.joined(separator: ", ")
    }
  }

  /// A claim that holds where a condition does.
  static func claim(
    _ pattern: String, _ shown: String, _ holds: @escaping @Sendable ([String], JSONValue) throws -> Bool
  ) -> Claim {
    Claim(pattern) { try holds($0, $1) ? shown : nil }
  }

  static let n = #"(−?[0-9][0-9,]*(?:\.[0-9]+)?(?:[\x{A0} ]%)?)"#

  static func texts(_ value: JSONValue?) -> [String] {
    guard case .array(let elements) = value else { return [] }
    return elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
  }

  static func elements(_ value: JSONValue?) -> [JSONValue] {
    if case .array(let elements) = value { elements } else { [] }
  }

  static func text(_ value: JSONValue?) -> String? {
    if case .string(let text) = value { text } else { nil }
  }

  static func isTrue(_ value: JSONValue?) -> Bool { value == .bool(true) }

  /// The members of `a, b and c`.
  static func list(_ text: String) -> [String] {
    text.replacing(" and ", with: ", ").split(separator: ", ").map(String.init)
  }

  static func words(_ results: JSONValue) -> [String] {
    elements(results["words"]).compactMap { text($0["word"]) }
  }

  // MARK: Before and after

  private static let ends: [Claim] = [
    claim(
      "word2vec is trained on \(n) words?, and the words nearest to (.+) are looked at: which they are, and why\\.",
      "corpus, words"
    ) {
      agrees($0[0], $1[["corpus", "tokens"]]?.double) && list($0[1]) == words($1)
    },
    claim("In the word vectors, the nearest words are (.+)\\.", "words.*.neighbours.0") { groups, results in
      list(groups[0])
        == elements(results["words"]).compactMap { word in
          text(word[["neighbours", "0", "word"]]).map { "\($0) to \(text(word["word"]) ?? "")" }
        }
    },
    claim(
      "What (.+) shares with all \(n) of its neighbours is the company of the word (.+?)(, on whichever side it stands)?: nearness in "
        + "these vectors can come of shared company, and need not mean shared meaning\\.", "words.*.reasons.0"
    ) { groups, results in
      elements(results["words"]).contains { word in
        let (reason, near) = (word[["reasons", "0"]], elements(word["neighbours"]))
        return text(word["word"]) == groups[0] && agrees(groups[1], Double(near.count))
          && near.allSatisfy { text($0[["shared", "word"]]) == groups[2] && isTrue($0[["shared", "isTelling"]]) }
          && elements(reason?["otherSide"]).isEmpty == groups[3].isEmpty
      }
    },
    claim(
      "No parameter that was tried changed a score by more than (?:the seeds and the choice of judged pairs|the seeds) can explain\\.",
      "grid"
    ) {
      real($1).isEmpty
    },
    claim(
      "Of the parameters that were tried(?: on a sample)?, (.+) changed a score by more than (?:the seeds and the choice of judged pairs|the seeds) can "
        + "explain\\.", "grid"
    ) { groups, results in
      let names = [
        "vector_size": "the number of dimensions", "window": "the window", "negative": "the number of negative samples",
        "sg": "the choice between CBOW and skip-gram", "epochs": "the number of epochs",
      ]
      let found = Set(real(results).compactMap { text($0.row["parameter"]).flatMap { names[$0] } })
      return Set(list(groups[0].replacing("CBOW and skip-gram", with: "CBOW & skip-gram")))
        == Set(found.map { $0.replacing("CBOW and skip-gram", with: "CBOW & skip-gram") })
    },
  ]

  // MARK: The data and the training

  private static let data: [Claim] = [
    .defines("The data is the file .+\\."),
    values(
      "It holds \(n) texts? with \(n) words?, \(n) of them different\\.", ["corpus", "rows"], ["corpus", "tokens"],
      ["corpus", "distinctWords"]),
    claim(
      "A text has \(n) words? on average, but half of the texts have no more than \(n) words?: the longer ones raise the mean\\.",
      "corpus"
    ) {
      agrees($0[0], $1[["corpus", "meanLength"]]?.double)
        && agrees($0[1], $1[["corpus", "medianLength"]]?.double?.rounded(.down))
        && $1[["corpus", "meanLength"]]!.double! > $1[["corpus", "medianLength"]]!.double!
    },
    claim("A text has \(n) words? on average, and half of the texts have no more than \(n) words?\\.", "corpus") {
      agrees($0[0], $1[["corpus", "meanLength"]]?.double)
        && agrees($0[1], $1[["corpus", "medianLength"]]?.double?.rounded(.down))
    },
    .defines("Preparation is gensim's simple_preprocess: lower case, letters only, words of two to fifteen letters\\."),
    .defines("Table\\(rows\\) shows the first texts and the last, before and after\\."),
    .defines("Texts before and after preparation, each cut to its beginning, counted from 0\\."),
    claim(
      "\(n) texts? holds? markup from web pages, (?:\(n) tags?)?(?: and )?(?:\(n) entit(?:y|ies))? of HTML, which was (taken out first|left in)\\.",
      "corpus.markup"
    ) { groups, results in
      let markup = results[["corpus", "markup"]]!
      return agrees(groups[0], markup["rows"]?.double)
        && (groups[1].isEmpty ? markup["tags"]?.double == 0 : agrees(groups[1], markup["tags"]?.double))
        && (groups[2].isEmpty ? markup["entities"]?.double == 0 : agrees(groups[2], markup["entities"]?.double))
        && isTrue(markup["removed"]) == (groups[3] == "taken out first")
    },
    claim(
      "Left in, (.+) would have been word number \(n) by frequency, with \(n) occurrences?\\.", "corpus.markup.words.0"
    ) {
      let first = $1[["corpus", "markup", "words", "0"]]
      return isTrue($1[["corpus", "markup", "removed"]]) && text(first?["word"]) == $0[0]
        && agrees($0[1], first?["place"]?.double)
        && agrees($0[2], first?["count"]?.double)
    },
    claim(
      "So (.+) (?:is|are) among the hundred most frequent words without being (?:one|any): (.+) is word number \(n) by frequency\\.",
      "corpus.markup.words"
    ) { groups, results in
      let words = elements(results[["corpus", "markup", "words"]])
      return list(groups[0]) == words.compactMap { text($0["word"]) } && text(words[0]["word"]) == groups[1]
        && agrees(groups[2], words[0]["place"]?.double) && !isTrue(results[["corpus", "markup", "removed"]])
    },
    claim("It is read as (.+)\\.", "corpus.layout") { text($1[["corpus", "layout"]]) == $0[0] },
    claim(
      "The file [\\w.-]+ (has [0-9]+ (?:records?|rows?|words?) (?:without|that|of|with fewer) .+|promises .+|never saw .+)\\.",
      "findings"
    ) {
      (texts($1[["corpus", "findings"]]) + texts($1[["others", "findings"]])).contains($0[0])
    },
    values("\(n) rows? (?:is|are) malformed and (?:was|were) left out\\.", ["corpus", "malformedRows"]),
    .defines("The first is line [0-9]+: .+"),
  ]

  private static let training: [Claim] = [
    claim("The model is word2vec in its form (CBOW|skip-gram)\\.", "parameters.sg") {
      isTrue($1[["parameters", "sg"]]) == ($0[0] == "skip-gram") && $1[["parameters", "subwords"]] == nil
    },
    claim(
      "The model is fastText, in which a word has a vector of its own and shares others, one for each run of ([0-9]+)(?: to ([0-9]+))? of its "
        + "characters, and is their mean; else it is word2vec in its form (CBOW|skip-gram)\\.", "parameters.subwords"
    ) {
      agrees($0[0], $1[["parameters", "subwords", "minN"]]?.double)
        && agrees($0[1].isEmpty ? $0[0] : $0[1], $1[["parameters", "subwords", "maxN"]]?.double)
        && isTrue($1[["parameters", "sg"]]) == ($0[2] == "skip-gram")
    },
    values(
      "It learns to tell the word that stands in a place from \(n) words? drawn at random, and what it learns are the vectors\\.",
      ["parameters", "negative"]),
    claim(
      "It learns to find each turn of the way through a tree of all words to the one that stands in a place, and what it learns are the vectors\\.",
      "parameters.hs"
    ) {
      isTrue($1[["parameters", "hs"]])
    },
    .defines("Table\\(parameters\\) lists its parameters under gensim's names\\."),
    .defines("The parameters of the training\\."),
    values(
      "There are \(n) words? that occur at least \(n) times? and get a vector; they make up \(n) of all words in the texts\\.",
      ["vocabulary", "size"],
      ["parameters", "minCount"], ["vocabulary", "keptShare"]),
    .defines("Figure\\(loss\\) shows how badly the model does that, epoch by epoch\\."),
    claim(
      "(?:A coin toss for each word would score ln 2 ≈ 0\\.693, and knowing only that 1 in [0-9]+ is true 0\\.[0-9]+|A coin toss at each turn would score ln 2 ≈ 0\\.693); the loss falls from \(n) to \(n)\\.",
      "loss"
    ) {
      agrees($0[0], $1[["loss", "first"]]?.double) && agrees($0[1], $1[["loss", "last"]]?.double)
        && $1[["loss", "last"]]!.double! < $1[["loss", "first"]]!.double!
    },
    claim(
      "(?:A coin toss for each word would score ln 2 ≈ 0\\.693, and knowing only that 1 in [0-9]+ is true 0\\.[0-9]+|A coin toss at each turn would score ln 2 ≈ 0\\.693); the loss does not fall: it goes from \(n) to \(n)\\.",
      "loss"
    ) {
      agrees($0[0], $1[["loss", "first"]]?.double) && agrees($0[1], $1[["loss", "last"]]?.double)
        && $1[["loss", "last"]]!.double! >= $1[["loss", "first"]]!.double!
    },
    values(
      "(?:A coin toss for each word would score ln 2 ≈ 0\\.693, and knowing only that 1 in [0-9]+ is true 0\\.[0-9]+|A coin toss at each turn would score ln 2 ≈ 0\\.693); the loss of the only epoch is \(n)\\.",
      ["loss", "first"]),
    .defines(
      "The mean loss of each epoch, for each (?:word predicted and each negative sample|turn on the way to a word predicted)\\."
    ),
    .defines("The dashed line is the loss of guessing by (?:the share of true words|a coin)\\."),
    claim("A line over \(n) epochs?, from \(n) to \(n); guessing has 0\\.[0-9]+\\.", "loss") {
      agrees($0[0], Double(elements($1[["loss", "perEpoch"]]).count)) && agrees($0[1], $1[["loss", "first"]]?.double)
        && agrees($0[2], $1[["loss", "last"]]?.double)
    },
  ]

  // MARK: The neighbours

  private static let neighbours: [Claim] = [
    .defines(
      "How alike two words are is measured by the cosine of the angle between their vectors: 1 where the vectors point the same way, 0 where "
        + "they stand at a right angle\\."),
    .defines("Table\\(neighbours\\) has the nearest words by that measure\\."),
    .defines("The file chapters/embeddings/attachments/neighbours\\.csv holds them for other programs\\."),
    .defines("The (?:[0-9]+ )?nearest words? of each chosen word, nearest first, with their similarity\\."),
    .defines("Table\\(neighbours-why\\) looks for the reason in the corpus\\."),
    .defines(
      "Words become neighbours by the company that they keep, so for each pair it names a word that stands directly beside both of them\\."
    ),
    claim(
      "A word that stands beside every adjective explains nothing; so of the ten furthest beyond chance it is the one by which both have "
        + "the highest places when the \(n) most frequent words? are ordered by the share of their occurrences that have it beside them\\.",
      "words.0.ranked"
    ) { agrees($0[0], $1[["words", "0", "ranked"]]?.double) },
    claim(
      "In \(n) of \(n) pairs? that word mostly stands before the one and after the other\\.",
      "words.*.neighbours.*.shared"
    ) {
      groups, results in
      let shared = elements(results["words"]).flatMap { elements($0["neighbours"]) }.compactMap { $0["shared"] }
      return agrees(groups[0], Double(shared.count { !isTrue($0["sameSide"]) }))
        && agrees(groups[1], Double(shared.count))
    },
    .defines("That word is an example\\."),
    .defines(
      "The table also has how alike the company of the two is as a whole: the cosine of how far beyond chance each word of the corpus stands "
        + "beside the one and beside the other\\."),
    .defines("The model cannot tell, since it takes the words of a window without their order\\."),
    claim(
      "The nearest words, how alike their company is, what stands beside both and in what share of their occurrences, and the places of "
        + "these shares among those of the \(n) most frequent words?(; last, whether the neighbour is one under (another|every) seed)?\\.",
      "words, stability"
    ) { groups, results in
      let seeds = elements(results[["stability", "seeds"]]).count
      return agrees(groups[0], results[["words", "0", "ranked"]]?.double) && groups[1].isEmpty == (seeds == 0)
        && (seeds == 0 || (groups[2] == "another") == (seeds == 2))
    },
  ]

  // MARK: The maps

  private static let maps: [Claim] = [
    values(
      "Figure\\(projection\\) projects the \(n) most frequent words and the neighbours from Table\\(neighbours\\) onto the two directions in "
        + "which their vectors differ most, their first principal components\\.", ["projection", "words"]),
    values(
      "Of all the variance, these two hold \(n): words far apart here are different, while words side by side may still differ in what the "
        + "plane does not show\\.", ["projection", "explainedTogether"]),
    claim(
      "In the report's HTML, unless its views are left out, the map can be moved, enlarged and searched: it holds \(n) words?, the exact "
        + "neighbours of each, and answers to sums such as king − man \\+ woman\\.", "the view"
    ) { number(in: $0[0])! <= $1[["vocabulary", "size"]]!.double! },
    claim(
      "The \(n) most frequent words in the plane of the first two principal components, with (.+) and their nearest words\\.",
      "projection"
    ) {
      agrees($0[0], $1[["projection", "words"]]?.double) && list($0[1]) == words($1)
    },
    .defines("A scatter plot of words\\."),
    claim("Marked with (\\w+): (.+)\\.", "neighbours") {
      list($0[1]) == elements($1[["neighbours", Substring($0[0])]]).compactMap { text($0["word"]) }
    },
    .defines("A word that belongs to several of them is drawn once, with the first\\."),
    .defines("Figure\\(regions\\) gives up distances and keeps neighbours instead, by t-SNE\\."),
    .defines(
      "It leaves out the words that are spread evenly over the texts, as those of grammar are, and shows those that bunch in some texts\\."
    ),
    claim("There are too few words to choose from, so it shows them all\\.", "map.words, vocabulary.size") {
      $1[["map", "words"]] == $1[["vocabulary", "size"]]
    },
    claim("The regions are k-means clusters; the largest, (.+), holds \(n) of the \(n) words?\\.", "map.regions") {
      let regions = elements($1[["map", "regions"]])
      return text(regions[0]["name"]) == $0[0] && agrees($0[1], regions.compactMap { $0["size"]?.double }.max())
        && agrees($0[2], regions.compactMap { $0["size"]?.double }.reduce(0, +))
    },
    values(
      "\(n) words(?: that bunch in some texts)?, laid out by t-SNE so that neighbours stay neighbours as far as a plane allows\\.",
      ["map", "words"]),
    .defines(
      "Colours are regions that k-means finds in the vectors, each named by two frequent words from its middle; distances between regions "
        + "mean little\\."),
    claim("A map of words in \(n) regions: .+\\.", "map.regions") {
      agrees($0[0], Double(elements($1[["map", "regions"]]).count))
    },
  ]

  // MARK: Questions to the vectors

  private static let questions: [Claim] = [
    .defines("Vectors can be added and subtracted\\."),
    .defines(
      "Where two words differ as two others do, b − a \\+ c leads from the third to the fourth; and of a set of words, the one at the "
        + "greatest angle to the mean of all does not belong\\."),
    claim("Table\\(analogies\\) puts \(n) analog(?:y|ies) to the vectors\\.", "arithmetic.analogies") {
      agrees($0[0], Double(elements($1[["arithmetic", "analogies"]]).count))
    },
    claim(
      "Of \(n) with an expected answer and a vector for each word, \(n) (?:is|are) solved\\.", "arithmetic.analogies"
    ) { groups, results in
      let judged = elements(results[["arithmetic", "analogies"]]).filter {
        $0["expected"] != nil && elements($0["unknown"]).isEmpty
      }
      return agrees(groups[0], Double(judged.count))
        && agrees(groups[1], Double(judged.count { $0["rank"] == .integer(1) }))
    },
    claim("All \(n) with an expected answer and a vector for each word are solved\\.", "arithmetic.analogies") {
      groups, results in
      let judged = elements(results[["arithmetic", "analogies"]]).filter {
        $0["expected"] != nil && elements($0["unknown"]).isEmpty
      }
      return agrees(groups[0], Double(judged.count)) && judged.allSatisfy { $0["rank"] == .integer(1) }
    },
    .defines("Analogies: the words nearest to b − a \\+ c, a, b and c left out, and the place of the expected one\\."),
    claim(
      "Table\\(doesnt-match\\) names the word that fits least in (?:a set|each of \(n) sets)\\.",
      "arithmetic.doesntMatch"
    ) {
      $0[0].isEmpty || agrees($0[0], Double(elements($1[["arithmetic", "doesntMatch"]]).count))
    },
    .defines("Sets of words, the one that fits least, and the cosine of each to the mean of its set\\."),
    .defines("Table\\(pairs\\) compares cosines with the judged similarity of the same two words\\."),
    claim(
      "Table\\(pairs\\) holds the vectors against the judgements of (.+?)(?: and of others)?\\.", "wordPairs.*.name"
    ) {
      groups, results in
      let names = elements(results["wordPairs"]).compactMap { text($0["name"]) }
      return list(groups[0]).allSatisfy(names.contains)
    },
    .defines("It compares cosines with the judged similarity of the same two words\\."),
    claim("The judged pairs of (.+) could not be had(?: where this report was made)?\\.", "wordPairs.*.name") {
      groups, results in
      let names = elements(results["wordPairs"]).compactMap { text($0["name"]) }
      return !list(groups[0]).contains(where: names.contains)
    },
    claim("(?:Those of|The files) (.+) stand in for them\\.", "wordPairs.*.name") { groups, results in
      list(groups[0]) == elements(results["wordPairs"]).compactMap { text($0["name"]) }
    },
    .defines(
      "Pearson's correlation asks whether the two rise together along a line, Spearman's whether they put the pairs in the same order: 1 is "
        + "the same order, 0 no relation, −1 the opposite order\\."),
    .defines("Pairs with a word that has no vector are left out\\."),
    .defines("Correlation of cosines with the judged similarities, and what each file says of itself\\."),
    .defines(
      "Behind each correlation, p is the probability that one lies at least as far from 0 where nothing relates the two\\."
    ),
    claim(
      "Of the \(n) pairs? in (.+), the judgement and the vectors disagree most about (.+) and (.+): in the order of similarity the file puts them in place "
        + "\(n), the vectors in place \(n)\\.", "wordPairs.*.farthest"
    ) { groups, results in
      elements(results["wordPairs"]).contains {
        agrees(groups[0], $0["pairs"]?.double) && text($0["name"]) == groups[1]
          && text($0[["farthest", "first"]]) == groups[2]
          && text($0[["farthest", "second"]]) == groups[3] && agrees(groups[4], $0[["farthest", "byPeople"]]?.double)
          && agrees(groups[5], $0[["farthest", "byVectors"]]?.double)
      }
    },
    .defines("Table\\(analogy-files\\) counts the analogies that are solved at the first guess\\."),
    .defines("Those with a word that has no vector are left out\\."),
    .defines("Analogies that are solved, by file and section\\."),
  ]

  // MARK: Vectors from elsewhere, other seeds

  private static let others: [Claim] = [
    .defines("Language models begin with a table of vectors too, one for each piece of a word\\."),
    claim("(?:That of )?(.+) has \(n) (?:whole )?words? in \(n) dimensions\\.", "others") {
      text($1[["others", "file"]]) == $0[0] && agrees($0[1], $1[["others", "words"]]?.double)
        && agrees($0[2], $1[["others", "vectorSize"]]?.double)
    },
    values("It shares \(n) words? with the vectors of this chapter\\.", ["others", "commonWords"]),
    .defines(
      "Table\\(others\\) puts the neighbours side by side, those on the right looked for among the shared words\\."),
    claim(
      "Of the (?:ten |[0-9]+ )?nearest words? of a frequent word, looked for among the \(n) most frequent shared words, the two sets of vectors have \(n) in "
        + "common\\.", "others.share"
    ) {
      agrees($0[1], $1[["others", "share"]]?.double) && number(in: $0[0])! <= $1[["others", "commonWords"]]!.double!
    },
    .defines("The nearest words of each chosen word here and in .+\\."),
    .defines("Table\\(other-pairs\\) asks both about the judged pairs, as far as both know the words\\."),
    .defines("Spearman's correlation with the judged pairs, of those that both sets of vectors know\\."),
    claim(
      "The vectors of .+ were not at hand, so the comparison with vectors that were trained elsewhere is missing\\.",
      "has.others"
    ) { !isTrue($1[["has", "others"]]) },
  ]

  private static let seeds: [Claim] = [
    .defines(
      "The seed decides where the vectors start and which words are drawn against each other, nothing that has to do with language, so a "
        + "neighbour that changes with it says nothing about the words\\."),
    claim(
      "Table\\(stability\\) compares the (?:[0-9]+ )?neighbours? of each chosen word with what \(n) further seeds? gives?, and "
        + "Figure\\(stability\\) does so for all frequent words: two seeds agree on \(n) of the (?:ten |[0-9]+ )?nearest words? of a word\\.",
      "stability"
    ) {
      agrees($0[0], Double(elements($1[["stability", "seeds"]]).count - 1))
        && agrees($0[1], $1[["stability", "share"]]?.double)
    },
    .defines("Neighbours under every seed, and under some only\\."),
    .defines(
      "The share of a word's nearest that are its nearest under another seed as well, by the word's place among the most frequent\\."
    ),
    claim("Words [0-9,]+ to [0-9,]+: .+\\.", "stability.bands") { _, results in
      !elements(results[["stability", "bands"]]).isEmpty
    },
  ]
}
