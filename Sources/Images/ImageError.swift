/// What can be wrong with a picture.
public enum ImageError: Error, Equatable, CustomStringConvertible {
  /// The bytes do not fill the sides.
  case size(width: Int, height: Int, bytes: Int)
  /// A text chunk's keyword is not 1 to 79 printable ASCII characters, or its text holds a zero byte.
  case text(keyword: String)
  /// The library refused to read.
  case decoding(String)
  /// The library refused to write.
  case encoding(String)

  /// A file is no picture that can be read: what is wrong with it, as the end of a sentence that begins with its name.
  case file(name: String, problem: String)

  /// What is wrong and what would be right.
  public var description: String {
    switch self {
    case .size(let width, let height, let bytes):
      "a picture of \(width) × \(height) needs width × height × 4 bytes (sides at least 1), found \(bytes)"
    case .text(let keyword):
      "PNG text \"\(keyword)\": a keyword is 1 to 79 printable ASCII characters, its text has no zero byte"
    case .file(let name, let problem): "\(name): \(problem)"
    case .decoding(let message): "the picture cannot be read: \(message)"
    case .encoding(let message): "the picture cannot be written: \(message)"
    }
  }
}
