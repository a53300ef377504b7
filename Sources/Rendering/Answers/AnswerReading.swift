internal import Basics
import Foundation
import Notebook

/// An answer with all that it quotes of its chapter's latest results.
package struct AnswerReading {
  /// Chapter and question: `embeddings/neighbours`.
  package var name: String
  /// The sum of its text, and of the data that its chapter came from.
  package var text, data: String
  /// Each value as it is shown, by what it is quoted as.
  package var values: [String: String]

  /// What answers and results hold.
  struct Sources {
    /// The results of each chapter; `nil` for one that has none, or whose latest run failed.
    var results: [String: JSONValue?]
    /// The texts of the answers, by chapter and question.
    var texts: [String: String]

    /// Reads them from the disk.
    ///
    /// - Throws: A `RenderingError` for answers that cannot be read.
    init(reading rows: [AnswerRow], outputs: [String: ChapterOutput], by reader: ReportReader) throws {
      (results, texts) = ([:], [:])
      for slug in Set(rows.map(\.chapter)) {
        results[slug] = .some(try reader.failure(slug) == nil ? outputs[slug]?.results : nil)
      }
      for row in rows where row.state == .answered {
        texts[row.name] = try reader.answer(row.question.id, of: row.chapter)
      }
    }

    /// What has been read before.
    init(results: [String: JSONValue?], texts: [String: String]) { (self.results, self.texts) = (results, texts) }
  }

  /// The readings of a report's answers; none of an answer that is not written, or whose chapter has no results or failed.
  static func all(of rows: [AnswerRow], from sources: Sources, in folder: ReportFolder) -> [AnswerReading] {
    var sums: [String: String] = [:]
    for (slug, results) in sources.results where results != nil {
      guard let seal = try? CanonicalJSON.decode(ChapterSeal.self, from: folder.seal(slug)) else { continue }
      sums[slug] = ReviewedAnswers.data(of: seal)
    }
    let resolver = Resolver(results: sources.results, targets: [:])
    return rows.compactMap { row in
      guard row.state == .answered, let data = sums[row.chapter], let text = sources.texts[row.name] else { return nil }
      return AnswerReading(
        name: row.name, text: ReviewedAnswers.sum(of: text), data: data,
        values: values(in: text, of: row.chapter, resolver, folder))
    }
  }

  /// What a text quotes. References lead nowhere here, and what is wrong with the text is told when it is stitched.
  private static func values(
    in text: String, of chapter: String, _ resolver: Resolver, _ folder: ReportFolder
  ) -> [String: String] {
    let quotes = QuotedValues()
    let judge = ClaimJudge(resolver: resolver, chapter: chapter, quotes: quotes)
    let source = MarkdownSource(answer: text, judging: .init(judge: judge) { _ in "" })
    let rewriter = TextRewriter(
      resolver: resolver, links: LinkPolicy(folder: folder.answers, prefix: "media/"), chapter: chapter,
      footnotePrefix: "", file: "", quotes: quotes)
    _ = rewriter.rewrite(source)
    return quotes.values
  }
}
