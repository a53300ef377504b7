/// A file that a model of the Hugging Face hub may have, and what is read from it.
///
/// The one list that the reader, the fetcher and `quire check` go by: what is read is fetched, and what is fetched is read.
public struct ModelFile: Sendable, Equatable {
  /// What a file is read for.
  public enum Part: String, Sendable, CaseIterable {
    /// The architecture and its sizes.
    case configuration
    /// The way from a text to ids.
    case tokenizer
    /// The way from a picture to pixels.
    case picture
    /// The numbers.
    case weights
    /// Configuration and numbers of a CLIP as open_clip saves it, read where there is no `config.json`; the weights' best form first.
    case openCLIP
    /// A change to the numbers of another model.
    case adapter
  }

  /// Its name in the repository.
  public let name: String
  /// What it is read for.
  public let part: Part
  /// What it holds, as a clause without a full stop.
  public let purpose: String

  private init(_ name: String, _ part: Part, _ purpose: String) {
    (self.name, self.part, self.purpose) = (name, part, purpose)
  }

  /// Every file that is read, in the order in which it is asked for; of the weights the best form comes first.
  public static let all = [
    ModelFile("config.json", .configuration, "which architecture it is, and its sizes"),
    ModelFile("tokenizer.json", .tokenizer, "the whole tokenizer"),
    ModelFile("tokenizer_config.json", .tokenizer, "which tokenizer it is, and whether it lower-cases"),
    ModelFile("special_tokens_map.json", .tokenizer, "the tokens around a text"),
    ModelFile("added_tokens.json", .tokenizer, "tokens that were added later"),
    ModelFile("vocab.txt", .tokenizer, "the tokens of BERT and its kin"),
    ModelFile("vocab.json", .tokenizer, "the tokens of GPT-2, RoBERTa, CLIP, Qwen and Marian"),
    ModelFile("merges.txt", .tokenizer, "which pairs of the tokens of vocab.json are joined"),
    ModelFile("sentencepiece.bpe.model", .tokenizer, "the tokens of XLM-RoBERTa and CamemBERT, by SentencePiece"),
    ModelFile("spiece.model", .tokenizer, "the tokens of T5, ALBERT and SigLIP, by SentencePiece"),
    ModelFile("spm.model", .tokenizer, "the tokens of DeBERTa, by SentencePiece"),
    ModelFile("tokenizer.model", .tokenizer, "the tokens of LLaMA and Gemma, by SentencePiece"),
    ModelFile("source.spm", .tokenizer, "the tokens that Marian reads, by SentencePiece"),
    ModelFile("target.spm", .tokenizer, "the tokens that Marian writes, by SentencePiece"),
    ModelFile("generation_config.json", .configuration, "how an encoder–decoder begins and ends what it writes"),
    ModelFile("preprocessor_config.json", .picture, "how a picture is resized, cropped and normalised"),
    ModelFile("processor_config.json", .picture, "the same, where transformers 5 wrote it"),
    ModelFile("model.safetensors", .weights, "the weights"),
    ModelFile("model.safetensors.index.json", .weights, "which file holds which weights, and those files"),
    ModelFile("pytorch_model.bin", .weights, "the weights as PyTorch saves them"),
    ModelFile("pytorch_model.bin.index.json", .weights, "the same for files of PyTorch"),
    ModelFile("open_clip_config.json", .openCLIP, "a CLIP's sizes and how it sees a picture, as open_clip has them"),
    ModelFile("open_clip_model.safetensors", .openCLIP, "its weights"),
    ModelFile("open_clip_pytorch_model.bin", .openCLIP, "its weights as PyTorch saves them"),
    ModelFile("adapter_config.json", .adapter, "which model an adapter changes, and how its matrices are scaled"),
    ModelFile("adapter_model.safetensors", .adapter, "the matrices of an adapter"),
    ModelFile("adapter_model.bin", .adapter, "the same as PyTorch saves them"),
  ]

  /// The files of a part, in order.
  public static func all(_ part: Part) -> [ModelFile] { all.filter { $0.part == part } }

  /// The names of the files of a part, in order.
  public static func names(_ part: Part) -> [String] { all(part).map(\.name) }
}
