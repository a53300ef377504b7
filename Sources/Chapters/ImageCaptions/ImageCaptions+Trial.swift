internal import Basics
internal import CaptionPairs
internal import Foundation
internal import Images
internal import Notebook
internal import Transformers

extension ImageCaptions {
  /// A picture and captions, and how probable a model finds them.
  static let trial: Trial<Settings>? = Trial(
    TrialForm(
      "how probable captions of a picture are, and which pair of them confuses the model",
      arguments: "PICTURE CAPTION…",
      options: [
        .init(
          "find", "Search for the pair of a true and a false caption that confuses the model; the captions are true"),
        .init(
          "model", values: 1...1, "FOLDER", "Another model: a folder, or an id of the hub that is on this machine",
          opens: true),
      ],
      examples: [
        "photo.jpg \"two cats\" \"two cats sleeping\"", "photo.jpg - < captions.txt",
        "photo.jpg \"two cats on a sofa\" --find",
      ],
      line: .furtherArgument, leading: 1),
    adapt: { settings, question in
      if let picture = question.words.first { settings.image = picture }
      if let model = question.value(of: "model") { settings.model = model }
    }
  ) { page, settings, _ in
    let tried = try TriedPicture(settings, page)
    page.warn(ofReading: tried.clip.remarks)
    return { try CaptionTrial($0, settings).answer(tried) }
  }
}

/// A picture that a model has read, and the captions that were asked about.
private final class TriedPicture {
  let page: Page
  let model: ChosenModel
  let clip: CLIPModel
  let decoded: DecodedImage
  let seen: SeenPicture
  var scores: CaptionScores
  private var told: [String]?

  init(_ settings: ImageCaptions.Settings, _ page: Page) throws {
    self.page = page
    model = try ChosenModel(settings, on: page)
    let bytes = try InputFile.bytes(of: page.input(settings.image).oneFile(), limit: ImageLimits.standard.bytes)
    decoded = try ImageFile.decode(bytes, name: settings.image)
    clip = try CLIPModel(folder: model.input.file.deletingLastPathComponent(), threads: page.threads)
    seen = try SeenPicture(decoded.image, by: clip)
    try CaptionFaults.requireColors(seen, named: settings.image)
    scores = try CaptionScores([], clip.imageVector(seen.pixels), clip, settings)
  }

  /// What has to be known of the picture; worked out once.
  func remarks() throws -> [String] {
    if let told { return told }
    var remarks: [String] = []
    if try Familiarity.of(model.input)?.isForeign(seen, scores.picture, by: clip) == true {
      remarks.append(
        "the picture is foreign to \(model.name): what that makes of captions means nothing, and the report hands in no pair; "
          + "`quire fetch clip` gets OpenAI's CLIP, or --model names another")
    }
    told = remarks
    return remarks
  }
}

/// A question about captions.
private struct CaptionTrial {
  private let question: TrialQuestion
  private var settings: ImageCaptions.Settings
  private let captions: [String]

  init(_ question: TrialQuestion, _ settings: ImageCaptions.Settings) throws {
    (self.question, self.settings) = (question, settings)
    captions = Array(question.words.dropFirst()).distinctCaptions
    if captions.contains(where: { $0.allSatisfy(\.isWhitespace) }) {
      throw SettingsError(["a caption is empty; write what the picture shows"])
    }
    if let letter = captions.first(where: \.isOneLetter) {
      throw SettingsError(["the caption “\(letter)” is a single letter or sign; write what the picture shows"])
    }
  }

  func answer(_ tried: TriedPicture) throws -> TrialAnswer {
    if question.has("find") { return try search(tried) }
    guard !captions.isEmpty else {
      throw SettingsError(["says no caption; `quire try captions photo.jpg \"two cats\" \"two cats sleeping\"` does"])
    }
    try tried.scores.read(captions)
    let clip = tried.clip
    if captions.count > 1 {
      try CaptionFaults.requireDifferences(tried.scores, among: captions) { clip.tokenizer.encode($0).ids }
      try tried.scores.requireDistinct(captions)
    }
    let table = tried.scores.table(captions)
    let isAlone = table.count == 1
    var columns: [TrialTable.Column] = [
      .init("probability", .percent(1), fullBar: 1), .init("logit", .fixed(2)), .init("cosine", .fixed(4)),
    ]
    if tried.scores.lone != .none { columns.append(.init("alone", .percent(0))) }
    var answer = TrialAnswer(
      TrialTable(
        "captions", columns: columns + [.init("caption")],
        rows: table.map { row in
          [isAlone ? .none : .number(row.probability), .number(row.logit), .number(row.cosine)]
            + (tried.scores.lone == .none ? [] : [.optional(row.alone)]) + [.text(row.caption)]
        }))
    if isAlone { answer.remarks.append("one caption alone has no probability: give a second one beside it") }
    if let cut = captions.first(where: { !clip.fits($0) }) {
      answer.remarks.append("“\(cut.opening(of: 60))” has more tokens than the model reads, so its end is not all seen")
    }
    answer.remarks += try tried.remarks()
    answer.choices = [image(dependents: ["descriptions", "true", "false", "pairs", "complete"])]
    if !isAlone { answer.choices.append(.init("captions", .texts(captions))) }
    return answer
  }

  private func image(dependents: [String]) -> SettingChoice {
    .init("image", .text(settings.image), dependents: dependents)
  }

  /// The pair that the chapter would hand in, and the others that it would be chosen from.
  private func search(_ tried: TriedPicture) throws -> TrialAnswer {
    var settings = settings
    settings.model = tried.model.name
    if !captions.isEmpty {
      (settings.descriptions, settings.isComplete) = (captions, false)
      (settings.trueCaptions, settings.falseCaptions, settings.pairs, settings.captions) = ([], [], [], [])
      settings.handIn = .automatic
    }
    guard !settings.descriptions.isEmpty else {
      throw SettingsError([
        "--find needs to know what is true of the picture; `quire try captions photo.jpg \"two cats on a sofa\" --find` says so"
      ])
    }
    try CaptionFaults.requireConsistency(settings)
    let vocabulary = try CaptionVocabulary.of(tried.model.input)
    let grammar = GrammarOfCaptions(vocabulary, seed: tried.page.seed)
    let study = try CaptionStudy(
      tried.clip, tried.decoded.image, tried.seen, settings, grammar, vocabulary, tried.page)
    let chosen = study.handIn.chosen
    var answer = TrialAnswer(
      table("chosen", "The pair that the report would hand in", [chosen]),
      table(
        "alternatives", "Other false captions beside the same true one, the least decided first",
        study.alternatives.filter { !$0.pair.isSame(as: chosen.pair) }))
    answer.remarks += try tried.remarks()
    answer.choices = [
      image(dependents: ["descriptions", "true", "false", "captions", "complete"]),
      .init(
        "pairs", .records([[.init("true", chosen.pair.description), .init("false", chosen.pair.variant)]])),
    ]
    return answer
  }

  private func table(_ id: String, _ title: String, _ pairs: [ScoredPair]) -> TrialTable {
    TrialTable(
      id, title: title,
      columns: [
        .init("true", key: "descriptionProbability", .percent(1), fullBar: 1),
        .init("false", key: "variantProbability", .percent(1)),
        .init("highest", key: "highestProbability", .percent(1)), .init("caption", key: "description"),
        .init("false caption", key: "variant"),
      ],
      rows: pairs.prefix(20).map { scored in
        let pair = ImageCaptions.Results.Pair(scored)
        return [
          .number(pair.descriptionProbability), .number(pair.variantProbability), .number(pair.highestProbability),
          .text(pair.description), .text(pair.variant),
        ]
      })
  }
}

extension Familiarity {
  /// How many captions are read at a time: of a familiar picture, the first of them mostly tell.
  private static let few = 64

  /// Whether a picture is foreign, as `judge` says, told as soon as it is known.
  ///
  /// - Parameter vector: The picture's vector, of length 1.
  fileprivate func isForeign(_ picture: SeenPicture, _ vector: [Float], by model: CLIPModel) throws -> Bool {
    if picture.unevenness > mostUneven { return true }
    for start in stride(from: 0, to: captions.count, by: Self.few) {
      let some = Array(captions[start..<min(start + Self.few, captions.count)])
      let isFitting = try model.textVectors(some, truncating: false).contains { $0.cosine(with: vector) >= threshold }
      if isFitting { return false }
    }
    return true
  }
}
