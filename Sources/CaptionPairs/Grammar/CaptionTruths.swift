/// What is known to be true of a picture: its descriptions, and whether they name everything that is in it.
///
/// A caption that changes one of them is false by construction only where none of the others bears it out: beside *a small cat
/// to the left of a big cat*, *a small cat* does not make *a big cat* false.
public struct CaptionTruths: Sendable {
  /// The true captions.
  public let captions: [String]
  /// Whether all that is in the picture is named in one of them, so that another thing, or one more, is false of it.
  public let isComplete: Bool
  /// What they are made of.
  public let vocabulary: CaptionVocabulary

  let forms: [CaptionForm]
  private let totals: [CaptionVocabulary.Term: Int]
  private let meanings: Set<String>
  /// The words of each caption that meaning rests on.
  let contents: Set<[String]>

  /// Reads the captions.
  public init(_ captions: [String], isComplete: Bool = false, vocabulary: CaptionVocabulary = .english) {
    (self.captions, self.isComplete, self.vocabulary) = (captions, isComplete, vocabulary)
    forms = captions.map { CaptionForm($0, vocabulary) }
    totals = forms.filter { !$0.isNegated }.reduce(into: [:]) { totals, form in
      totals.merge(form.things) { max($0, $1) }
    }
    meanings = Set(forms.map(\.meaning))
    contents = Set(forms.map { CaptionForm.content($0.words, vocabulary) })
  }

  /// How many of a thing there are at least, by the caption that names the most; 0 where none names it.
  func total(of thing: CaptionVocabulary.Term) -> Int { totals[thing] ?? 0 }

  /// Whether a thing may be one that a caption names.
  func mayName(_ thing: CaptionVocabulary.Term) -> Bool { totals.keys.contains { vocabulary.mayBeOne($0, thing) } }

  /// Whether a caption says the same as one that is true.
  public func say(_ caption: String) -> Bool { meanings.contains(CaptionForm(caption, vocabulary).meaning) }

  /// The first two captions that cannot both be true: two counts of the same, two colours of the one background.
  ///
  /// What is said of *a* thing is never held against another that is said of *a* thing, since there may be two.
  public var contradiction: CaptionEdit? {
    for (place, form) in forms.enumerated() where !form.isNegated {
      for other in captions[(place + 1)...] {
        guard let edit = CaptionEdit.between(form.caption, other, vocabulary) else { continue }
        if edit.isExclusive(in: form) { return edit }
      }
    }
    return nil
  }
}
