public import Basics

/// What can go wrong in training, querying, reading and writing word vectors.
public enum EmbeddingError: Error, Equatable {
  /// A parameter has a value that cannot work: its name as in the settings (`vector_size`) and what it must be.
  case parameter(String, String)
  /// No word is left to train on: the reason and the way out.
  case emptyVocabulary(String)
  /// A word that has no vector, with the known words that are spelled most like it, nearest first.
  case unknownWord(String, nearest: [String])
  /// Training produced a value that is infinite or not a number, in this epoch counted from 1.
  case diverged(epoch: Int)
  /// A file of vectors that is not what it claims to be: path, line (text files only) and cause.
  case file(path: String, line: Int?, cause: String)
  /// A file that cannot be opened, read or written.
  case unusable(FileError)
}

extension EmbeddingError: CustomStringConvertible {
  /// What happened and what to do, in one line.
  public var description: String {
    switch self {
    case .parameter(let name, let problem):
      return "\(name) \(problem)"
    case .emptyVocabulary(let reason):
      return "no word to train on: \(reason)"
    case .unknownWord(let word, let nearest) where nearest.isEmpty:
      return "the word \"\(word)\" has no vector"
    case .unknownWord(let word, let nearest):
      let list = nearest.map { "\"\($0)\"" }.joined(separator: ", ")
      return "the word \"\(word)\" has no vector; spelled most like it: \(list)"
    case .diverged(let epoch):
      return "training diverged in epoch \(epoch): a value is no longer finite; choose a smaller alpha"
    case .file(let path, let line?, let cause):
      return "\(path):\(line): \(cause)"
    case .file(let path, nil, let cause):
      return "\(path): \(cause)"
    case .unusable(let error):
      return error.description
    }
  }
}
