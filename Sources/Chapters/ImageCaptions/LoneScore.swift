/// How it is told whether a caption fits a picture at all, whatever other captions stand beside it: the column *alone*.
enum LoneScore: Equatable {
  /// Nobody asks.
  case none
  /// The logistic function of a caption's logit, which is what a SigLIP was trained for.
  case own
  /// The probability of a caption beside one that names nothing, and no other: for a CLIP, whose logits mean nothing by themselves.
  case against(String)

  /// The caption that names nothing.
  ///
  /// Of a dozen such captions (`a photo`, `an image`, `something`, none at all, …) it is the one against which MiniCLIP tells best what
  /// fits: on 90 scenes that it never saw, every true caption gets more, and of captions of other scenes, each in full and in short, 80 and
  /// 70 of a hundred get less.
  static let neutral = "a photo of a thing"

  init(_ settings: ImageCaptions.Settings, isSigmoid: Bool) {
    self =
      !settings.alone ? .none : isSigmoid ? .own : .against(settings.neutral.isEmpty ? Self.neutral : settings.neutral)
  }

  /// The captions that have to be read for it beside those that are asked about.
  var captions: [String] { if case .against(let caption) = self { [caption] } else { [] } }
}

extension ImageCaptions {
  /// What the column *alone* comes to.
  struct Alone: Encodable {
    /// The caption that names nothing; absent for a SigLIP.
    var neutral: String?
    /// Its logit; absent for a SigLIP.
    var neutralLogit: Double?
    /// How many captions of the table get half or more.
    var fitting: Int
    /// Whether none does.
    var fitsNone: Bool

    /// Nil where nobody asks.
    init?(_ scores: CaptionScores, _ table: [Results.Caption]) {
      guard scores.lone != .none else { return nil }
      neutral = scores.lone.captions.first
      neutralLogit = neutral.map { scores.logit($0) }
      fitting = table.count { ($0.alone ?? 0) >= 0.5 }
      fitsNone = fitting == 0
    }
  }
}

extension CaptionScores {
  /// How well a caption fits by itself; nil where nobody asks.
  func alone(_ caption: String) -> Double? {
    switch lone {
    case .none: nil
    case .own: logistic(logit(caption))
    case .against(let neutral): logistic(logit(caption) - logit(neutral))
    }
  }
}
