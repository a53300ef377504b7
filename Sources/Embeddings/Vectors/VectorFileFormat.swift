/// How vectors lie in a file.
public enum VectorFileFormat: Sendable, CaseIterable {
  /// word2vec's text: a line `words size`, then a line for each word: the word and its numbers, separated by blanks.
  case text
  /// word2vec's binary: a line `words size`, then for each word its bytes, a blank and its numbers as little-endian
  /// 32-bit floats.
  case binary
}
