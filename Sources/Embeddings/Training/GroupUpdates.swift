package import LinearAlgebra

/// The arithmetic of negative sampling at speed, on one thread or on several that share the columns.
///
/// Every thread walks through the same groups. It takes its columns' part of all products of a group, waits for the
/// others' parts, works out the gradients for itself and moves its own columns. Two copies of the products are filled in
/// turn, so that one meeting a group is enough: nobody writes to a copy before all have passed the meeting after it.
///
/// The result depends on the processor path and on nothing else: not on how many threads there are, nor on which is
/// faster. CBOW's windows come from running sums: the sum of a window is the difference of two, and a change that all
/// words of a window receive is written at its two ends.
package final class GroupUpdates: @unchecked Sendable {
  // Unchecked because of `shared`, the memory that threads divide by columns and by turns, as said above.

  private let scheme: TrainingScheme
  private let width: Int
  private let usesMean: Bool
  private let kernels: VectorKernels
  private let cut: ColumnBlocks
  private let stride: Int
  private let barrier: Barrier
  private var shared = SharedRoom()

  /// How many threads work on it.
  package let threads: Int

  /// - Parameters:
  ///   - stride: Columns of the matrices, padding included.
  ///   - threads: How many threads will call `train`; more than there are blocks of columns are not used.
  package init(
    configuration: Word2VecConfiguration, stride: Int, threads: Int = 1, kernels: VectorKernels = .best
  ) {
    scheme = TrainingScheme(configuration)
    width = configuration.negative + 1
    usesMean = configuration.cbowMean
    self.kernels = kernels
    self.stride = stride
    cut = ColumnBlocks(columns: stride)
    self.threads = max(1, min(threads, cut.count))
    barrier = Barrier(threads: self.threads)
  }

  /// Waits for the other threads.
  package func meet() { barrier.wait() }

  /// Makes room for some batches; called by one thread, with a meeting before the next `train`.
  package func prepare(for batches: some Sequence<TrainingBatch>) {
    var (products, span, predictions) = (0, 0, 0)
    for batch in batches {
      for group in batch.groups {
        products = max(products, group.products)
        span = max(span, group.span.count)
        predictions = max(predictions, group.predictions.count)
      }
    }
    shared.grow(
      dots: 2 * cut.count * products * width, hidden: scheme == .bags ? predictions * stride : 0,
      sums: scheme == .bags ? (span + 1) * stride : 0)
    shared.capacity = max(shared.capacity, products * width)
  }

  /// Trains on a batch at a learning rate; all threads call it with the same arguments but their number.
  ///
  /// - Returns: The loss, each term taken before its update, on thread 0; nothing on the others.
  package func train(
    _ batch: borrowing TrainingBatch, alpha: Float, weights: SharedWeights, thread: Int = 0
  ) -> TrainingLoss {
    let blocks = cut.share(of: thread, among: threads)
    var loss = TrainingLoss()
    let own = ThreadRoom(
      products: shared.capacity, predictions: batch.groups.reduce(0) { max($0, $1.predictions.count) })
    cut.bounds.withUnsafeBufferPointer { bounds in
      let kernels = PredictionKernels(
        kernels, cut: cut, bounds: bounds.baseAddress!, blocks: blocks, capacity: shared.capacity)
      batch.withColumns { columns in
        for (turn, group) in batch.groups.enumerated() {
          let dots = shared.dots + turn % 2 * cut.count * shared.capacity
          let predictions = columns.predictions(of: group, scheme, width: width)
          switch scheme {
          case .bags:
            let windows = columns.windows(of: group)
            own.fillScales(windows, usesMean: usesMean)
            kernels.means(
              windows, weights.input, scales: own.gather, sums: shared.sums, into: shared.hidden,
              changes: shared.changes)
            kernels.dots(predictions, shared.hidden, weights.output, into: dots)
          case .pairs: kernels.dots(predictions, weights.input, weights.output, into: dots)
          case .windows:
            own.fillRepeats(columns.windows(of: group))
            kernels.dots(columns.windows(of: group), predictions, weights.input, weights.output, into: dots)
          }
          barrier.wait()
          loss.terms += kernels.gradients(
            predictions, repeats: scheme == .windows ? UnsafePointer(own.repeats) : nil, dots: dots, alpha: alpha,
            into: own.gradients, loss: thread == 0 ? own.loss : nil)
          switch scheme {
          case .bags:
            kernels.update(
              predictions, shared.hidden, change: shared.changes, weights.output, by: own.gradients)
            kernels.scatter(
              columns.windows(of: group), weights.input, scales: own.scatter, steps: shared.sums,
              changes: shared.changes)
          case .pairs:
            kernels.update(
              predictions, weights.input, change: weights.input, weights.output, by: own.gradients)
          case .windows:
            kernels.update(
              columns.windows(of: group), predictions, weights.input, weights.output, by: own.gradients)
          }
        }
      }
    }
    // The next batch starts with the first copy again, which others may still read.
    barrier.wait()
    loss.sum = own.loss.pointee
    return thread == 0 ? loss : TrainingLoss()
  }
}

extension Word2VecWeights {
  /// Calls a closure with both matrices for threads to write to, each its own columns.
  package mutating func withShared<Result, Failure: Error>(
    _ body: (SharedWeights) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try input.withUnsafeMutableBufferPointer { input throws(Failure) in
      try output.withUnsafeMutableBufferPointer { output throws(Failure) in
        try body(SharedWeights(input: input.baseAddress!, output: output.baseAddress!, count: input.count))
      }
    }
  }
}

/// Both matrices, in memory that several threads write to.
package struct SharedWeights: @unchecked Sendable {
  let input: UnsafeMutablePointer<Float>
  let output: UnsafeMutablePointer<Float>
  /// Elements of each.
  let count: Int

  /// Whether no element is infinite or not a number.
  var isFinite: Bool {
    func isFinite(_ elements: UnsafeMutablePointer<Float>) -> Bool {
      UnsafeMutableBufferPointer(start: elements, count: count).allSatisfy(\.isFinite)
    }
    return isFinite(input) && isFinite(output)
  }
}
