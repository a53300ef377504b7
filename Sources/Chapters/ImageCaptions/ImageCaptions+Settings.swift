internal import Notebook
internal import Transformers

extension ImageCaptions {
  /// What `report.yml` says under `captions:`.
  struct Settings: ChapterSettings {
    /// `auto`, a name of the catalogue or of what ships with Quire, a Hugging Face id in the local cache, or a folder.
    var model = ChosenModel.automatic
    /// A file, an address, or a name of what ships with Quire.
    var image = "two-cats-three-dogs.png"
    /// Descriptions that are true of the picture; pairs are made of each.
    var descriptions: [String] = []
    /// Whether the descriptions name everything that the picture shows, so that another thing is false of it.
    var isComplete = false
    /// Further captions that are true of it.
    var trueCaptions: [String] = []
    /// Captions that are false of it; each that the tables do not make is paired with the nearest description.
    var falseCaptions: [String] = []
    /// Pairs put together by hand.
    var pairs: [Pair] = []
    /// The captions that share one probability table; all true and false ones where none are said.
    var captions: [String] = []
    /// Which pair is handed in.
    var handIn = HandIn.Choice.automatic
    /// How many captions the search for further pairs reads at most.
    var search = 3_000
    /// Whether it is told of each caption how well it fits by itself.
    var alone = true
    /// The caption that names nothing, beside which each stands for that; the chapter's own where empty.
    var neutral = ""
    /// Whether captions that are too long are cut rather than refused.
    var truncate = false
    /// Whether they are read in windows rather than refused.
    var windows = false
    /// How many pairs of pictures are drawn for each kind of limit; none where 0, the standard number unless said.
    var limitPairs: Int?

    /// A pair put together by hand.
    struct Pair {
      var isTrue = ""
      var isFalse = ""
    }

    /// Whether captions are to be compared and nothing is said of which are true: the assignment's step as it stands.
    var isPlain: Bool { captions.count > 1 && saysNothingOfTruth }

    private var saysNothingOfTruth: Bool {
      descriptions.isEmpty && trueCaptions.isEmpty && falseCaptions.isEmpty && pairs.isEmpty
    }

    /// What becomes of a caption that is too long.
    var tooLong: LongCaption { windows ? .windows : truncate ? .cut : .refused }

    /// Every caption that the settings write out, for the tables or for a pair.
    var written: [String] {
      (descriptions + trueCaptions + falseCaptions + pairs.flatMap { [$0.isTrue, $0.isFalse] } + captions)
        .distinctCaptions
    }

    mutating func read(from values: inout SettingsReader) {
      values.read("model", &model)
      values.read("image", &image)
      values.read("descriptions", &descriptions)
      values.read("complete", &isComplete)
      values.read("true", &trueCaptions)
      values.read("false", &falseCaptions)
      var pairs: [Pair] = []
      values.sections("pairs", defaultKey: "true") { reader in
        var pair = Pair()
        reader.read("true", &pair.isTrue)
        reader.read("false", &pair.isFalse)
        pairs.append(pair)
      }
      self.pairs = pairs
      values.read("captions", &captions)
      values.read("hand_in", &handIn)
      values.read("search", &search, in: 0...100_000)
      values.read("alone", &alone)
      values.read("neutral", &neutral)
      if values.isGiven("neutral"), neutral.isBlank {
        values.report("neutral", "must not be empty; captions.alone: false leaves the column *alone* out")
      }
      values.read("truncate", &truncate)
      values.read("windows", &windows)
      if truncate, windows {
        values.report("windows", "must be false where captions.truncate is true: a caption is cut or read in windows")
      }
      values.read("limit_pairs", &limitPairs, in: 0...200)
      describeOwnPicture(isCompleteGiven: values.isGiven("complete"))
      if descriptions.isEmpty { descriptions = self.pairs.map(\.isTrue).filter { !$0.isBlank }.distinctCaptions }
      check(&values)
    }

    /// What is known of a picture that comes with Quire, where nothing is said of it.
    private mutating func describeOwnPicture(isCompleteGiven: Bool) {
      guard let known = ShippedPicture.all[image], descriptions.isEmpty, !isPlain else { return }
      if !isCompleteGiven { isComplete = true }
      if pairs.isEmpty { pairs = known.pairs.map { Pair(isTrue: $0.isTrue, isFalse: $0.isFalse) } }
      descriptions = known.descriptions
      if falseCaptions.isEmpty { falseCaptions = known.falseCaptions }
    }

    /// What is wrong where nothing is said to be true of the picture.
    private var missingDescription: String {
      let need = "must hold at least one caption that is true of the picture"
      if !trueCaptions.isEmpty { return need + "; pairs are made of these, so move one there from captions.true" }
      if !falseCaptions.isEmpty { return need + ": captions.false only says what is false of it" }
      return need + ", or captions.captions at least two that are only to be compared"
    }

    private static func oneLetter(_ caption: String) -> String {
      "holds the caption “\(caption)”, which is a single letter or sign; write what the picture shows"
    }

    /// Refuses what has no meaning where nothing is said of truth.
    private func checkPlain(_ values: inout SettingsReader) {
      if handIn == .found {
        values.report("hand_in", "must be auto where captions.captions stands alone, found \(handIn.rawValue)")
      }
      if isComplete {
        values.report("complete", "says that captions.descriptions name all that the picture shows, and there are none")
      }
    }

    private func check(_ values: inout SettingsReader) {
      let lists = [
        ("descriptions", descriptions), ("true", trueCaptions), ("false", falseCaptions), ("captions", captions),
      ]
      for (key, list) in lists {
        if list.contains(where: \.isBlank) { values.report(key, "must not hold an empty caption") }
        if let letter = list.first(where: \.isOneLetter) { values.report(key, Self.oneLetter(letter)) }
        if let twice = list.firstRepeated { values.report(key, "names the caption “\(twice)” twice") }
      }
      for (key, list, most) in [
        ("descriptions", descriptions, 50), ("true", trueCaptions, 200), ("false", falseCaptions, 200),
      ] where list.count > most {
        values.report(key, "must hold at most \(most) captions, found \(list.count)")
      }
      // One caption alone has its own line.
      if descriptions.isEmpty, !isPlain, captions.count != 1 || !saysNothingOfTruth {
        values.report("descriptions", missingDescription)
      }
      if isPlain { checkPlain(&values) }
      if handIn == .mine, self.pairs.isEmpty {
        values.report("hand_in", "must be auto or found where captions.pairs has no pair, found mine")
      }
      if captions.count == 1 {
        values.report("captions", "must hold at least two captions, since one alone has probability 1")
      }
      let alleged = Set((descriptions + trueCaptions + pairs.map(\.isTrue)).map(\.captionKey))
      for caption in falseCaptions where alleged.contains(caption.captionKey) {
        values.report("false", "says that “\(caption)” is false, and another key that it is true")
      }
      for pair in pairs {
        if pair.isTrue.isBlank || pair.isFalse.isBlank {
          values.report("pairs", "must say `true:` and `false:` for each pair, and neither may be empty")
        } else if let letter = [pair.isTrue, pair.isFalse].first(where: \.isOneLetter) {
          values.report("pairs", Self.oneLetter(letter))
        } else if pair.isTrue.captionKey == pair.isFalse.captionKey {
          values.report("pairs", "pairs “\(pair.isTrue)” with itself")
        } else if alleged.contains(pair.isFalse.captionKey) {
          values.report("pairs", "says that “\(pair.isFalse)” is false, and elsewhere it is true")
        }
      }
    }
  }
}

extension String {
  /// The caption as CLIP reads it, in lower case with one space between words: its bytes, since a model tells apart what
  /// Unicode calls equivalent.
  var captionKey: [UInt8] { Array(split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased().utf8) }

  fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }
}

extension [String] {
  /// The first caption that was there before.
  fileprivate var firstRepeated: String? {
    var seen: Set<[UInt8]> = []
    return first { !seen.insert($0.captionKey).inserted }
  }
}
