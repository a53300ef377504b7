internal import Notebook

extension ImageCaptions {
  /// What a run gives: what it found, and under which circumstances.
  struct Outcome: Encodable {
    /// What the chapter found.
    enum Found {
      /// Pairs of a true and a false caption, one of which is handed in.
      case pairs(Results)
      /// Probabilities alone: nothing is known of what is true, or the picture is foreign to the model.
      case probabilities(ShortResults)
    }

    /// How well the model's own vocabulary fits the picture, and how even the picture's ground is.
    struct Familiarity: Encodable {
      /// Whether either is beyond nearly all scenes of the kind that the model was trained on.
      var isForeign: Bool
      /// The cosine of the best caption of the vocabulary, and that caption.
      var bestCosine: Double
      var bestCaption: String
      /// How many captions the vocabulary has.
      var captions: Int
      /// The least best cosine of a familiar picture.
      var threshold: Double
      /// By how much the picture's edge differs from one colour that changes evenly, of 255 levels, and the most of a familiar
      /// picture.
      var unevenness, mostUneven: Double
      /// The share of scenes that keeps to each of the two, and how many scenes were asked.
      var familiarShare: Double
      var scenes: Int
    }

    /// The rest of the results, beside what was found.
    private enum Key: String, CodingKey {
      case isForeign, isPlain, isShort, isAutomatic, isRealMissing, familiarity, hasFamiliarity, resolved
    }

    let found: Found
    /// Whether the settings say of no caption whether it is true.
    let isPlain: Bool
    /// The model, and how it came to be that.
    let model: ChosenModel
    /// Absent for a model that does not say which pictures it can judge.
    let familiarity: Familiarity?

    /// Whether the picture is foreign to the model.
    var isForeign: Bool { familiarity?.isForeign ?? false }

    /// Encodes what was found, and beside it:
    ///
    ///     isForeign                   the picture is foreign to the model; no pair is handed in
    ///     isPlain                     the settings say of no caption whether it is true
    ///     isShort                     one of the two, so that no pairs were made
    ///     isAutomatic, isRealMissing  `model: auto` chose; and looked for OpenAI's CLIP in vain
    ///     familiarity, hasFamiliarity what the first comes from; absent for a model that does not say
    ///     resolved                    settings that the chapter chose a value for, with that value
    func encode(to encoder: any Encoder) throws {
      var isShort = false
      switch found {
      case .pairs(let results): try results.encode(to: encoder)
      case .probabilities(let results):
        isShort = true
        try results.encode(to: encoder)
      }
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(isForeign, forKey: .isForeign)
      try container.encode(isPlain, forKey: .isPlain)
      try container.encode(isShort, forKey: .isShort)
      try container.encode(model.isAutomatic, forKey: .isAutomatic)
      try container.encode(model.isRealMissing, forKey: .isRealMissing)
      try container.encodeIfPresent(familiarity, forKey: .familiarity)
      try container.encode(familiarity != nil, forKey: .hasFamiliarity)
      // What was named is no choice of the chapter's, and may be a path on this machine.
      if model.isAutomatic { try container.encode(["model": model.input.name], forKey: .resolved) }
    }
  }
}
