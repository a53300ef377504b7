import CaptionPairs
import Chapters
import Foundation
import Testing

@Suite struct ScoredPairTests {
  private func score(
    _ description: String, _ variant: String, _ gap: Double, truth: CaptionPair.Truth = .isFalse,
    category: CaptionPair.Category = .count, alike: Double = 0.5
  ) -> ScoredPair {
    ScoredPair(
      CaptionPair(category, description, variant, truth: truth, change: ""),
      cosines: (0.25 + gap / 100, 0.25), captionCosine: alike, logitScale: 100)
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

  @Test func `no picture sets two captions further apart than their vectors are`() {
    // Unit vectors in the plane: the captions at two angles, the picture at any.
    let (first, second) = (0.3, 0.5)
    let alike = cos(first - second)
    let bound = score("a cat", "a dog", 0, alike: alike)
    let gaps = (0..<3_600).map { step in
      let picture = Double(step) / 3_600 * 2 * .pi
      return 100 * (cos(picture - first) - cos(picture - second))
    }
    #expect(gaps.allSatisfy { abs($0) <= bound.largestGap + 1e-9 })
    #expect(abs(gaps.max()! - bound.largestGap) < 1e-3)
    #expect(!bound.isUndecidable)
    // At a scale of 100 captions are merged from a cosine of about 0.9999918 on.
    #expect(score("a cat", "a dog", 0, alike: 0.999992).isUndecidable)
    #expect(!score("a cat", "a dog", 0, alike: 0.999991).isUndecidable)
    #expect(score("a cat", "a dog", 0, alike: 1.000001).largestGap == 0)
  }

  @Test func `an author's own pair is judged by what it does, whatever it changes`() {
    let pairs = [
      score("a big cat left of a small cat", "a small cat left of a big cat", 0.1, category: .wordOrder),
      score("a cat", "a dog", 0.01, truth: .isTrue), score("a cat", "no cat", 0.2, category: .negation),
    ]
    #expect(pairs.bestByHand?.pair.category == .wordOrder)
    #expect(pairs.mostConfusing == nil && pairs.closest == nil)
    #expect([score("a cat", "a dog", 3), score("a cat", "a cow", -2)].bestByHand?.pair.variant == "a cow")
    #expect([ScoredPair]().bestByHand == nil)
  }
}
