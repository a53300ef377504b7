/// A file of a tokenizer in a form that is not read here, and what its owner can do.
struct OtherTokenizerFile {
  let name: String
  let remedy: String

  private static let sentencePiece =
    "that is SentencePiece's, which is not read here: let Python write a tokenizer.json beside it "
    + "(`AutoTokenizer.from_pretrained(folder).save_pretrained(folder)`)"

  /// Those that models come with.
  static let all =
    [
      OtherTokenizerFile(
        name: "encoder.json",
        remedy: "that is OpenAI's name: call encoder.json vocab.json, and vocab.bpe beside it merges.txt"),
      OtherTokenizerFile(
        name: "bpe.codes",
        remedy:
          "that is BERTweet's and PhoBERT's list of pairs, which is not read here: choose a model with WordPiece or "
          + "byte-level BPE"),
    ]
    + [
      "sentencepiece.bpe.model", "sentencepiece.model", "spiece.model", "spm.model", "tokenizer.model", "source.spm",
    ].map { OtherTokenizerFile(name: $0, remedy: sentencePiece) }
}
