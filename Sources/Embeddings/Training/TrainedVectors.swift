/// What a training gives.
public struct TrainedVectors: Sendable {
  /// The vectors of all words.
  public let vectors: KeyedVectors
  /// The mean loss of each epoch, for each target and negative; log 2 ≈ 0.693 is knowing nothing.
  public let losses: [Double]
  /// The processor path that the arithmetic took (`VectorKernels.path`): the same path gives the same bits.
  public let kernels: String
}
