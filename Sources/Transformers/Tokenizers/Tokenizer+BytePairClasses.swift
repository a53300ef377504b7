internal import Basics

/// The classes of decoders' BPE beyond GPT-2's, which transformers 5 builds anew around vocabulary and pairs.
extension Tokenizer {
  /// - Parameter id: The id of a token by its role.
  mutating func rebuild(
    _ kind: TokenizerClass, _ pairs: BytePairEncoding, _ keys: ConfigurationKeys, _ id: (String) throws -> Int
  ) throws {
    func model(unknown: Int? = nil) -> BytePairEncoding {
      BytePairEncoding(merges: pairs.merges, vocabulary: vocabulary, unknownID: unknown)
    }
    func characters(unknown: Int?) -> Model {
      var model = model(unknown: unknown)
      model.fusesUnknown = true
      model.bytePieces = BytePairEncoding.bytePieces(vocabulary)
      return .bytePair(model)
    }
    switch kind {
    case .llama:
      // The class names no unknown token to the model: a character without its bytes is left out.
      self.model = characters(unknown: nil)
      normalizer = nil
      let addsSpace = try keys.flag("add_prefix_space") ?? true
      let isLegacy = try keys.flag("legacy") ?? false
      splitting = .steps([
        .metaspace(mark: "▁", addsSpace ? isLegacy ? .always : .first : .never, splits: false)
      ])
    case .gemma, .siglip2:
      self.model = characters(unknown: try id("unk_token"))
      normalizer = .steps((kind == .siglip2 ? [.lowercase] : []) + [.replace(.literal([" "]), ["▁"])])
      splitting = .steps([.split(.literal([" "]), .mergedWithPrevious, isInverted: false)])
    case .qwen2:
      self.model = .bytePair(model())
      normalizer = .steps([.canonical(composed: true, compatible: false)])
      let addsSpace = try keys.flag("add_prefix_space") ?? false
      splitting = .byteSteps(
        [.split(.sentences(digits: 1), .isolated, isInverted: false)] + (addsSpace ? [.prefixSpace] : []))
    default:
      self.model = .bytePair(model())
      normalizer = .steps([.canonical(composed: true, compatible: false)])
      splitting = .byteLevel(addsPrefixSpace: try keys.flag("add_prefix_space") ?? false)
    }
  }
}
