internal import Foundation
internal import Notebook
internal import Transformers

/// All that is computed of what a decoder reads and says beside one sentence, before anything is drawn.
struct TargetStudy {
  let model: EncoderDecoderModel
  let pass: EncoderDecoderPass
  /// The target as text.
  let text: String
  /// Whether the model says it itself, and whether it ended of itself then.
  let isOwn, isEnded: Bool
  /// The tokens that are to be said at the first so many places.
  let answers: [Int]
  /// The decoder's attention to itself, over tokens.
  let own: AttentionMap
  /// What it attends to in the sentence, over tokens and over words.
  let tokens, words: CrossAttention
  /// What the words of the target are called: repeated ones have a number.
  let names: [String]

  /// Reads a text given, or what the model itself says of the sentence.
  ///
  /// - Parameter source: The sentence, or its first piece.
  /// - Throws: `NotebookError.chapter` where there is nothing to read or too much of it.
  init(_ settings: Attention.Settings, _ model: EncoderDecoderModel, _ source: Encoding, on page: Page) throws {
    func fault(_ problem: String) -> NotebookError { .chapter(slug: Attention.slug, problem: problem) }
    self.model = model
    let longest = min(settings.maximumTokens, model.configuration.decoder.maximumTokens)
    let target: Encoding
    isOwn = settings.target.isEmpty
    if isOwn {
      page.report("letting the decoder speak")
      guard let said = try model.decode(source, limit: longest, isCancelled: { try page.checkCancellation() }) else {
        throw fault(
          "the model has no scores for words, so it cannot say anything itself; set attention.target to what its decoder is to read"
        )
      }
      target = model.target(of: said)
      isEnded = said.isEnded
      answers = Array(said.ids.dropFirst())
      text = model.tokenizer.text(of: target.ids.filter { !model.tokenizer.isSpecial($0) })
    } else {
      target = model.target(of: settings.target)
      guard target.count <= longest else {
        throw fault(
          "the target has \(target.count) tokens, the one that the decoder starts from counted, and at most \(longest) are drawn; "
            + "shorten attention.target"
            + (target.count <= min(Attention.Settings.tokenLimit, model.configuration.decoder.maximumTokens)
              ? " or raise attention.max_tokens" : ""))
      }
      isEnded = true
      answers = model.answers(to: settings.target)
      text = settings.target
    }
    pass = try model.forward(source: source, target: target)
    own = AttentionMap(decoderOf: pass, model)
    let spoken = own.joiningWords(target, model.tokenizer)
    let read = AttentionMap(pass.encoder, model.encoder)
    tokens = CrossAttention(pass, queries: own.units, keys: read.units)
    words = CrossAttention(pass, queries: spoken.units, keys: read.joiningWords(source, model.tokenizer).units)
    names = AttentionStudy.names(of: spoken.units)
  }

  /// What a token of the target is drawn as.
  var labels: [String] { AttentionStudy.labels(of: pass.target, model.tokenizer) }
  /// What a token of the sentence is drawn as.
  var sourceLabels: [String] { AttentionStudy.labels(of: pass.source, model.tokenizer) }
  /// What the words of the sentence are called.
  var sourceNames: [String] { AttentionStudy.names(of: words.keys) }

  /// The words of the target that are told of: no special tokens, unless there is nothing else.
  var told: [Int] {
    let found = words.queries.indices.filter { !words.queries[$0].isSpecial }
    return found.isEmpty ? Array(words.queries.indices) : found
  }

  /// The words of the sentence among which the strongest is sought.
  var sought: [Int] { AttentionStudy.judged(words.keys) }

  /// Whether something of the sentence is left aside there.
  var leavesAside: Bool { sought.count < words.keys.count }

  /// How decidedly the words of the target look at one word of the sentence in a head: the mean of what each gives to the word that it
  /// gives most.
  func decision(_ layer: Int, _ head: Int) -> Double {
    told.map { query in sought.map { Double(words[layer, head, query, $0]) }.max() ?? 0 }.mean
  }

  /// The head that does so most.
  var chosen: Attention.Results.Head {
    let heads = (0..<words.layers).flatMap { layer in (0..<words.heads).map { (layer, $0) } }
    let best = heads.indices.max { decision(heads[$0].0, heads[$0].1) < decision(heads[$1].0, heads[$1].1) } ?? 0
    return Attention.Results.Head(layer: heads[best].0, head: heads[best].1)
  }

  /// The entropy of a head's rows over the largest possible, mean over the tokens of the target; 0 for a sentence of one token.
  func entropy(_ layer: Int, _ head: Int) -> Double {
    guard tokens.keys.count > 1 else { return 0 }
    return tokens.matrix(layer, head).map { row in
      -row.reduce(0) { $1 > 0 ? $0 + $1 * log($1) : $0 } / log(Double(row.count))
    }.mean
  }

  /// The logarithm of the probability of each token that is to be said, and whether it is the likeliest; nil without scores for words.
  func likelihoods() -> [(logarithm: Double, isFirst: Bool)]? {
    guard let logits = model.logits(pass) else { return nil }
    return zip(0..<pass.target.count, answers).map { place, id in
      let row = logits.slice(place)
      let all = row.elements
      return (
        model.encoder.logProbability(of: id, row), all.indices.max { all[$0] < all[$1] } == id
      )
    }
  }
}

extension AttentionStudy {
  /// What tokens are drawn as: pieces keep their `##`, marks of a word's beginning are left out, and blanks alone are a box.
  static func labels(of encoding: Encoding, _ tokenizer: Tokenizer) -> [String] {
    let isSpelledOtherwise = tokenizer.isByteLevel || tokenizer.beginningOfWord != nil
    return encoding.ids.indices.map { index in
      let token = encoding.tokens[index]
      let text = isSpelledOtherwise ? tokenizer.text(of: [encoding.ids[index]]) : token
      return text.allSatisfy(\.isWhitespace) ? "␣" : text
    }
  }
}
