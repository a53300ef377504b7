extension TokenizerClass {
  /// The class that transformers takes for a model where its files name none.
  init?(modelType: String) {
    switch modelType {
    case "bert", "distilbert", "electra", "convbert", "mobilebert", "squeezebert", "layoutlm", "lxmert",
      "megatron-bert",
      "nomic_bert":
      self = .bert
    case "roberta", "bart", "longformer", "led", "mvp", "roberta-prelayernorm", "ibert": self = .roberta
    case "gpt2", "opt", "gpt_neo", "gptj", "codegen", "phi", "starcoder2", "dbrx": self = .gpt2
    case "clip": self = .clip
    case "mpnet": self = .mpnet
    case "xlm-roberta", "xmod": self = .xlmRoberta
    case "camembert": self = .camembert
    case "albert": self = .albert
    case "t5", "mt5", "switch_transformers": self = .t5
    case "deberta-v2": self = .debertaV2
    case "gemma", "gemma2", "gemma3", "gemma3_text", "gemma3n", "gemma3n_text", "recurrent_gemma", "t5gemma":
      self = .gemma
    case "siglip": self = .siglip
    case "siglip2": self = .siglip2
    case "marian": self = .marian
    case "qwen2", "qwen2_moe", "qwen3", "qwen3_moe", "qwen3_next": self = .qwen2
    case "gpt_neox", "mamba", "mamba2", "mpt", "olmo", "olmoe", "rwkv", "falcon_mamba": self = .gptNeoX
    case let type where Self.readByFile.contains(type): self = .file
    default: return nil
    }
  }

  /// Models whose tokenizer transformers 5.23 reads from `tokenizer.json` as it stands, whatever class their files name. (Where its
  /// package `mistral-common` is installed, Mistral's `tekken.json` comes first; it is not among what is needed.)
  private static let readByFile: Set<String> = [
    "arctic", "aria", "bigbird_pegasus", "ernie4_5", "ernie4_5_moe", "flex_olmo", "glm", "glm4", "glm4_moe",
    "glm4_moe_lite", "gpt_bigcode", "granite", "granitemoe", "granitemoehybrid", "granitemoeshared", "internlm2",
    "internlm3", "jamba", "kimi_k25", "kimi_linear", "minicpm3", "minimax_m2", "ministral", "ministral3", "mistral",
    "mistral3", "mixtral", "modernbert", "modernbert-decoder", "nemotron", "nystromformer", "olmo2", "olmo3",
    "olmo_hybrid", "pegasus_x", "persimmon", "phi3", "phimoe", "pix2struct", "smolvlm", "stablelm", "umt5",
    "xlm-roberta-xl",
  ]

  /// Models whose class rules, whatever their files name.
  private static let ruling: Set<String> = ["qwen2", "siglip2"]

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
    case "LlamaTokenizer": self = .llama
    case "GemmaTokenizer": self = .gemma
    case "SiglipTokenizer": self = .siglip
    case "Siglip2Tokenizer": self = .siglip2
    case "MarianTokenizer": self = .marian
    case "Qwen2Tokenizer": self = .qwen2
    case "GPTNeoXTokenizer": self = .gptNeoX
    case "TokenizersBackend", "PythonBackend", "PreTrainedTokenizer", "BloomTokenizer": self = .file
    default: return nil
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
    "FlaubertTokenizer", "FunnelTokenizer", "GPTNeoXJapaneseTokenizer", "GPTSw3Tokenizer",
    "HerbertTokenizer", "LasrTokenizer", "LayoutLMv2Tokenizer", "LayoutLMv3Tokenizer",
    "LayoutXLMTokenizer", "LukeTokenizer", "M2M100Tokenizer", "MBart50Tokenizer", "MBartTokenizer",
    "MLukeTokenizer", "MarkupLMTokenizer", "MgpstrTokenizer",
    "MistralCommonBackend", "MyT5Tokenizer", "NllbTokenizer", "NougatTokenizer",
    "OpenAIGPTTokenizer",
    "PLBartTokenizer", "ParakeetTokenizer", "PegasusTokenizer", "PerceiverTokenizer",
    "PhobertTokenizer",
    "ProphetNetTokenizer", "Qwen3_5Tokenizer", "RagTokenizer", "ReformerTokenizer",
    "RemBertTokenizer", "RoCBertTokenizer", "RoFormerTokenizer", "SeamlessM4TTokenizer",
    "Speech2TextTokenizer", "SplinterTokenizer", "TapasTokenizer",
    "UdopTokenizer",
    "VideoPrismTokenizer", "VitsTokenizer", "Wav2Vec2CTCTokenizer", "Wav2Vec2PhonemeCTCTokenizer",
    "WhisperTokenizer",
    "XGLMTokenizer", "XLMTokenizer", "XLNetTokenizer",
  ]
}

extension TokenizerClass {
  /// The class that reads a folder's tokenizer; nil where no file says of which kind the model is, so that what files there are
  /// decides.
  ///
  /// - Throws: `TokenizerError.otherClass` for a class that works in a way that is not known here.
  init?(_ settings: TokenizerSettings) throws {
    let own = settings.modelType.flatMap(TokenizerClass.init(modelType:))
    guard let named = settings.className else {
      guard let own else { return nil }
      self = own
      return
    }
    if own == .file {
      self = .file
    } else if let own, let type = settings.modelType, Self.ruling.contains(type) {
      self = own
    } else if let known = TokenizerClass(name: named.name) {
      self = known
    } else if Self.others.contains(named.name) || !settings.hasTokenizerFile {
      throw TokenizerError.otherClass(path: named.path, key: "tokenizer_class", name: named.name)
    } else {
      self = .file
    }
  }
}
