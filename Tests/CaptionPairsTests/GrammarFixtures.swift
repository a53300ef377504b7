import CaptionPairs

extension CaptionVocabulary {
  /// A small closed vocabulary, with a plural that no rule gives.
  static let small = CaptionVocabulary(
    things: [
      Term("cat", plural: "cats"), Term("dog", plural: "dogs"), Term("fox", plural: "foxs"),
      Term("apple", plural: "apples"),
    ],
    animate: ["cat", "dog", "fox"], numbers: [("one", 1), ("two", 2), ("three", 3)],
    states: [Term("sleeping"), Term("with a hat", plural: "with hats")],
    places: ["to the left of", "to the right of", "above", "below"], sizes: ["big", "small"],
    colors: ["red", "orange", "green"], openings: ["a photo of", "an image of"])
}

/// Numbers that a test can foresee: a counter, mixed.
struct CountingNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
