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
      /// The lead of the true caption's logit, likewise.
      var blankLead, backwardsLead, writtenLead: Double

      init(_ label: TypographicAttack.Labelled) {
        share = label.share
        (blankLead, backwardsLead, writtenLead) = (label.blank, label.backwards, label.written)
        (blank, backwards, written) = (logistic(label.blank), logistic(label.backwards), logistic(label.written))
      }
    }

    var word, backwards: String
    /// True of the picture, and about the thing that the word names.
    var trueCaption, writtenCaption: String
    /// The true caption's probability without a label, and the lead of its logit.
    var plain, plainLead: Double
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
      word = attack.question.word
      backwards = String(word.reversed())
      (trueCaption, writtenCaption) = (attack.question.trueCaption, attack.question.writtenCaption)
      (plain, plainLead) = (logistic(attack.plain), attack.plain)
      labels = attack.labels.map(Label.init)
      largest = labels[labels.count - 1]
      (pull, isRead, isFooled) = (last.pull, last.isRead, last.written < 0)
    }
  }
}
