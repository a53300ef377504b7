/// Which of transformers' tokenizer classes reads a folder. Each but the last builds its steps anew from a few settings, whatever
/// `tokenizer.json` says of them, and takes only vocabulary and pairs from there.
enum TokenizerClass: Sendable, Equatable {
  /// `BertTokenizer` and its names for other models.
  case bert
  /// `RobertaTokenizer` and its names for other models.
  case roberta
  /// `GPT2Tokenizer`, OPT's too.
  case gpt2
  case clip
  case mpnet
  case xlmRoberta
  case camembert
  case albert
  /// `T5Tokenizer`, mT5's too.
  case t5
  case debertaV2
  /// `LlamaTokenizer`: BPE in characters. Llama 3's is `file`.
  case llama
  /// `GemmaTokenizer`, SigLIP 2's too.
  case gemma
  /// `Siglip2Tokenizer`: Gemma's in lower case.
  case siglip2
  /// `Qwen2Tokenizer`, Qwen 3's too.
  case qwen2
  case gptNeoX
  /// `SiglipTokenizer`, which calls SentencePiece itself.
  case siglip
  /// `MarianTokenizer`, which calls SentencePiece itself, on other pieces for what is written than for what is read.
  case marian
  /// `TokenizersBackend`: `tokenizer.json` as it stands.
  case file

  /// Whether it reads SentencePiece's files, whatever `tokenizer.json` says.
  var callsSentencePiece: Bool { self == .siglip || self == .marian }

  /// The files that a vocabulary is read from where there is no `tokenizer.json`.
  var vocabularyFiles: [String] {
    switch self {
    case .bert, .mpnet: ["vocab.txt"]
    case .roberta, .gpt2, .clip, .qwen2, .gptNeoX: ["vocab.json", "merges.txt"]
    case .xlmRoberta, .camembert: ["sentencepiece.bpe.model"]
    case .albert, .t5, .siglip: ["spiece.model"]
    case .marian: ["source.spm", "target.spm", "vocab.json"]
    case .debertaV2: ["spm.model"]
    case .llama, .gemma, .siglip2, .file: ["tokenizer.model"]
    }
  }

  /// The tokens that transformers gives a class where its files say nothing else, by their keys in `tokenizer_config.json`.
  var tokens: [String: String] {
    switch self {
    case .bert:
      [
        "unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]", "cls_token": "[CLS]", "mask_token": "[MASK]",
      ]
    case .roberta:
      [
        "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>",
        "cls_token": "<s>", "mask_token": "<mask>",
      ]
    case .gpt2: ["bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>"]
    case .clip:
      [
        "bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>",
        "pad_token": "<|endoftext|>",
      ]
    case .mpnet:
      [
        "bos_token": "<s>", "eos_token": "</s>", "unk_token": "[UNK]", "sep_token": "</s>", "pad_token": "<pad>",
        "cls_token": "<s>", "mask_token": "<mask>",
      ]
    case .xlmRoberta, .camembert:
      [
        "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>",
        "cls_token": "<s>", "mask_token": "<mask>",
      ]
    case .albert:
      [
        "bos_token": "[CLS]", "eos_token": "[SEP]", "unk_token": "<unk>", "sep_token": "[SEP]", "pad_token": "<pad>",
        "cls_token": "[CLS]", "mask_token": "[MASK]",
      ]
    case .t5, .marian: ["eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"]
    case .siglip: ["eos_token": "</s>", "unk_token": "<unk>", "pad_token": "</s>"]
    case .debertaV2:
      [
        "bos_token": "[CLS]", "eos_token": "[SEP]", "unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]",
        "cls_token": "[CLS]", "mask_token": "[MASK]",
      ]
    case .llama: ["bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"]
    case .gemma, .siglip2:
      [
        "bos_token": "<bos>", "eos_token": "<eos>", "unk_token": "<unk>", "pad_token": "<pad>", "mask_token": "<mask>",
      ]
    case .qwen2: ["eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>", "pad_token": "<|endoftext|>"]
    case .gptNeoX:
      [
        "bos_token": "<|endoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>",
        "pad_token": "<|padding|>",
      ]
    case .file: [:]
    }
  }

  /// Whether a token with a role takes the white space before it and after it, where the files give its text alone.
  func takesSpaces(_ role: String) -> (left: Bool, right: Bool) {
    switch self {
    case .camembert: (role == "mask_token", false)
    case .siglip: TokenizerSettings.isStandard(role) ? (true, true) : (false, false)
    default: (false, false)
    }
  }

  /// The tokens that are found in a text besides, where the settings name none.
  func extraTokens(_ settings: TokenizerSettings, _ own: TokenizerFileParts) throws -> [AddedTokens
    .Token]
  {
    let texts =
      switch self {
      case .t5: try (0..<settings.extraIDs()).map { "<extra_id_\($0)>" }
      case .camembert where !own.isPieces: ["<s>NOTUSED", "</s>NOTUSED", "<unk>NOTUSED"]
      default: [String]()
      }
    return texts.map {
      AddedTokens.Token(id: -1, content: Array($0.unicodeScalars), isSpecial: true)
    }
  }
}
