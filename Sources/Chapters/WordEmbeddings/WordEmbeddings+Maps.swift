internal import Basics
internal import Embeddings
internal import Notebook

extension WordEmbeddings {
  /// The section with the two maps.
  func writeMaps(
    _ vectors: KeyedVectors, _ neighbours: [String: [Results.Neighbour]],
    _ further: (seeds: [Int], vectors: [KeyedVectors]), _ corpus: TokenizedCorpus, leaving leftOver: Set<String>,
    _ settings: Settings, on page: inout Page
  ) throws -> (EmbeddingMap, EmbeddingRegions?) {
    page.report("projecting")
    let map = try EmbeddingMap(
      of: vectors, chosen: settings.words, neighbours: neighbours, frequentWords: settings.projectionWords,
      markup: leftOver)
    page.section("map")
    page.write(
      """
      {{figure:embeddings/projection}} projects the \(map.projection.words.grouped) most frequent words and the neighbours from
      {{table:embeddings/neighbours}} onto the two directions in which their vectors differ most, their first principal components
      [@jolliffe2016]. Of all the variance, these two hold \(map.projection.explainedTogether.percent): words far apart here are
      different, while words side by side may still differ in what the plane does not show.
      """)
    let topics = TopicWords.rows(settings.mapWords, of: vectors, in: corpus, leaving: leftOver)
    let regions =
      try page.includes("map")
      ? topics.map { try EmbeddingRegions(of: vectors, topics: $0, laidOut: settings.explorerWords, page) } : nil
    let view = try page.includes("map") ? explorer(vectors, further, map, regions, settings, &page) : nil
    if let words = view?.words.count {
      page.write(
        """
        In the report's HTML, unless its views are left out, the map can be moved, enlarged and searched: it holds
        \(words.of("word")), the exact neighbours of each, and answers to sums such as *king* − *man* + *woman*.
        """)
    }
    try page.figure(map.figure, view: view?.figureView(opening: "pca"))
    if let regions {
      let choice: Markdown =
        regions.results.words == vectors.count
        ? "There are too few words to choose from, so it shows them all."
        : """
        It leaves out the words that are spread evenly over the texts, as those of grammar are, and shows those that bunch in some
        texts [@church1995].
        """
      page.write(
        """
        {{figure:embeddings/regions}} gives up distances and keeps neighbours instead, by t-SNE [@vandermaaten2008]. \(choice) The
        regions are k-means clusters [@arthur2007]; the largest, \(code: regions.names[0]), holds
        \(regions.results.regions[0].size.grouped) of the \(regions.results.words.of("word")).
        """)
      page.formula(
        "How much a word bunches: residual inverse document frequency, of a word with c occurrences in d of D texts",
        #"-\log_2\frac{d}{D}+\log_2\left(1-e^{-c/D}\right)"#)
      try page.figure(regions.figure, view: view?.figureView(opening: "tsne"))
    }
    return (map, regions)
  }
}
