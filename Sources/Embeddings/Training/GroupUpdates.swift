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
  // Unchecked because of the rooms: each is one thread's but for `products`, which threads divide by blocks and by turns.

  private let scheme: TrainingScheme
  private let usesMean: Bool
  private let kernels: VectorKernels
  private let barrier: Barrier
  private var products = ProductRoom()
  private let rooms: [ThreadRoom]

  /// How the columns are cut.
  package let cut: ColumnBlocks
  /// How many threads work on it.
  package let threads: Int

  /// - Parameters:
  ///   - stride: Columns of the matrices, padding included.
  ///   - threads: How many threads will call `train`; more than there are blocks of columns are not used.
  package init(
    configuration: Word2VecConfiguration, stride: Int, threads: Int = 1, kernels: VectorKernels = .best
  ) {
    scheme = TrainingScheme(configuration)
    usesMean = configuration.cbowMean
    self.kernels = kernels
    cut = ColumnBlocks(columns: stride)
    self.threads = max(1, min(threads, cut.count))
    barrier = Barrier(threads: self.threads)
    rooms = (0..<self.threads).map { _ in ThreadRoom() }
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
    self.products.grow(blocks: cut.count, products: products)
    for (thread, room) in rooms.enumerated() {
      let columns = cut.columns(of: cut.share(of: thread, among: threads)).count
      room.grow(products: products, predictions: predictions)
      if scheme == .bags { room.growWindows(predictions: predictions * columns, span: (span + 1) * columns) }
    }
  }

  /// Trains on a batch at a learning rate; all threads call it with the same arguments but their number and their panel.
  ///
  /// - Parameter weights: The thread's columns: its panel of `Word2VecWeights.withPanels`.
  /// - Returns: The loss, each term taken before its update, on thread 0; nothing on the others.
  package func train(
    _ batch: borrowing TrainingBatch, alpha: Float, weights: SharedWeights, thread: Int = 0
  ) -> TrainingLoss {
    var loss = TrainingLoss()
    let room = rooms[thread]
    room.loss.pointee = 0
    let kernels = PredictionKernels(
      kernels, cut: cut, blocks: cut.share(of: thread, among: threads), capacity: products.capacity)
    precondition(weights.stride == kernels.stride, "a thread's own panel")
    batch.withColumns { columns in
      for (turn, group) in batch.groups.enumerated() {
        let dots = products.copy(turn % 2, blocks: cut.count)
        let predictions = columns.predictions(of: group, scheme)
        let windows = columns.windows(of: group)
        switch scheme {
        case .bags:
          room.fillScales(windows, usesMean: usesMean)
          kernels.means(windows, weights.input, scales: room.gather, sums: room.sums, into: room.means)
          kernels.dots(predictions, room.means, weights.output, into: dots)
        case .pairs: kernels.dots(predictions, weights.input, weights.output, into: dots)
        case .windows:
          room.fillRepeats(windows)
          kernels.dots(windows, predictions, weights.input, weights.output, into: dots)
        }
        barrier.wait()
        loss.terms += kernels.gradients(
          predictions, repeats: scheme == .windows ? UnsafePointer(room.repeats) : nil, dots: dots, alpha: alpha,
          into: room.gradients, loss: thread == 0 ? room.loss : nil)
        switch scheme {
        case .bags:
          kernels.update(predictions, room.means, change: room.changes, weights.output, by: room.gradients)
          kernels.scatter(
            windows, weights.input, scales: room.scatter, steps: room.sums, changes: room.changes)
        case .pairs:
          kernels.update(predictions, weights.input, change: weights.input, weights.output, by: room.gradients)
        case .windows:
          kernels.update(windows, predictions, weights.input, weights.output, by: room.gradients)
        }
      }
    }
    // The next batch starts with the first copy again, which others may still read.
    barrier.wait()
    loss.sum = room.loss.pointee
    return thread == 0 ? loss : TrainingLoss()
  }
}
