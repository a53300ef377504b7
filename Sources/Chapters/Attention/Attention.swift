internal import Basics
internal import Foundation
internal import Notebook
internal import Transformers

/// *Attention visualisation*: what each layer and head of a transformer attends to in a sentence, and which words matter.
package struct Attention: Chapter {
  static let slug = "attention"
  static let title = "Attention visualisation"
  static let assignmentSection: String? = "3"
  static let memory = 400 << 20
  static let version = 12

  static let sections = [
    Section("sentence", "The sentence and the model"),
    Section("looks", "What each word looks at"),
    Section("head", "One head, and its layer"),
    Section("query-key", "Query, Key and Q × K"),
    Section("sentences", "Other sentences"),
    Section("importance", "Important words"),
    Section("prediction", "What the model predicts"),
    Section("heads", "What the heads do"),
    Section("layers", "What the layers do"),
    Section("lost", "What would be lost"),
    Section("decoder", "What the decoder says"),
    Section("cross", "What the decoder looks at in the sentence"),
    Section("picture", "The heads of a picture"),
  ]

  static let firstSettings = ["sentence"]
  static let questions = [
    Question(
      "important-words", title: "The most important words",
      prompt: "What are the most important words of the sentence, and why?", points: 0.5,
      values: [
        "words.0.word", "words.0.distance | fixed 2", "words.0.received | fixed 2", "words.0.occlusion | fixed 2",
        "words.1.word",
      ]),
    Question(
      "heads", title: "Heads and layers",
      prompt: "Do the heads differ from each other, and what is multi-head attention for?", points: 0.5,
      values: [
        "headCount", "categories.broad", "chosen.layer", "chosen.head", "query.targetWeight | fixed 2",
      ]),
  ]

  func inputs(_ settings: Settings) -> [String] {
    [settings.model] + (settings.picture.isEmpty ? [] : [settings.pictureModel, settings.picture])
  }

  func run(_ page: inout Page, settings: Settings) throws -> Results {
    let input = try page.input(settings.model)
    page.cite(input.provenance)
    page.report("loading the model")
    let folder = input.file.deletingLastPathComponent()
    // The files of an adapter's base are named so.
    let base = input.files["base/config.json"]?.deletingLastPathComponent()
    let whole =
      EncoderDecoderModel.isOne(base ?? folder)
      ? try EncoderDecoderModel(folder: folder, base: base, threads: page.threads) : nil
    let model = try whole?.encoder ?? LanguageModel(folder: folder, base: base, threads: page.threads)
    if whole == nil, !settings.target.isEmpty {
      throw NotebookError.chapter(
        slug: Self.slug,
        problem: "attention.target is for a model with a decoder that looks at the sentence, and "
          + "\(model.configuration.architecture.rawValue) has none; take it out, or choose a BART, a Marian or a T5")
    }
    page.warn(ofReading: whole?.remarks ?? model.remarks)
    page.report("reading the sentence")
    let windows = try encodings(settings, model)
    if let stated = model.tokenizer.statedLength, let longest = windows.map(\.count).max(), longest > stated {
      let remark =
        "The model’s files speak of at most \(stated) tokens (model_max_length), and \(longest) are read at a time: there is a "
        + "position for each, which the model may have learnt less of."
      page.warn(title: "A long text", "\(remark)", line: remark)
    }
    let spoken = try whole.map { TargetWriter(try TargetStudy(settings, $0, windows[0], on: page)) }
    let study = try AttentionStudy(model, windows[0])
    let focus = try FocusWord(study, word: settings.word)
    let antecedent = try antecedent(settings, study, focus)
    try page.checkCancellation()
    page.report("removing heads")
    let pooling = AttentionStudy.pooling(of: model)
    let prediction = try Prediction(study, wanted: settings.label)
    let ablation = try HeadAblation(model, study.encoding, pooling: pooling, label: prediction?.label)
    let looks = WordLooks(study)
    let own = looks.own(of: focus.unit) { look in
      settings.layer ?? look.layer == look.layer && settings.head ?? look.head == look.head
    }
    let chosen = try choose(settings, model, ablation, own: own)
    let position = study.words.units[focus.unit].positions[0]
    page.report("reading other sentences")
    let others = try otherSentences(settings, model)
    let survey = try survey(settings, study, focus, antecedent, ablation, others, on: page)
    let divergences = survey.divergences()
    // The root of the divergence is a distance.
    let places = ClassicalScaling.points(divergences.map { $0.map { $0.squareRoot() } })
    try page.checkCancellation()
    page.report("mapping queries and keys")
    let tensors = AttentionTensors(study)
    let maps = try queryKeyMaps(tensors, chosen: chosen, on: page)
    let views = try Views(
      study,
      AttentionViewValues(
        study, settings, chosen: chosen, token: position, ablation: ablation, places: places,
        kinds: survey.profiles.map { $0.map(\.categories) }),
      tensors, divergences: divergences, maps: maps, on: &page)
    let figures = AttentionFigures(study: study, chosen: chosen)
    let target = own.map { study.words.units[$0.key].positions[0] } ?? position
    var findings = AttentionFindings(
      study: study, settings: settings, survey: survey, ablation: ablation, divergences: divergences, focus: focus,
      chosen: chosen, query: Results.Query(study, chosen, position, target: target),
      map: maps[chosen.layer * tensors.heads + chosen.head].map { figures.nearness($0) },
      look: Results.ChosenLook(study, looks, focus, own: own, antecedent: antecedent),
      looks: study.judged.compactMap { looks.targets(of: $0).first }.map { Results.Look($0, study.names) },
      windows: windows.count)
    findings.prediction = prediction.map { Results.Prediction($0, study, ablation) }
    findings.target = spoken
    try survey.attachProof(study, chosen, on: &page)
    try page.attach(Data(survey.headsCSV(ablation, spoken?.study).utf8), as: "heads.csv")
    try spoken?.study.attachProof(on: &page)
    try study.attachTensors(settings, spoken?.study, to: &page)
    page.report("altering attention")
    findings.together = try Results.Together(study, looks, findings, pooling: pooling)
    page.report("drawing")

    let writer = AttentionWriter(findings: findings, results: Results(findings), figures: figures, views: views)
    try writer.writeSentence(input, on: &page)
    try writer.writeLooks(looks, on: &page)
    try writer.writeHead(on: &page)
    try writer.writeQuery(position, target: target, maps[chosen.layer * tensors.heads + chosen.head], on: &page)
    try writer.writeSentences(on: &page)
    try writer.writeImportance(on: &page)
    try writeWindows(windows, model, id: "windows", on: &page)
    for (number, other) in others.enumerated() {
      try writeWindows(other.windows, model, id: "windows-\(number + 2)", on: &page)
    }
    page.question("important-words")
    try writer.writePrediction(prediction, on: &page)
    try writer.writeHeads(places, on: &page)
    try writer.writeLayers(on: &page)
    try writer.writeLosses(on: &page)
    if let spoken {
      let views = try TargetViews(
        spoken.study, own: spoken.decoder.chosen, cross: spoken.cross.chosen, name: settings.model, on: &page)
      try spoken.writeDecoder(views, on: &page)
      try spoken.writeCross(views, on: &page)
    }
    if !settings.picture.isEmpty { findings.picture = try lookAtPicture(settings, on: &page) }
    page.question("heads")
    writer.conclude(on: &page)
    return Results(findings)
  }

  /// The sentences beside the chosen one, each in its pieces. Of those that come with Quire, one that is too long is left out.
  private func otherSentences(_ settings: Settings, _ model: LanguageModel) throws -> [(
    text: String, windows: [Encoding]
  )] {
    let areStandard = settings.sentences == ExampleSentence.others.map(\.text)
    return try settings.sentences.filter { $0 != settings.sentence }.compactMap { sentence in
      do { return (sentence, try encodings(settings, model, sentence: sentence)) } catch {
        if areStandard, error is NotebookError { return nil }
        throw error
      }
    }
  }

  /// The chosen sentence and the others beside it, each in its first piece.
  private func survey(
    _ settings: Settings, _ study: AttentionStudy, _ focus: FocusWord, _ antecedent: String?, _ ablation: HeadAblation,
    _ others: [(text: String, windows: [Encoding])], on page: Page
  ) throws -> SentenceSurvey {
    // The chapter follows the settings' word; as a pronoun it counts only where it is one.
    let pronoun = FocusWord.pronoun(names: study.names, judged: study.judged)
    let isPronoun =
      antecedent != nil || EnglishWords.contains(EnglishWords.personal, EnglishWords.plain(study.names[focus.unit]))
    var entries = [
      SentenceSurvey.Entry(
        study, text: settings.sentence, pronoun: isPronoun ? focus.unit : pronoun,
        antecedent: isPronoun ? antecedent : ExampleSentence.antecedent(in: settings.sentence),
        rival: ExampleSentence.known(settings.sentence)?.rival, ablation: ablation)
    ]
    for other in others {
      try page.checkCancellation()
      entries.append(
        try SentenceSurvey.Entry(
          study.model, other.windows[0], text: other.text, known: ExampleSentence.known(other.text)))
    }
    return SentenceSurvey(entries)
  }

  /// The most important words of each piece of a long sentence; nothing for a sentence in one piece.
  private func writeWindows(_ windows: [Encoding], _ model: LanguageModel, id: String, on page: inout Page) throws {
    if windows.count == 1 || !page.includes("importance") { return }
    let rows = try windows.enumerated().map { index, encoding in
      try page.checkCancellation()
      let study = try AttentionStudy(model, encoding)
      return [
        "\(index + 1)", "\(encoding.count)",
        study.importance.words.prefix(6).map(\.label).joined(separator: " ") + " …",
        study.importance.order.prefix(3).map { study.judgedNames[$0] }.joined(separator: ", "),
      ]
    }
    try page.table(
      id: id, caption: "The pieces of the sentence, and the words of each whose hiding moves it most.",
      columns: [
        .init("piece", .trailing), .init("tokens", .trailing), .init("begins"), .init("most important words"),
      ], rows: rows)
  }
}
