internal import Transformers

extension Attention.Results.Look {
  init(_ look: AttentionLook, _ names: [String]) {
    self.init(
      word: names[look.query], target: names[look.key], weight: look.weight, layer: look.layer, head: look.head,
      others: look.others)
  }
}

extension Attention.Results.ChosenLook {
  /// - Parameter own: The look that the chapter shows.
  init?(
    _ study: AttentionStudy, _ looks: WordLooks, _ focus: FocusWord, own: AttentionLook?, antecedent: String?
  ) {
    let targets = looks.targets(of: focus.unit)
    guard let first = targets.first, let own, let mean = looks.mean(of: focus.unit) else { return nil }
    let word = study.names[focus.unit]
    let row = study.words.units.indices.filter { study.words.units[$0].isSpecial }
    let place = study.judged.firstIndex(of: focus.unit)
    let movements = study.importance.hidden.movements
    let others = study.judged.filter { $0 != focus.unit && $0 != first.key }
    let favourites = others.compactMap { looks.favourite(of: $0, first.layer, first.head)?.key }
    let pair = looks.pair(of: focus.unit)
    let moved = study.judged.indices.filter { $0 != place }.compactMap { hidden -> Attention.Results.Movement? in
      guard let place else { return nil }
      return .init(word: study.names[study.judged[hidden]], distance: Double(movements[hidden][place]))
    }
    self.init(
      word: word, target: study.names[first.key], weight: first.weight, layer: first.layer, head: first.head,
      others: first.others, reason: focus.reason.rawValue, scope: looks.candidates(for: focus.unit).scope.rawValue,
      isPronoun: EnglishWords.contains(EnglishWords.personal, EnglishWords.plain(word)),
      antecedent: antecedent ?? "", own: .init(own, study.names),
      special: row.reduce(0) { $0 + Double(study.words[own.layer, own.head, focus.unit, $1]) },
      othersMost: favourites.count { $0 == first.key }, othersCount: favourites.count,
      pair: pair.map { .init($0, study.names) }, together: pair.reduce(0) { $0 + $1.weight },
      mean: Mean(word: study.names[mean.key], weight: mean.weight),
      targets: targets.map { .init($0, study.names) },
      moved: moved.sorted { $0.distance > $1.distance })
  }
}

extension Attention.Results.Reference {
  /// How the pronouns of all sentences look in a head.
  init(_ survey: SentenceSurvey, _ head: Attention.Results.Head) {
    let found = survey.entries.compactMap { entry -> (Sentence, Bool?)? in
      guard let pronoun = entry.pronoun, let (look, isFound, _) = entry.reference(head.layer, head.head) else {
        return nil
      }
      return (
        Sentence(
          sentence: entry.text, pronoun: entry.names[pronoun], target: entry.names[look.key], weight: look.weight,
          others: look.others, antecedent: entry.antecedent ?? "", rival: entry.rival ?? ""), isFound
      )
    }
    let elsewhere = survey.entries.dropFirst().filter { $0.pronoun != nil && $0.antecedent != nil }
    let counts = survey.profiles.joined().map { profile in
      elsewhere.count { $0.reference(profile.layer, profile.head)?.isFound == true }
    }
    let withRival = elsewhere.filter { $0.rival != nil }
    func either(_ layer: Int, _ head: Int) -> [SentenceSurvey.Entry] {
      withRival.filter { entry in entry.reference(layer, head).map { $0.isFound == true || $0.isRival } ?? false }
    }
    let eithers = survey.profiles.joined().map { either($0.layer, $0.head).count }
    let both = either(head.layer, head.head)
    let right = both.count { $0.reference(head.layer, head.head)?.isFound == true }
    let here = elsewhere.count { $0.reference(head.layer, head.head)?.isFound == true }
    self.init(
      layer: head.layer, head: head.head, found: found.count { $0.1 == true }, known: found.count { $0.1 != nil },
      foundElsewhere: here, knownElsewhere: elsewhere.count { $0.reference(head.layer, head.head) != nil },
      asGood: counts.count { $0 >= here } - 1, meanElsewhere: counts.map(Double.init).mean,
      pairsElsewhere: withRival.count, eitherElsewhere: both.count, meanEither: eithers.map(Double.init).mean,
      asManyEither: eithers.count { $0 >= both.count } - 1, rightOfEither: right,
      coin: Self.coin(atLeast: right, of: both.count),
      sentences: found.map(\.0), missed: found.filter { $0.1 == false }.map(\.0))
  }
}

extension Attention.Results.Query {
  /// - Parameter target: The token whose score is taken apart.
  init(_ study: AttentionStudy, _ chosen: Attention.Results.Head, _ position: Int, target: Int) {
    let row = study.tokens.matrix(chosen.layer, chosen.head)[position]
    let record = study.pass.layers[chosen.layer]
    let contrast = (0..<study.tokens.heads).filter { $0 != chosen.head }
      .min { study.tokens[chosen.layer, $0, position, target] < study.tokens[chosen.layer, $1, position, target] }
    let best = row.indices.max { row[$0] < row[$1] } ?? 0
    let unit = study.words.units.firstIndex { $0.positions.contains(position) }
    let products = QueryProducts(study, chosen, position, target: target)
    let rival = study.tokens.seen(chosen.layer, position).filter { $0 != target }.max { row[$0] < row[$1] }
    let group = study.model.configuration.heads / study.model.configuration.stack.keyValueHeads
    let scores = study.pass.layers[chosen.layer].scores
    self.init(
      word: unit.map { study.names[$0] } ?? study.token(position), layer: chosen.layer, head: chosen.head,
      token: study.token(position), attendsTo: study.token(best), weight: Double(row[best]),
      target: study.token(target), targetWeight: Double(row[target]), score: products.score, lead: products.lead,
      whole: Double(scores[chosen.head, position, target]),
      products: products.leads.count, half: products.half, halfOfTarget: products.halfOfTarget,
      halfOfOthers: products.halfOfOthers,
      contrast: contrast.map {
        .init(
          head: $0, score: Double(record.scores[$0, position, target]),
          weight: Double(study.tokens[chosen.layer, $0, position, target]),
          sharesKeys: $0 / group == chosen.head / group)
      },
      rival: rival.map(study.token) ?? "",
      rivalScore: rival.map { Double(scores[chosen.head, position, $0]) } ?? 0,
      rivalWeight: rival.map { Double(row[$0]) } ?? 0)
  }
}

extension Attention.Results.Contrast {
  /// The word for which attention from words differs most from occlusion in its place, upwards or downwards.
  init(_ importance: WordImportance, names: [String], overrated: Bool) {
    let (a, b) = (importance.received.shares, importance.occlusion.shares)
    let ranksA = WordImportance.places(a.map { $0 * 100 }, decimals: 1)
    let ranksB = WordImportance.places(importance.hidden.distances.map(Double.init), decimals: 2)
    let sign = overrated ? 1 : -1
    let differences = names.indices.map { word in
      (places: sign * (ranksB[word] - ranksA[word]), shares: Double(sign) * (a[word] - b[word]))
    }
    guard let word = names.indices.max(by: { differences[$0] < differences[$1] }), differences[word].places > 0 else {
      self.init(word: "", attention: 0, occlusion: 0, rankByAttention: 0, rankByOcclusion: 0)
      return
    }
    self.init(
      word: names[word], attention: a[word], occlusion: b[word], rankByAttention: ranksA[word],
      rankByOcclusion: ranksB[word])
  }
}

extension Attention.Results.TopThree {
  init(_ importance: WordImportance, names: [String]) {
    let places = WordImportance.places(importance.hidden.distances.map(Double.init), decimals: 2)
    let first = importance.order.filter { places[$0] <= 3 }
    func top(_ measure: WordImportance.Measure) -> [Int] {
      let ranks = WordImportance.ranks(measure.shares)
      return names.indices.filter { ranks[$0] <= first.count }.sorted { ranks[$0] < ranks[$1] }
    }
    let attention = importance.drawn.dropFirst()
    let same = attention.filter { Set(top($0)) == Set(first) }
    let firsts = Set(same.compactMap { top($0).first })
    self.init(
      words: first.map { names[$0] }, measures: attention.map(\.name), same: same.map(\.name),
      first: firsts.count == 1 ? firsts.first.map { names[$0] } ?? "" : "")
  }
}
