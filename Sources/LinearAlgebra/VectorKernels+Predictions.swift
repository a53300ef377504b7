internal import CVectorKernels

/// Predictions, in memory that outlives them: each tells some rows of outputs from others.
package struct Predictions {
  /// The row that each predicts from; nil for 0, 1, 2 …
  package var rows: UnsafePointer<UInt32>?
  /// Where each one's targets start in `targets` and `labels`, and the end of the last one's.
  package var bounds: UnsafePointer<UInt32>
  /// Rows of the outputs.
  package var targets: UnsafePointer<UInt32>
  /// 1 for a target whose product is to grow, -1 for one whose product is to shrink, 0 for one that counts for nothing.
  package var labels: UnsafePointer<Int8>
  /// How many predictions.
  package var count: Int
  /// How many more predictions lie behind these, to be fetched from memory ahead of time.
  package var following: Int

  package init(
    rows: UnsafePointer<UInt32>?, bounds: UnsafePointer<UInt32>, targets: UnsafePointer<UInt32>,
    labels: UnsafePointer<Int8>, count: Int, following: Int
  ) {
    self.rows = rows
    self.bounds = bounds
    self.targets = targets
    self.labels = labels
    self.count = count
    self.following = following
  }
}

/// Windows over consecutive words, in memory that outlives them; CBOW's have their centre inside and leave it out.
package struct Windows {
  /// All words; the positions below are positions here.
  package var words: UnsafePointer<UInt32>
  /// Each window's centre, ascending.
  package var centers: UnsafePointer<UInt32>
  /// Where each window starts …
  package var starts: UnsafePointer<UInt32>
  /// … and ends, exclusive.
  package var ends: UnsafePointer<UInt32>
  /// How many windows.
  package var count: Int
  /// Positions that hold all windows.
  package var span: Range<Int>
  /// How many more words lie behind the span, to be fetched from memory ahead of time.
  package var following: Int

  package init(
    words: UnsafePointer<UInt32>, centers: UnsafePointer<UInt32>, starts: UnsafePointer<UInt32>,
    ends: UnsafePointer<UInt32>, count: Int, span: Range<Int>, following: Int
  ) {
    self.words = words
    self.centers = centers
    self.starts = starts
    self.ends = ends
    self.count = count
    self.span = span
    self.following = following
  }
}

/// Some columns' share of the arithmetic of negative sampling: `TrainingGroup` says what it computes.
///
/// Matrices are panels of these columns, `[rows, stride]`.
package struct PredictionKernels {
  /// The length of a row of the panel.
  package let stride: Int

  private let table: UnsafePointer<cvk_table>
  /// Where each of the blocks starts in the panel, and the end of the last one.
  private let bounds: [Int]
  private let allBlocks: Int
  private let blocks: Range<Int>
  private let capacity: Int

  /// - Parameters:
  ///   - blocks: The blocks to compute, those of the panel.
  ///   - capacity: How far the dots of one block lie from those of the next.
  package init(_ kernels: VectorKernels, cut: ColumnBlocks, blocks: Range<Int>, capacity: Int) {
    table = kernels.table
    let columns = cut.columns(of: blocks)
    bounds = cut.bounds[blocks.lowerBound...blocks.upperBound].map { $0 - columns.lowerBound }
    stride = columns.count
    allBlocks = cut.count
    self.blocks = blocks
    self.capacity = capacity
  }

  /// dots[block][n] = x[rowᵢ] · y[targetₙ], n counting through the targets of all predictions.
  package func dots(
    _ predictions: Predictions, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>,
    into dots: UnsafeMutablePointer<Float>
  ) {
    var arguments = c(predictions)
    withBlocks { table.pointee.prediction_dots(&arguments, x, y, $0, dots + blocks.lowerBound * capacity) }
  }

  /// Prediction by prediction: change[rowᵢ] += Σ gₙ y[targetₙ], then y[targetₙ] += gₙ x[rowᵢ]; where predictions name no
  /// rows, changes are set and not added to.
  package func update(
    _ predictions: Predictions, _ x: UnsafePointer<Float>, change: UnsafeMutablePointer<Float>,
    _ y: UnsafeMutablePointer<Float>, by g: UnsafePointer<Float>
  ) {
    var arguments = c(predictions)
    table.pointee.prediction_updates(&arguments, x, change, y, g)
  }

  /// meansᵢ = scaleᵢ Σ x[words of window i]; `sums` has room for a row more than the span.
  package func means(
    _ windows: Windows, _ x: UnsafePointer<Float>, scales: UnsafePointer<Float>, sums: UnsafeMutablePointer<Float>,
    into means: UnsafeMutablePointer<Float>
  ) {
    var arguments = c(windows)
    table.pointee.window_means(&arguments, x, scales, sums, means)
  }

  /// x[words of window i] += scaleᵢ changesᵢ; `steps` has room for a row more than the span.
  package func scatter(
    _ windows: Windows, _ x: UnsafeMutablePointer<Float>, scales: UnsafePointer<Float>,
    steps: UnsafeMutablePointer<Float>, changes: UnsafePointer<Float>
  ) {
    var arguments = c(windows)
    table.pointee.window_scatter(&arguments, x, scales, steps, changes)
  }

  /// dots[block][n, t] = x[word n] · y[targetᵢₜ], n counting through the words of all windows.
  package func dots(
    _ windows: Windows, _ predictions: Predictions, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>,
    into dots: UnsafeMutablePointer<Float>
  ) {
    var (windows, predictions) = (c(windows), c(predictions))
    withBlocks { table.pointee.window_dots(&windows, &predictions, x, y, $0, dots + blocks.lowerBound * capacity) }
  }

  /// Window by window: x[word n] += Σ gₙₜ y[targetᵢₜ], y[targetᵢₜ] += Σ gₙₜ x[word n].
  package func update(
    _ windows: Windows, _ predictions: Predictions, _ x: UnsafeMutablePointer<Float>,
    _ y: UnsafeMutablePointer<Float>, by g: UnsafePointer<Float>
  ) {
    var (windows, predictions) = (c(windows), c(predictions))
    table.pointee.window_updates(&windows, &predictions, x, y, g)
  }

  /// From all blocks' dots: g = α l σ(−l d) for a label l and its dot d, 0 beyond ±6. Dots and g have room for a register
  /// more than is used.
  ///
  /// - Parameters:
  ///   - repeats: How many rows of dots each prediction has; nil for one each.
  ///   - loss: Where to add the loss, if anywhere.
  /// - Returns: The number of terms of the loss.
  package func gradients(
    _ predictions: Predictions, repeats: UnsafePointer<UInt32>?, dots: UnsafePointer<Float>, alpha: Float,
    into g: UnsafeMutablePointer<Float>, loss: UnsafeMutablePointer<Double>?
  ) -> Int {
    var arguments = c(predictions)
    return table.pointee.gradients(&arguments, repeats, dots, allBlocks, capacity, alpha, g, loss)
  }

  private func withBlocks(_ body: (UnsafePointer<cvk_blocks>) -> Void) {
    bounds.withUnsafeBufferPointer { bounds in
      var c = cvk_blocks(bounds: bounds.baseAddress, count: blocks.count, capacity: capacity)
      body(&c)
    }
  }

  private func c(_ predictions: Predictions) -> cvk_predictions {
    cvk_predictions(
      rows: predictions.rows, bounds: predictions.bounds, targets: predictions.targets, labels: predictions.labels,
      count: predictions.count, following: predictions.following, stride: stride)
  }

  private func c(_ windows: Windows) -> cvk_windows {
    cvk_windows(
      words: windows.words, centers: windows.centers, starts: windows.starts, ends: windows.ends,
      count: windows.count, low: windows.span.lowerBound, high: windows.span.upperBound,
      following: windows.following, stride: stride)
  }
}
