/// Which of transformers' tokenizer classes reads a folder. Each but the last builds its steps anew from a few settings, whatever
/// `tokenizer.json` says of them, and takes only vocabulary and pairs from there.
enum TokenizerClass: Sendable, Equatable {
  /// `BertTokenizer` and its names for other models.
  case bert
  /// `RobertaTokenizer` and its names for other models.
  case roberta
  case gpt2
  case clip
  case mpnet
  case xlmRoberta
  case camembert
  case albert
  /// `T5Tokenizer`, mT5's too.
  case t5
  case debertaV2
  /// `TokenizersBackend`: `tokenizer.json` as it stands.
  case file

  /// The class that transformers takes for a model where its files name none.
  init?(modelType: String) {
    switch modelType {
    case "bert", "distilbert", "electra": self = .bert
    case "roberta", "bart": self = .roberta
    case "gpt2", "opt": self = .gpt2
    case "mpnet": self = .mpnet
    case "xlm-roberta": self = .xlmRoberta
    case "camembert": self = .camembert
    case "albert": self = .albert
    case "t5", "mt5": self = .t5
    case "deberta-v2": self = .debertaV2
    case "modernbert": self = .file
    case "clip": self = .clip
    default: return nil
    }
  }

  /// The class by one of its names, without `Fast` at its end.
  init?(name: String) {
    switch name {
    case "BertTokenizer", "ConvBertTokenizer", "DPRContextEncoderTokenizer", "DPRQuestionEncoderTokenizer",
      "DistilBertTokenizer", "ElectraTokenizer", "LayoutLMTokenizer", "LxmertTokenizer", "MobileBertTokenizer",
      "SqueezeBertTokenizer":
      self = .bert
    case "BartTokenizer", "LEDTokenizer", "LongformerTokenizer", "MvpTokenizer", "RobertaTokenizer": self = .roberta
    case "GPT2Tokenizer": self = .gpt2
    case "CLIPTokenizer": self = .clip
    case "MPNetTokenizer": self = .mpnet
    case "XLMRobertaTokenizer": self = .xlmRoberta
    case "CamembertTokenizer": self = .camembert
    case "AlbertTokenizer": self = .albert
    case "T5Tokenizer": self = .t5
    case "DebertaV2Tokenizer": self = .debertaV2
    case "TokenizersBackend", "PythonBackend", "PreTrainedTokenizer": self = .file
    default: return nil
    }
  }

  /// The files that a vocabulary is read from where there is no `tokenizer.json`.
  var vocabularyFiles: [String] {
    switch self {
    case .bert, .mpnet: ["vocab.txt"]
    case .roberta, .gpt2, .clip: ["vocab.json", "merges.txt"]
    case .xlmRoberta, .camembert, .albert, .t5, .debertaV2, .file: []
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
    case .t5: ["eos_token": "</s>", "unk_token": "<unk>", "pad_token": "<pad>"]
    case .debertaV2:
      [
        "bos_token": "[CLS]", "eos_token": "[SEP]", "unk_token": "[UNK]", "sep_token": "[SEP]", "pad_token": "[PAD]",
        "cls_token": "[CLS]", "mask_token": "[MASK]",
      ]
    case .file: [:]
    }
  }

  /// Classes of transformers 5.23 that make tokens in ways that are not read here, without `Fast`. A name beyond all its classes
  /// means `TokenizersBackend` there, and here.
  static let others: Set<String> = [
    "BarthezTokenizer", "BartphoTokenizer", "BertGenerationTokenizer", "BertJapaneseTokenizer",
    "BertweetTokenizer", "BigBirdTokenizer", "BioGptTokenizer", "BlenderbotSmallTokenizer", "BlenderbotTokenizer",
    "ByT5Tokenizer", "CTRLTokenizer", "CanineTokenizer", "ClvpTokenizer", "CodeGenTokenizer",
    "CodeLlamaTokenizer", "CohereTokenizer", "CpmAntTokenizer", "CpmTokenizer", "DebertaTokenizer",
    "DiaTokenizer", "EsmTokenizer", "EsmcTokenizer", "FNetTokenizer", "FSMTTokenizer",
    "FlaubertTokenizer", "FunnelTokenizer", "GPTNeoXJapaneseTokenizer", "GPTNeoXTokenizer", "GPTSw3Tokenizer",
    "GemmaTokenizer", "HerbertTokenizer", "LasrTokenizer", "LayoutLMv2Tokenizer", "LayoutLMv3Tokenizer",
    "LayoutXLMTokenizer", "LlamaTokenizer", "LukeTokenizer", "M2M100Tokenizer", "MBart50Tokenizer", "MBartTokenizer",
    "MLukeTokenizer", "MarianTokenizer", "MarkupLMTokenizer", "MgpstrTokenizer",
    "MistralCommonBackend", "MyT5Tokenizer", "NllbTokenizer", "NougatTokenizer", "OpenAIGPTTokenizer",
    "PLBartTokenizer", "ParakeetTokenizer", "PegasusTokenizer", "PerceiverTokenizer", "PhobertTokenizer",
    "ProphetNetTokenizer", "Qwen2Tokenizer", "Qwen3_5Tokenizer", "RagTokenizer", "ReformerTokenizer",
    "RemBertTokenizer", "RoCBertTokenizer", "RoFormerTokenizer", "SeamlessM4TTokenizer", "Siglip2Tokenizer",
    "SiglipTokenizer", "Speech2TextTokenizer", "SplinterTokenizer", "TapasTokenizer", "UdopTokenizer",
    "VideoPrismTokenizer", "VitsTokenizer", "Wav2Vec2CTCTokenizer", "Wav2Vec2PhonemeCTCTokenizer", "WhisperTokenizer",
    "XGLMTokenizer", "XLMTokenizer", "XLNetTokenizer",
  ]
}

extension TokenizerClass {
  /// The class that reads a folder's tokenizer; nil where no file says of which kind the model is, so that what files there are
  /// decides.
  ///
  /// - Throws: `TokenizerError.otherClass` for a class that works in a way that is not known here.
  init?(_ settings: TokenizerSettings) throws {
    guard let named = settings.className else {
      guard let type = settings.modelType, let own = TokenizerClass(modelType: type) else { return nil }
      self = own
      return
    }
    if let known = TokenizerClass(name: named.name) {
      self = known
    } else if Self.others.contains(named.name) || !settings.hasTokenizerFile {
      throw TokenizerError.otherClass(path: named.path, key: "tokenizer_class", name: named.name)
    } else {
      self = .file
    }
  }
}
