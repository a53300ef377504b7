import Basics
import Testing

@Suite struct NearestNameTests {
  @Test func `a slip of the finger is found`() {
    #expect(nearestName(to: "windwo", among: ["window", "sample"]) == "window")
    #expect(nearestName(to: "epoch", among: ["epochs", "alpha"]) == "epochs")
    #expect(nearestName(to: "reveiw", among: ["text", "review"]) == "review")
  }

  @Test func `a word of its own is not`() {
    #expect(nearestName(to: "banana", among: ["window", "sample"]) == nil)
    #expect(suggestion(for: "banana", among: ["window", "sample"]) == "; there are window, sample")
  }

  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("ab", "ba", 1), ("abcd", "acbd", 1),
    // A place that was swapped is not changed again: 3, where the unrestricted distance is 2.
    ("ca", "abc", 3), ("café", "cafe", 1),
  ])
  func `edits are counted`(a: String, b: String, edits: Int) {
    #expect(editDistance(Array(a.unicodeScalars), Array(b.unicodeScalars)) == edits)
    #expect(editDistance(Array(b.unicodeScalars), Array(a.unicodeScalars)) == edits)
  }
}
