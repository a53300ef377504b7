internal import Foundation

extension ImageCaptions.Results {
  /// What a word does that is written on the picture.
  struct Typographic: Encodable {
    /// The true caption's probability beside the other with a label of one size.
    struct Label: Encodable {
      /// The label's width as a share of what the model sees.
      var share: Double
      /// With nothing on it, with the letters in the reverse order, with the word.
      var blank, backwards, written: Double
    }

    var word, backwards: String
    /// True of the picture, and about the thing that the word names.
    var trueCaption, writtenCaption: String
    /// The true caption's probability without a label.
    var plain: Double
    var labels: [Label]
    /// The largest label.
    var largest: Label
    /// By how much more the word than its letters in the reverse order brings the true caption's logit down there, beside the
    /// other's.
    var pull: Double
    /// Whether that is more than leaves a pair undecided: the model takes the word for something.
    var isRead: Bool
    /// Whether there the model prefers the caption about the written thing.
    var isFooled: Bool

    init?(_ attack: TypographicAttack?) {
      guard let attack, let last = attack.labels.last else { return nil }
      func probability(_ lead: Double) -> Double { 1 / (1 + exp(-lead)) }
      word = attack.word
      backwards = String(attack.word.reversed())
      (trueCaption, writtenCaption) = (attack.trueCaption, attack.writtenCaption)
      plain = probability(attack.plain)
      labels = attack.labels.map {
        Label(
          share: $0.share, blank: probability($0.blank), backwards: probability($0.backwards),
          written: probability($0.written))
      }
      largest = labels[labels.count - 1]
      (pull, isRead, isFooled) = (last.pull, last.isRead, last.written < 0)
    }
  }
}
