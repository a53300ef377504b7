internal import Basics
internal import Foundation
internal import Notebook
internal import Transformers

extension Attention {
  /// A sentence, and what the heads of the model make of it.
  static let trial: Trial<Settings>? = Trial(
    TrialForm(
      "the tokens of a sentence, its important words, what each looks at, and the heads of each kind",
      arguments: "SENTENCE",
      options: [
        .init("head", values: 1...1, "LAYER.HEAD", "What each token looks at in one head, both counted from 0"),
        .init("pair", values: 1...1, "SENTENCE", "A second sentence, read together with the first"),
        .init(
          "model", values: 1...1, "FOLDER", "Another model: a folder, or an id of the hub that is on this machine",
          opens: true),
      ],
      examples: ["\"The cat sat on the mat because it was tired.\"", "\"The cat sat.\" --head 5.6"], line: .argument),
    adapt: { settings, question in
      if let model = question.value(of: "model") { settings.model = model }
      settings.picture = ""
    }
  ) { page, settings, _ in
    let input = try page.input(settings.model)
    let folder = input.file.deletingLastPathComponent()
    let base = input.files["base/config.json"]?.deletingLastPathComponent()
    let whole = EncoderDecoderModel.isOne(folder) ? try EncoderDecoderModel(folder: folder, threads: page.threads) : nil
    let model = try whole?.encoder ?? LanguageModel(folder: folder, base: base, threads: page.threads)
    page.warn(ofReading: whole?.remarks ?? model.remarks)
    return { try SentenceTrial($0, settings).answer(model) }
  }
}

/// A question to a model's attention.
private struct SentenceTrial {
  private let question: TrialQuestion
  private var settings: Attention.Settings

  init(_ question: TrialQuestion, _ settings: Attention.Settings) throws {
    (self.question, self.settings) = (question, settings)
    let sentence = question.words.joined(separator: " ")
    if !sentence.isEmpty {
      (self.settings.sentence, self.settings.pair) = (sentence, "")
      guard !sentence.allSatisfy(\.isWhitespace) else { throw SettingsError(["the sentence is empty; write one"]) }
    }
    if let pair = question.value(of: "pair") { self.settings.pair = pair }
    if let head = question.value(of: "head") {
      let parts = head.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
      guard parts.count == 2, let layer = parts[0], let number = parts[1], layer >= 0, number >= 0 else {
        throw SettingsError(["--head must be a layer and a head, both counted from 0, as in 5.6; found “\(head)”"])
      }
      (self.settings.layer, self.settings.head) = (layer, number)
    }
  }

  func answer(_ model: LanguageModel) throws -> TrialAnswer {
    let windows = try Attention().encodings(settings, model)
    let study = try AttentionStudy(model, windows[0])
    var answer = TrialAnswer()
    if windows.count > 1 {
      answer.remarks.append("the sentence is read in \(windows.count) pieces; this is the first")
    }
    if question.has("head"), let layer = settings.layer, let head = settings.head {
      answer.parts = [.matrix(try matrix(layer, head, study))]
    } else {
      answer.parts = [tokens(study), words(study), looks(study), kinds(study)].map(TrialAnswer.Part.table)
    }
    answer.choices = choices
    answer.reasonNotToSave = "the report's own sentence was asked about"
    return answer
  }

  /// What the settings would say.
  private var choices: [SettingChoice] {
    var choices: [SettingChoice] = []
    if let model = question.value(of: "model") { choices.append(.init("model", .text(model))) }
    let pair = question.value(of: "pair")
    if !question.words.isEmpty {
      // What is said of words holds of the old sentence.
      let dependents = ["word", "antecedent", "target"] + (pair == nil ? ["pair"] : [])
      choices.append(.init("sentence", .text(settings.sentence), dependents: dependents))
    }
    if let pair { choices.append(.init("pair", .text(pair))) }
    if question.has("head"), let layer = settings.layer, let head = settings.head {
      choices += [.init("layer", .number(layer)), .init("head", .number(head))]
    }
    return choices
  }

  private func matrix(_ layer: Int, _ head: Int, _ study: AttentionStudy) throws -> TrialMatrix {
    let map = study.tokens
    for (name, value, count) in [("layer", layer, map.layers), ("head", head, map.heads)] where value >= count {
      throw SettingsError(["--head: the model has no \(name) \(value); its \(name)s are 0 to \(count - 1)"])
    }
    let kinds = study.profiles[layer][head].categories.map(\.title)
    let kind = kinds.isEmpty ? "" : " (\(kinds.joined(separator: ", ")))"
    return TrialMatrix(
      "head", title: "What each token looks at in layer \(layer), head \(head)\(kind), in per cent of its attention",
      rows: study.labels, columns: study.labels,
      values: map.units.indices.map { query in map.units.indices.map { Double(map[layer, head, query, $0]) } })
  }

  private func tokens(_ study: AttentionStudy) -> TrialTable {
    let received = study.received
    return TrialTable(
      "tokens", title: "Tokens, and the share of all attention that each receives",
      columns: [.init("token"), .init("place"), .init("received", .percent(1), fullBar: received.max())],
      rows: study.labels.indices.map { [.text(study.labels[$0]), .integer($0), .number(received[$0])] })
  }

  private func words(_ study: AttentionStudy) -> TrialTable {
    let importance = study.importance
    let names = study.judgedNames
    return TrialTable(
      "words", title: "Words by importance: how much of the sentence's change hiding each makes, and by attention",
      columns: [
        .init("word"), .init("occlusion", .percent(1), fullBar: importance.occlusion.shares.max()),
        .init("from words", key: "received", .percent(1)), .init("rollout", .percent(1)),
        .init("norm-based", key: "normBased", .percent(1)), .init("flow", .percent(1)),
        .init("distance", .fixed(3)),
      ],
      rows: importance.order.map { index in
        [
          .text(names[index]), .number(importance.occlusion.shares[index]), .number(importance.received.shares[index]),
          .number(importance.rollout.shares[index]), .number(importance.normBased.shares[index]),
          .optional(importance.flow?.shares[index]), .number(Double(importance.hidden.distances[index])),
        ]
      })
  }

  private func looks(_ study: AttentionStudy) -> TrialTable {
    let looks = WordLooks(study)
    return TrialTable(
      "looks", title: "What each word looks at hardest beyond its neighbours, and in which head",
      columns: [
        .init("word"), .init("target"), .init("head"), .init("weight", .fixed(2), fullBar: 1),
        .init("others", .fixed(2)),
      ],
      rows: study.judged.compactMap { looks.targets(of: $0).first }.map { look in
        [
          .text(study.names[look.query]), .text(study.names[look.key]), .text("\(look.layer).\(look.head)"),
          .number(look.weight), .number(look.others),
        ]
      })
  }

  private func kinds(_ study: AttentionStudy) -> TrialTable {
    let profiles = study.profiles.joined()
    return TrialTable(
      "kinds", title: "Heads by what they look at, in this sentence (layer.head)",
      columns: [.init("kind"), .init("count"), .init("heads")],
      rows: HeadCategory.allCases.map { category in
        let heads = profiles.filter { $0.categories.contains(category) }
        return [
          .text(category.title), .integer(heads.count),
          .text(heads.map { "\($0.layer).\($0.head)" }.joined(separator: " ")),
        ]
      })
  }
}
