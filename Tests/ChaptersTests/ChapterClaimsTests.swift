import Basics
import Notebook
import Testing

@Suite struct ChapterClaimsTests {
  @Test func `paragraphs become sentences, quotations stay whole`() throws {
    let text: Markdown = """
      A *word* has {{figure:a/loss}} [@clark2019]. “It. Is.” stands here. Of 3.5 words `a.b` is one; e.g. this? Yes.

      - One item
      - Another item.
      """
    let sentences = try ChapterClaims.paragraphs(text).flatMap(ChapterClaims.split)
    #expect(
      sentences == [
        "A word has Figure(loss).", "“It. Is.” stands here.", "Of 3.5 words a.b is one; e.g. this?", "Yes.", "One item",
        "Another item.",
      ])
  }

  @Test(arguments: [
    ("There is 1 heads.", true), ("There is 1 head.", false), ("It has 11 heads.", false), ("0.1 heads", false),
    ("It solves 0 of 0 pairs.", true), ("It solves 0 of 10 pairs.", false), ("The mean is nan.", true),
    ("About 5% of all.", true), ("About 5\u{A0}% of all.", false), ("It is -0.5.", true),
    ("Of all the the words.", true),
    ("“The the word” is quoted.", false), ("1 is less.", false),
  ])
  func `what no sentence may say`(_ sentence: String, _ isFaulty: Bool) {
    #expect(ChapterClaims.faults(of: sentence).isEmpty == !isFaulty)
  }

  @Test func `numbers as prose writes them`() {
    #expect(number(in: "12,345") == 12_345)
    #expect(number(in: "−0.34") == -0.34)
    #expect(number(in: "43.9\u{A0}%").map { abs($0 - 0.439) < 1e-12 } == true)
    #expect(number(in: "two") == nil)
  }
}
