internal import Basics
internal import Embeddings
internal import Notebook

extension WordEmbeddings {
  /// A text to find others for: what `report.yml` says of it under `embeddings:`.
  struct ReviewSettings: Sendable {
    /// The text whose nearest texts are looked for, by its number counted from 0; none unless said.
    var review: Int?
    /// How many of the nearest texts are shown; 5 unless said, from 1 to 50.
    var count = 5

    mutating func read(from values: inout SettingsReader) {
      values.read("review", &review, in: 0...)
      values.read("reviews_topn", &count, in: 1...50)
      if review == nil, count != ReviewSettings().count {
        values.report("reviews_topn", "has no effect without `review`, the number of a text")
      }
    }
  }

  /// - Throws: `NotebookError.chapter` where there is no such text, before anything is trained.
  func checkReview(_ settings: Settings, in corpus: TokenizedCorpus) throws {
    guard let review = settings.reviews.review, review >= corpus.rowCount else { return }
    throw NotebookError.chapter(
      slug: Self.slug,
      problem: "embeddings.review: there is no text \(review); the \(corpus.rowCount.of("text")) "
        + "\(corpus.rowCount == 1 ? "has the number 0" : "are counted from 0 to \(corpus.rowCount - 1)")")
  }

  /// The section on the texts nearest to a chosen one, where one is chosen.
  func writeReviews(
    _ vectors: KeyedVectors, _ corpus: TokenizedCorpus, _ settings: Settings, on page: inout Page
  ) throws -> Results.Reviews? {
    guard let review = settings.reviews.review, page.includes("reviews") else { return nil }
    page.section("reviews")
    page.report("comparing texts")
    let results = try nearestReviews(to: review, vectors, corpus, settings)
    try write(results, on: &page)
    return results
  }

  /// The texts nearest to one.
  func nearestReviews(
    to review: Int, _ vectors: KeyedVectors, _ corpus: TokenizedCorpus, _ settings: Settings
  ) throws -> Results.Reviews {
    let limit = settings.memoryLimit << 20
    func nearest(_ weighting: ReviewVectors.Weighting) throws -> [Results.Reviews.Near] {
      let found = try ReviewVectors(of: corpus, words: vectors, weighting: weighting, memoryLimit: limit)
        .nearest(to: review, count: settings.reviews.count)
      return found.map {
        .init(
          review: $0.row, similarity: Double("\($0.similarity)")!,
          beginning: corpus.words(ofRow: $0.row, first: 70).joined(separator: " ").opening(of: 70))
      }
    }
    let known = corpus.tokens[corpus.tokenRange(ofRow: review)].count {
      vectors.vocabulary.position(of: corpus.words[Int($0)]) != nil
    }
    return Results.Reviews(
      review: review, words: corpus.tokenRange(ofRow: review).count, known: known,
      beginning: corpus.words(ofRow: review, first: 70).joined(separator: " ").opening(of: 70),
      byMean: try nearest(.mean),
      bySIF: try nearest(.smoothInverseFrequency()))
  }

  private func write(_ found: Results.Reviews, on page: inout Page) throws {
    guard found.known > 0 else {
      return page.write(
        "Text \(found.review.grouped) has no word with a vector, so nothing can be said of the texts that are like it.")
    }
    guard !found.byMean.isEmpty else {
      return page.write("No other text has a word with a vector, so none is like text \(found.review.grouped).")
    }
    let both = Set(found.byMean.map(\.review)).intersection(found.bySIF.map(\.review)).count
    page.write(
      """
      A text can have a vector too: the mean of its words' vectors, or by smooth inverse frequency [@arora2017], where frequent words
      count less and what all texts have in common is taken away. Text \(found.review.grouped) begins “\(found.beginning)” and has
      \(found.known.of("word")) with a vector. {{table:embeddings/reviews}} has the texts nearest to it by each, of which
      \(both.grouped) \(both == 1 ? "is" : "are") the same.
      """)
    page.formula(
      "The vector of a text s by smooth inverse frequency, before the first principal component u of all is taken away, with p(w) the word's share of the corpus",
      #"v_s=\frac{1}{|s|}\sum_{w\in s}\frac{a}{a+p(w)}\,v_w,\quad v_s\leftarrow v_s-u\,u^{\top}v_s,\quad a=10^{-3}"#)
    func rows(_ name: String, _ list: [Results.Reviews.Near]) -> [[String]] {
      list.enumerated().map { rank, near in
        [rank == 0 ? name : "", String(near.review), near.similarity.twoDecimals, near.beginning]
      }
    }
    try page.table(
      id: "reviews",
      caption:
        "The texts nearest to text \(found.review.grouped), nearest first, each cut to its beginning, counted from 0.",
      columns: [.init("by"), .init("text", .trailing), .init("cosine", .trailing), .init("as trained on")],
      rows: rows("smooth inverse frequency", found.bySIF) + rows("mean", found.byMean))
  }
}

extension WordEmbeddings.Results {
  /// The texts nearest to a chosen one.
  struct Reviews: Encodable, Sendable {
    /// A text that is near.
    struct Near: Encodable, Sendable {
      /// Its number, counted from 0.
      var review: Int
      /// The cosine of the two texts' vectors.
      var similarity: Double
      /// How it begins, as it is trained on.
      var beginning: String
    }

    /// The chosen text's number, counted from 0.
    var review: Int
    /// Its words, and how many of them have a vector.
    var words, known: Int
    /// How it begins, as it is trained on.
    var beginning: String
    /// The nearest by the mean of the words' vectors, and by smooth inverse frequency, nearest first.
    var byMean, bySIF: [Near]
  }
}
