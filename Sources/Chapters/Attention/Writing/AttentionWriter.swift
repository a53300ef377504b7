internal import Basics
internal import Notebook
internal import Transformers

/// Writes what the chapter found, section by section: sentences that hold for whatever it is.
struct AttentionWriter {
  let findings: AttentionFindings
  let results: Attention.Results
  let figures: AttentionFigures
  let views: Attention.Views

  var study: AttentionStudy { findings.study }
  var settings: Attention.Settings { findings.settings }
  var sizes: ModelConfiguration { findings.study.model.configuration }

  /// The section on the sentence and the model.
  func writeSentence(_ input: LocatedInput, on page: inout Page) throws {
    page.section("sentence")
    let pair: Markdown = settings.pair.isEmpty ? "" : ", read together with “\(settings.pair)”,"
    let piece: Markdown =
      findings.windows == 1 ? "" : ", the first of \(findings.windows) pieces that do not see each other,"
    let tokens = study.labels.indices.map { "\(code: study.token($0))" as Markdown }.joined(separator: " ")
    page.write("> \(settings.sentence)")
    page.write(
      """
      The sentence\(pair)\(piece) becomes \(study.encoding.count.of("token")): \(tokens). The model is \(input.provenance); \(findings.target == nil ? "it" : "its encoder, which reads the sentence,") has \
      \(sizes.layers.of("layer")) with \(sizes.heads.of("head")) each. In every head, every token spreads an attention of 1 over \
      \(sizes.isCausal ? "itself and the tokens before it" : "all tokens")\(sight) [@vaswani2017]. {{figure:attention/heads}} shows all of \
      this attention. Layers and heads are counted from 0, as BertViz counts them [@vig2019]: L1·H10 is head 10 of layer 1.
      """)
    try page.figure(figures.grid, view: views.model(layers: sizes.layers, heads: sizes.heads))
    let share = results.specialShare
    if study.hasSpecialTokens {
      let special = study.labels.indices.filter { study.tokens.units[$0].isSpecial }.map {
        "\(code: study.token($0))" as Markdown
      }
      page.write(
        """
        An upright stripe is a token that many others look at. The tokenizer added \(special.enumerated); \
        \(special.count == 1 ? "this special token gets" : "these special tokens get") \(share.percent) of all attention, and the \
        token that gets the most is \(code: results.mostReceived.token) with \(results.mostReceived.share.percent).
        """)
    } else {
      page.write(
        """
        An upright stripe is a token that many others look at. The token that gets the most attention is \
        \(code: results.mostReceived.token) with \(results.mostReceived.share.percent) of it.
        """)
    }
  }

  /// What the chapter found, for its summary and the report's conclusion.
  func conclude(on page: inout Page) {
    page.summarise(
      """
      Where the words of “\(settings.sentence)” look in \(results.headCount.of("head")) of \(sizes.layers.of("layer")), which words \
      matter, and what would be lost without a head or a layer.
      """)
    var found: Markdown = ""
    if results.words.count > 1, results.words[0].occlusion > results.words[1].occlusion {
      found +=
        "In the sentence that was read, *\(results.words[0].word)* matters most: hiding it moves the sentence’s vector furthest. "
    }
    if let look = results.look, look.own.weight > look.own.others, settings.layer == nil, settings.head == nil {
      found += """
        \(Self.scope(look)), *\(look.own.target)* is the one that *\(look.word)* singles out most: in \(look.own.place.prose), \
        *\(look.own.target)* gets \(look.own.weight.twoDecimals) of the attention of *\(look.word)* and \
        \(look.own.others.twoDecimals) of that of the other words on average. 
        """
    }
    if let kinds = results.kinds, kinds.sentences > 1 {
      found += """
        Over \(kinds.sentences) sentences, a content word moves the sentence further than a function word in \(kinds.allAbove) of \
        \(kinds.allPairs) pairs. 
        """
    }
    let reference = results.reference
    let isPronoun = results.look?.isPronoun == true
    if isPronoun, reference.pairsElsewhere > 1, reference.pairsElsewhere == reference.knownElsewhere {
      found += """
        In \(findings.chosen.prose), the pronoun of \(reference.eitherElsewhere) of \(reference.pairsElsewhere) other sentences looks \
        hardest\(study.hasSpecialTokens ? ", special tokens left aside," : "") at one of the two nouns before it, and in \(reference.rightOfEither) of these at the right one.
        """
    } else if isPronoun, reference.knownElsewhere > 1 {
      found += """
        In \(reference.foundElsewhere) of \(reference.knownElsewhere) other sentences the pronoun looks hardest at what \
        it stands for in \(findings.chosen.prose).
        """
    }
    if !found.isEmpty { page.conclude(found) }
  }

  /// Among which words a link is sought, as the beginning of a sentence.
  static func scope(_ look: Attention.Results.ChosenLook) -> Markdown {
    switch WordLooks.Scope(rawValue: look.scope) {
    case .before: "Among the words before *\(look.word)*, its neighbour left aside"
    case .far: "Among the words that are not neighbours of *\(look.word)*"
    case .neighbours, nil: "Among the words beside *\(look.word)*"
    }
  }
}
