package import CaptionPairs

/// What a certificate has to know of captions as language.
package protocol ConfusionGrammar: Sendable {
  /// The form that a caption has in common with others, as a text such as *a [size] [thing] above a [thing]*; nil for a caption
  /// that the grammar does not understand.
  func form(of caption: String) -> String?

  /// The one edit that leads from a caption to another, and what it changes; nil where there is none or it takes several.
  func edit(from description: String, to variant: String) -> (change: String, category: CaptionPair.Category)?

  /// Whether two captions are equally fluent by rule: the same form, articles, plurals.
  func areEquallyFluent(_ description: String, _ variant: String) -> Bool

  /// Other captions of the same form, each once, drawn by a seed.
  ///
  /// - Returns: At most `count` of them, without the caption itself; `isAll` is whether the form has no others.
  func distractors(of caption: String, count: Int) -> (captions: [String], isAll: Bool)

  /// Other captions that mean the same.
  func paraphrases(of caption: String) -> [String]

  /// The openings that the model learnt, such as *a photo of*; nil for one that did not learn from a closed list.
  var learntOpenings: [String]? { get }

  /// The things that a caption names, in the singular.
  func things(in caption: String) -> Set<String>
}
