import CaptionPairs
import Chapters
import Testing

@Suite struct ScoredPairTests {
  private func score(
    _ description: String, _ variant: String, _ gap: Double, truth: CaptionPair.Truth = .isFalse,
    category: CaptionPair.Category = .count
  ) -> ScoredPair {
    ScoredPair(
      CaptionPair(category, description, variant, truth: truth, change: ""),
      cosines: (0.25 + gap / 100, 0.25), logitScale: 100)
  }

  @Test func `below 0.6 is a gap of less than the logarithm of 1.5`() {
    #expect(score("a cat", "a dog", 0.405).isUndecided)
    #expect(!score("a cat", "a dog", 0.406).isUndecided)
    #expect(!score("a cat", "a dog", -0.406).isUndecided)
    #expect(abs(score("a cat", "a dog", 0.405465108).highestProbability - 0.6) < 1e-6)
  }

  @Test func `a model is fooled by what is false alone`() {
    #expect(score("a cat", "a dog", -3).isFooled)
    #expect(score("a cat", "a dog", 0.1).isFooled)
    #expect(!score("a cat", "a dog", 3).isFooled)
    #expect(!score("a cat", "a dog", -3, truth: .isTrue).isFooled)
    #expect(!score("a cat", "a dog", 0.1, truth: .unknown).isFooled)
  }

  @Test func `the most confusing pair is the most specific one that is undecided, false and plausible`() {
    let pairs = [
      score("two cats", "three cats", 0.01),
      score("two black cats sleeping on a sofa", "three black cats sleeping on a sofa", 0.3),
      score("two black cats sleeping on a sofa", "one black cat sleeping on a sofa", 0.2),
      score("two black cats sleeping on a pink sofa", "two black cats eating on a pink sofa", 0.5),
      score("two black cats sleeping on a pink sofa", "cats", 0.1, truth: .isTrue),
      score(
        "two cats with long hair on a pink sofa", "two cats without long hair on a pink sofa", 0, category: .negation),
    ]
    #expect(pairs.mostConfusing?.pair.variant == "one black cat sleeping on a sofa")
    #expect(pairs.closest?.pair.variant == "three cats")
    #expect(score("a photo of two cats on the sofa", "x y z w", 0).pair.specificity == 3)
    #expect([ScoredPair]().mostConfusing == nil)
  }
}
