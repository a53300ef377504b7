/// How far a training is, told after every batch of about 10,000 words.
///
/// No clock is read: words a second and the time left are the listener's to work out.
public struct TrainingProgress: Sendable, Equatable {
  /// The epoch that is running, from 1.
  public let epoch: Int
  /// The number of epochs.
  public let epochs: Int
  /// Words of the corpus read so far in all epochs, before rare and frequent ones are left out (gensim's raw words).
  public let words: Int
  /// The words that all epochs will read.
  public let totalWords: Int
  /// The mean loss of this epoch so far, for each target and negative; log 2 ≈ 0.693 is knowing nothing.
  public let loss: Double
  /// The learning rate of the batch that was just read.
  public let alpha: Double

  /// From 0 to 1.
  public var fraction: Double { totalWords == 0 ? 1 : Double(words) / Double(totalWords) }
}
