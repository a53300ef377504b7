internal import Basics

extension ImageCaptions.Results {
  /// What a model keeps of a difference, category by category, and where the rest is lost.
  struct Limits: Encodable {
    /// A category: its measurements, and what follows from them.
    struct Category: Encodable {
      var category, title, question: String
      var pairs: Int
      /// The share of right answers, its 95 % interval, and what guessing gets.
      var accuracy, low, high, chance: Double
      /// Degrees: between two captions that differ in it, and one caption said in two ways.
      var captionAngle, rewordedAngle: Double
      /// Degrees: between two pictures that differ in it, and one picture drawn in two ways.
      var pictureAngle, redrawnAngle: Double
      /// How far apart the cosine sets the logits of the two captions.
      var gap: Double
      /// `kept`, `partly` or `lost`.
      var outcome: String
      /// Where the difference is lost: `text`, `picture`, `both`, `cosine`, or `nowhere` for one that is kept.
      var lostIn: String
      /// The two captions of a pair.
      var example: [String]

      init(_ row: MeasuredLimits.Row) {
        (category, title, question) = (row.category.rawValue, row.category.title, row.title)
        (pairs, accuracy, low, high, chance) = (row.pairs, row.accuracy, row.low, row.high, row.chance)
        (captionAngle, rewordedAngle) = (row.captionAngle, row.rewordedAngle)
        (pictureAngle, redrawnAngle, gap) = (row.pictureAngle, row.redrawnAngle, row.gap)
        (outcome, lostIn, example) = (row.outcome.rawValue, row.cause?.rawValue ?? "nowhere", row.example)
      }
    }

    /// What the pictures are.
    var source: String
    /// Pairs of pictures in all categories.
    var pairs: Int
    /// The most right answers first.
    var categories: [Category]
    /// The same by their names.
    var named: [String: Category]
    /// The categories by what becomes of the difference, in words.
    var kept, partly, lost: [String]
    /// Those that are not kept, by where the difference is lost.
    var lostInText, lostInPicture, lostInBoth, lostInCosine: [String]
    /// Those at which the model does worse than guessing, by the whole interval: it uses the difference, the wrong way round.
    var misled: [String]
    /// What the scenes or the model's words cannot ask.
    var notAsked: [String]

    init(_ measured: MeasuredLimits) {
      let rows = measured.categories.enumerated().sorted {
        ($1.element.accuracy, $0.offset) < ($0.element.accuracy, $1.offset)
      }.map(\.element)
      let all = rows.map(Category.init)
      func titles(_ isMeant: (Category) -> Bool) -> [String] { all.filter(isMeant).map(\.title) }
      source = measured.source
      pairs = rows.map(\.pairs).reduce(0, +)
      categories = all
      named = Dictionary(uniqueKeysWithValues: all.map { ($0.category, $0) })
      (kept, partly, lost) = (
        titles { $0.outcome == "kept" }, titles { $0.outcome == "partly" }, titles { $0.outcome == "lost" }
      )
      (lostInText, lostInPicture) = (titles { $0.lostIn == "text" }, titles { $0.lostIn == "picture" })
      (lostInBoth, lostInCosine) = (titles { $0.lostIn == "both" }, titles { $0.lostIn == "cosine" })
      misled = titles { $0.high < $0.chance }
      let asked = Set(rows.map(\.category))
      notAsked = LimitCategory.allCases.filter { !asked.contains($0) }.map(\.title)
    }

    /// All measurements as a table for other programs.
    var csv: String {
      CSV.text(
        columns: [
          "category", "question", "pairs", "accuracy", "low", "high", "chance", "caption_angle", "reworded_angle",
          "picture_angle", "redrawn_angle", "logit_gap", "outcome", "lost_in", "example_1", "example_2",
        ],
        rows: categories.map { one in
          [
            .text(one.category), .text(one.question), .number(Double(one.pairs)), .number(one.accuracy),
            .number(one.low), .number(one.high), .number(one.chance), .number(one.captionAngle),
            .number(one.rewordedAngle), .number(one.pictureAngle), .number(one.redrawnAngle), .number(one.gap),
            .text(one.outcome), .text(one.lostIn), .text(one.example[0]), .text(one.example[1]),
          ]
        })
    }
  }
}

extension ImageCaptions.Results {
  /// Adds what was measured apart from the captions of this picture.
  mutating func add(_ measured: MeasuredLimits?, _ attack: TypographicAttack?) {
    limits = measured.map(Limits.init)
    typographic = Typographic(attack)
    (hasLimits, hasTypographic) = (limits != nil, typographic != nil)
  }
}
