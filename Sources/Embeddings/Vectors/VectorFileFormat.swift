/// How vectors lie in a file.
public enum VectorFileFormat: Sendable, CaseIterable {
  /// word2vec's text: a line `words size`, then a line for each word: the word and its numbers, separated by blanks.
  /// fastText's `.vec` is the same.
  case text
  /// word2vec's binary: a line `words size`, then for each word its bytes, a blank and its numbers as little-endian
  /// 32-bit floats.
  case binary
  /// GloVe's text: as word2vec's without the first line. A word may have blanks; the first line's has none.
  case glove
  /// fastText's own binary model, `.bin`: words, their pieces and the rows of both.
  case fastText
}
