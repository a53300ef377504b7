internal import CaptionPairs
internal import Foundation
internal import Images
internal import Transformers

/// What a word does that is written on the picture: a caption that is true of the picture beside one about the thing that the
/// word names.
///
/// The same label left blank tells what covering a part of the picture does, and the word's letters in the reverse order what
/// any letters do. Goh et al. 2021.
package struct TypographicAttack {
  let question: Question
  /// The lead of the true caption's logit without any label.
  let plain: Double
  /// With labels, the smallest first.
  let labels: [Labelled]
  /// The picture with the word on the largest label.
  let picture: Image
  /// The vectors that the leads come from: the picture, then for each label blank, backwards and with the word, then the two
  /// captions.
  let vectors: [[Float]]

  /// The lead of the true caption's logit with a label of one size.
  struct Labelled: Equatable {
    /// The label's width as a share of what the model sees.
    let share: Double
    /// With nothing on it, with the letters in the reverse order, with the word.
    let blank, backwards, written: Double
  }

  /// How wide the labels are, as shares of what the model sees.
  static let shares = [0.3, 0.6, 0.9]

  /// Things whose names may be written: everyday words that small vocabularies have too.
  package static let words = [
    "apple", "guitar", "umbrella", "clock", "pizza", "boat", "house", "key", "camera", "train",
  ]

  /// The first of `words` that no caption names, as it is or with an ending; nil where all are named.
  package static func word(notIn captions: [String]) -> String? {
    let all = captions.joined(separator: " ").lowercased()
    return words.first { !all.contains($0) }
  }

  /// A caption about a thing, opened as another caption is.
  package static func caption(about word: String, as caption: String) -> String {
    let line = caption.onOneLine
    let opening = ["a photo of ", "an image of ", "a picture of "].first { line.lowercased().hasPrefix($0) } ?? ""
    return "\(opening)\("aeiou".contains(word.prefix(1)) ? "an" : "a") \(word)"
  }

  /// What is written, and what is asked about it.
  struct Question {
    /// True of the picture, and about the thing that the word names; both fit the model or are cut as the settings say.
    let trueCaption, writtenCaption: String
    let word: String
  }

  /// The fewest pixels along a side of what the model sees in which a word has room.
  private static let leastSide = 40.0

  /// - Returns: nil for a picture in which a word has no room.
  init?(
    _ question: Question, on image: Image, vector: [Float], seen crop: CLIPPixels.Rectangle, by model: CLIPModel,
    tooLong: LongCaption
  ) throws {
    guard min(crop.width, crop.height, Double(image.width), Double(image.height)) >= Self.leastSide else { return nil }
    let word = question.word
    let texts = try model.textVectors([question.trueCaption, question.writtenCaption], tooLong: tooLong)
    func lead(_ picture: [Float]) -> Double {
      Double(model.logitScale) * (picture.cosine(with: texts[0]) - picture.cosine(with: texts[1]))
    }
    var (vectors, labels, largest) = ([vector], [Labelled](), image)
    for share in Self.shares {
      let found = try ["", String(word.reversed()), word].map { text in
        let labelled = try WrittenLabel(text: text, share: share, measure: word).laid(on: image, seen: crop)
        if text == word { largest = labelled }
        return try model.imageVector(model.pixels(of: labelled))
      }
      vectors += found
      let leads = found.map(lead)
      labels.append(Labelled(share: share, blank: leads[0], backwards: leads[1], written: leads[2]))
    }
    (self.question, plain) = (question, lead(vector))
    (self.labels, picture, self.vectors) = (labels, largest, vectors + texts)
  }
}

extension TypographicAttack.Labelled {
  /// By how much more the word than its letters in the reverse order brings the true caption's lead down, where these bring it
  /// down at all.
  var pull: Double { blank - written - max(0, blank - backwards) }

  /// Whether that is more than leaves a pair undecided.
  var isRead: Bool { pull >= log(ScoredPair.undecidedBelow / (1 - ScoredPair.undecidedBelow)) }
}
