internal import Basics
package import LinearAlgebra

/// The arithmetic of negative sampling at speed, on one thread or on several that share the columns.
///
/// The columns are cut into panels, one for each thread at most; a team of threads, any number up to that, divides the
/// panels among itself. Every thread of the team walks through the same groups. It takes its panels' part of all products
/// of a group, waits for the others' parts, works out the gradients for itself and moves its own columns. Two copies of the
/// products are filled in turn, so that one meeting a group is enough: nobody writes to a copy before all have passed the
/// meeting after it.
///
/// The result depends on the processor path and on nothing else: not on how many threads there are, nor on which is
/// faster, nor on the size of each batch's team. CBOW's windows come from running sums: the sum of a window is the
/// difference of two, and a change that all words of a window receive is written at its two ends.
package final class GroupUpdates: @unchecked Sendable {
  // Unchecked because of the rooms: each is one thread's but for `products`, which threads divide by blocks and by turns.

  private let scheme: TrainingScheme
  private let usesMean: Bool
  private let kernels: VectorKernels
  private let barrier = Barrier()
  private var products = ProductRoom()
  private let threadRooms: [ThreadRoom]
  private let panelRooms: [PanelRoom]

  /// How the columns are cut.
  package let cut: ColumnBlocks
  /// How many threads can work on it at most: the number of panels.
  package let threads: Int

  /// - Parameters:
  ///   - stride: Columns of the matrices, padding included.
  ///   - threads: How many threads may call `train`; more than there are blocks of columns are not used.
  package init(
    configuration: Word2VecConfiguration, stride: Int, threads: Int = 1, kernels: VectorKernels = .best
  ) {
    scheme = TrainingScheme(configuration)
    usesMean = configuration.cbowMean
    self.kernels = kernels
    cut = ColumnBlocks(columns: stride)
    self.threads = Self.mostPanels(stride: stride, threads: threads)
    threadRooms = (0..<self.threads).map { _ in ThreadRoom() }
    panelRooms = (0..<self.threads).map { _ in PanelRoom() }
  }

  /// How many panels there can be for so many threads: no more than there are blocks of columns.
  static func mostPanels(stride: Int, threads: Int) -> Int {
    max(1, min(threads, ColumnBlocks(columns: stride).count))
  }

  /// Waits for the other threads of a team.
  package func meet(_ team: Int) { barrier.wait(for: team) }

  /// How long threads have slept at meetings, added up, since this was asked last.
  func takeSlept() -> Duration { barrier.takeSlept() }

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
    for room in threadRooms { room.grow(products: products, predictions: predictions) }
    guard scheme == .bags else { return }
    for (panel, room) in panelRooms.enumerated() {
      let columns = cut.columns(of: cut.share(of: panel, among: threads)).count
      room.grow(predictions: predictions * columns, span: (span + 1) * columns)
    }
  }

  /// A panel, and what a thread needs to work on it.
  private struct Panel {
    let weights: SharedWeights
    let kernels: PredictionKernels
    let room: PanelRoom
  }

  /// Trains on a batch at a learning rate; all threads of the team call it with the same arguments but their number.
  ///
  /// - Parameter weights: All panels, those of `Word2VecWeights.withPanels`.
  /// - Returns: The loss, each term taken before its update, on thread 0; nothing on the others.
  package func train(
    _ batch: borrowing TrainingBatch, alpha: Float, weights: [SharedWeights], thread: Int = 0, of team: Int = 1
  ) -> TrainingLoss {
    precondition(weights.count == threads && team <= threads, "all panels, and no more threads")
    var loss = TrainingLoss()
    let room = threadRooms[thread]
    room.loss.pointee = 0
    let panels = (thread * threads / team..<(thread + 1) * threads / team).map { panel in
      Panel(
        weights: weights[panel],
        kernels: PredictionKernels(
          kernels, cut: cut, blocks: cut.share(of: panel, among: threads), capacity: products.capacity),
        room: panelRooms[panel])
    }
    precondition(panels.allSatisfy { $0.weights.stride == $0.kernels.stride }, "panels of this cut")
    batch.withColumns { columns in
      for (turn, group) in batch.groups.enumerated() {
        let dots = products.copy(turn % 2, blocks: cut.count)
        let predictions = columns.predictions(of: group, scheme)
        let windows = columns.windows(of: group)
        switch scheme {
        case .bags: room.fillScales(windows, usesMean: usesMean)
        case .pairs: break
        case .windows: room.fillRepeats(windows)
        }
        for panel in panels { take(predictions, windows, of: panel, room, into: dots) }
        barrier.wait(for: team)
        loss.terms += panels[0].kernels.gradients(
          predictions, repeats: scheme == .windows ? UnsafePointer(room.repeats) : nil, dots: dots, alpha: alpha,
          into: room.gradients, loss: thread == 0 ? room.loss : nil)
        for panel in panels { move(predictions, windows, of: panel, room) }
      }
    }
    // The next batch starts with the first copy again, which others may still read.
    barrier.wait(for: team)
    loss.sum = room.loss.pointee
    return thread == 0 ? loss : TrainingLoss()
  }

  /// Takes a panel's part of a group's products.
  @inline(__always)
  private func take(
    _ predictions: Predictions, _ windows: Windows, of panel: Panel, _ room: ThreadRoom,
    into dots: UnsafeMutablePointer<Float>
  ) {
    let (weights, kernels) = (panel.weights, panel.kernels)
    switch scheme {
    case .bags:
      kernels.means(windows, weights.input, scales: room.gather, sums: panel.room.sums, into: panel.room.means)
      kernels.dots(predictions, panel.room.means, weights.output, into: dots)
    case .pairs: kernels.dots(predictions, weights.input, weights.output, into: dots)
    case .windows: kernels.dots(windows, predictions, weights.input, weights.output, into: dots)
    }
  }

  /// Moves a panel's columns by a group's gradients.
  @inline(__always)
  private func move(_ predictions: Predictions, _ windows: Windows, of panel: Panel, _ room: ThreadRoom) {
    let (weights, kernels) = (panel.weights, panel.kernels)
    switch scheme {
    case .bags:
      kernels.update(
        predictions, panel.room.means, change: panel.room.changes, weights.output, by: room.gradients)
      kernels.scatter(
        windows, weights.input, scales: room.scatter, steps: panel.room.sums, changes: panel.room.changes)
    case .pairs: kernels.update(predictions, weights.input, change: weights.input, weights.output, by: room.gradients)
    case .windows: kernels.update(windows, predictions, weights.input, weights.output, by: room.gradients)
    }
  }
}
