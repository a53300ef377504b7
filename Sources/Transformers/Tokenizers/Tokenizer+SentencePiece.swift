internal import Basics

/// The classes of models with SentencePiece's Unigram, which transformers 5 builds anew around the pieces of `tokenizer.json`.
extension Tokenizer {
  /// - Parameter id: The id of a token by its role.
  mutating func rebuild(
    _ kind: TokenizerClass, _ pieces: Unigram, _ keys: ConfigurationKeys, _ id: (String) throws -> Int
  ) throws {
    var steps: [NormalizerStep] = characterMap.map { [.characters($0)] } ?? []
    let addsSpace = try keys.flag("add_prefix_space") ?? true
    var splits: [SplittingStep] = [
      .whitespace, .metaspace(mark: "▁", addsSpace || kind == .t5 ? .always : .never, splits: true),
    ]
    let unknown: Int
    switch kind {
    case .camembert:
      unknown = try id("unk_token")
      template = .roberta(start: try id("bos_token"), end: try id("eos_token"))
    case .albert:
      unknown = 1
      var first: [NormalizerStep] = ["``", "''"].map { .replace(.literal(Array($0.unicodeScalars)), ["\""]) }
      if try keys.flag("keep_accents") != true {
        first += [.canonical(composed: false, compatible: true), .stripAccents]
      }
      if try keys.flag("do_lower_case") ?? true { first.append(.lowercase) }
      steps = first + steps
      if template == .bare { template = .bert(start: try id("cls_token"), end: try id("sep_token")) }
    case .t5:
      unknown = 2
      template = .generated(start: nil, end: try id("eos_token")).withoutTypes
    case .debertaV2:
      let stated = try id("unk_token")
      unknown = pieces.scores.indices.contains(stated) && pieces.scores[stated] == 0 ? stated : 1
      steps = try keys.flag("do_lower_case") == true ? [.lowercase] : []
      steps += [
        .replace(.severalOrBreak, [" "]), .canonical(composed: true, compatible: false),
        .strip(left: false, right: true),
      ]
      splits = try keys.flag("split_by_punct") == true ? [.punctuation] : []
      splits.append(.metaspace(mark: "▁", addsSpace ? .always : .first, splits: true))
      template = .bert(start: try id("cls_token"), end: try id("sep_token"))
    default:
      unknown = 3
      template = .roberta(start: try id("bos_token"), end: try id("eos_token"))
    }
    guard pieces.scores.indices.contains(unknown) else {
      throw TokenizerError.malformed(
        path: keys.path, key: "tokenizer_class",
        reason: "needs a token with the id \(unknown), which tokenizer.json does not have")
    }
    normalizer = steps.isEmpty ? nil : .steps(steps)
    splitting = .steps(splits)
    model = .unigram(Unigram(pieces, unknownID: unknown, fallsBackToBytes: false))
    trimsOffsets = (false, false)
  }

  /// The table of characters that the clean-up of `tokenizer.json` begins with or has among its steps.
  private var characterMap: CharacterMap? {
    guard case .steps(let steps)? = normalizer else { return nil }
    return steps.lazy.compactMap { if case .characters(let map) = $0 { map } else { nil } }.first
  }

  /// The steps of a clean-up without those for spaces alone, which make no difference before a text is split at them.
  static func telling(_ normalizer: Normalizer?) -> [NormalizerStep] {
    guard case .steps(let steps)? = normalizer else { return [] }
    return steps.filter {
      switch $0 {
      case .replace(.severalSpaces, _), .replace(.whitespace, _), .strip: false
      default: true
      }
    }
  }
}
