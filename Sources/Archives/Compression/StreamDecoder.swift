/// A compressed stream being read: compressed bytes go in piece by piece, the content comes out.
protocol StreamDecoder: AnyObject {
  /// Whether the end of the member was reached.
  var hasEnded: Bool { get }
  /// What is wrong with the stream, where it turned out to be damaged.
  var damage: String? { get }

  /// Starts a further member where one has ended.
  func reset()

  /// Expands until the input is used up, the output is full, or the member ends; with an empty input what was kept back comes out.
  func step(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> StreamStep
}

/// How far one step went.
struct StreamStep {
  /// How many bytes of the input were used, and how many came out.
  var used, written: Int
}

/// A gzip member (RFC 1952).
final class GzipDecoder: StreamDecoder {
  private var inflater = Inflater(.gzip)

  var hasEnded: Bool { inflater.hasEnded }
  var damage: String? { inflater.damage }
  func reset() { inflater.reset() }
  func step(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> StreamStep {
    inflater.step(input, into: output)
  }
}
