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
  static let version = 4

  static let questions = [
    Question(
      "important-words", title: "The most important words",
      prompt: "What are the most important words of the sentence, and why?", points: 0.5),
    Question(
      "heads", title: "Heads and layers",
      prompt: "Do the heads differ from each other, and what is multi-head attention for?", points: 0.5),
  ]

  func inputs(_ settings: Settings) -> [String] {
    [settings.model] + (settings.picture.isEmpty ? [] : [settings.pictureModel, settings.picture])
  }

  func run(_ page: inout Page, settings: Settings) throws -> Results {
    let input = try page.input(settings.model)
    page.cite(input.provenance)
    page.report("loading the model")
    let model = try LanguageModel(folder: input.file.deletingLastPathComponent(), threads: page.threads)
    page.report("reading the sentence")
    let windows = try encodings(settings, model)
    let study = try AttentionStudy(model, windows[0])
    try page.checkCancellation()
    page.report("removing heads")
    let pooling = AttentionStudy.pooling(of: model)
    let ablation = try HeadAblation(model, study.encoding, pooling: pooling)
    let chosen = try choose(settings, model, ablation)
    let position = try queryPosition(settings, study)
    let divergences = study.tokens.divergences()
    // The root of the divergence is a distance.
    let places = ClassicalScaling.points(divergences.map { $0.map { $0.squareRoot() } })
    try page.checkCancellation()
    page.report("mapping queries and keys")
    let tensors = AttentionTensors(study)
    let maps = try queryKeyMaps(tensors, chosen: chosen, on: page)
    let views = try Views(
      study,
      AttentionViewValues(
        study, settings, chosen: chosen, token: position, ablation: ablation, places: places),
      tensors, divergences: divergences, maps: maps, on: &page)
    let figures = AttentionFigures(study: study, chosen: chosen)
    page.report("drawing")

    // The sentence.
    write(study, of: settings, input, windows: windows.count, on: &page)
    try page.figure(figures.grid, view: views.model(layers: study.tokens.layers, heads: study.tokens.heads))

    // One head, and one query of it.
    page.write(
      """
      ## One head

      {{figure:attention/head}} shows layer \(chosen.layer), head \(chosen.head) alone, \(reason(settings)), and
      {{figure:attention/arcs}} all heads of its layer as lines.
      """)
    try page.figure(
      figures.large, view: views.head("matrix", heads: model.configuration.heads, tokens: study.labels.count))
    try page.figure(
      figures.arcs, view: views.head("arcs", heads: model.configuration.heads, tokens: study.labels.count))
    let query = Results.Query(study, chosen, position)
    page.write(
      """
      ## Query, Key and Q × K

      Attention compares vectors. Of every token the head makes a query, what it looks for, and a key, what it offers,
      of \(model.configuration.headSize) numbers each. Where query and key agree, number by number, their product is
      positive (orange), where they disagree negative (blue). The sum of the products, over √d, is the score, and the softmax of
      the scores is the attention. {{figure:attention/query}} does the sum for *\(query.token)*, which attends most to
      *\(query.attendsTo)* (\(query.weight.twoDecimals)).
      """)
    try page.figure(figures.query(position), view: views("neuron", ["token": "@\(position)"]))
    if let map = maps[chosen.layer * tensors.heads + chosen.head] {
      page.write(
        """
        {{figure:attention/queries-keys}} puts all queries and keys of the head into one map, by t-SNE (Yeh et al. 2023).
        Attention does not change when all keys are moved by one vector, or when queries are made longer and keys shorter by
        one factor, so both clouds are first laid over each other. How many queries then lie near the key that they attend to
        most, the caption counts.
        """)
      try page.figure(figures.queriesAndKeys(map), view: views("keys", ["token": "@\(position)"]))
    }

    // The words.
    page.write(
      """
      ## Important words

      Which words matter depends on who asks. {{figure:attention/importance}} asks five ways, and
      {{table:attention/agreement}} tells how far the answers agree\(flow(study)). Special tokens receive
      \(study.specialShare.percent) of all attention; they and punctuation are left out of the chart.
      """)
    try page.figure(figures.importance, view: views("words"))
    try writeAgreement(study, on: &page)
    try writeWindows(windows, model, id: "windows", on: &page)
    for (number, sentence) in settings.sentences.enumerated() {
      try page.checkCancellation()
      let others = try encodings(settings, model, sentence: sentence)
      let other = try AttentionStudy(model, others[0])
      var figure = AttentionFigures(study: other, chosen: chosen).importance
      figure.id = "importance-\(number + 2)"
      page.write("The same for “\(sentence)”\(others.count > 1 ? ", its first piece" : ""):")
      try page.figure(figure)
      try writeWindows(others, model, id: "windows-\(number + 2)", on: &page)
    }
    page.question("important-words")

    // The heads.
    let specialists = Self.specialists(study.profiles)
    page.write(
      """
      ## What the heads do

      {{table:attention/specialists}} names, for each kind of head that Clark et al. (2019) describe, the one that is most like
      it. {{figure:attention/entropy}} tells how evenly heads spread their attention, {{figure:attention/similarity}} which
      attend alike, and {{figure:attention/ablation}} what is lost when one is removed.
      """)
    try writeSpecialists(specialists, on: &page)
    try page.figure(figures.entropies, view: views.measures("entropy"))
    try page.figure(figures.similarity(places), view: views("similarity"))
    try page.figure(figures.ablation(ablation), view: views.measures("ablation"))
    try writeLayers(ablation, on: &page)
    let picture = settings.picture.isEmpty ? nil : try lookAtPicture(settings, on: &page)
    page.question("heads")

    let results = Results(
      study, settings, name: settings.model, chosen: chosen, query: query, specialists: specialists,
      ablation: ablation, divergences: divergences, windows: windows.count, picture: picture)
    page.summarise(
      """
      What \(map(model)) attend to in “\(settings.sentence)”, which of its words matter, and what each head is for.
      """)
    return results
  }

  private func flow(_ study: AttentionStudy) -> Markdown {
    study.importance.flow == nil
      ? "; that of the maximum flow of attention is left out, which would take minutes for so many words"
      : ", with that of the maximum flow of attention through the layers beside them"
  }

  private func map(_ model: LanguageModel) -> String {
    "the \(model.configuration.layers * model.configuration.heads) heads of \(model.configuration.layers) layers"
  }

  private func reason(_ settings: Settings) -> String {
    settings.layer == nil && settings.head == nil
      ? "the one whose removal moves the sentence most" : "as the settings choose"
  }
}
