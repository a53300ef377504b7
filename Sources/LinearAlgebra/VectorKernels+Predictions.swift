internal import CVectorKernels

/// Predictions of negative sampling, in memory that outlives them: each tells a row of outputs that belongs to it from
/// some that do not.
package struct Predictions {
  /// The row that each predicts from; nil for 0, 1, 2 …
  package var rows: UnsafePointer<UInt32>?
  /// Rows of the outputs, `[count, width]`, the one that belongs first.
  package var targets: UnsafePointer<UInt32>
  /// How many predictions.
  package var count: Int
  /// How many targets each has.
  package var width: Int
  /// How many more predictions lie behind these, to be fetched from memory ahead of time.
  package var following: Int

  package init(
    rows: UnsafePointer<UInt32>?, targets: UnsafePointer<UInt32>, count: Int, width: Int, following: Int
  ) {
    self.rows = rows
    self.targets = targets
    self.count = count
    self.width = width
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

  package init(
    words: UnsafePointer<UInt32>, centers: UnsafePointer<UInt32>, starts: UnsafePointer<UInt32>,
    ends: UnsafePointer<UInt32>, count: Int, span: Range<Int>
  ) {
    self.words = words
    self.centers = centers
    self.starts = starts
    self.ends = ends
    self.count = count
    self.span = span
  }
}

/// Some columns' share of the arithmetic of negative sampling: `TrainingGroup` says what it computes.
///
/// Matrices are `[rows, stride]`; every function but `gradients` touches the columns of `blocks` alone.
package struct PredictionKernels {
  private let table: UnsafePointer<cvk_table>
  private let bounds: UnsafePointer<Int>
  private let allBlocks: Int
  private let blocks: Range<Int>
  private let columns: Range<Int>
  private let stride: Int
  private let capacity: Int

  /// - Parameters:
  ///   - bounds: Those of `cut`, in memory that outlives the kernels.
  ///   - blocks: The blocks to compute.
  ///   - capacity: How far the dots of one block lie from those of the next.
  package init(
    _ kernels: VectorKernels, cut: ColumnBlocks, bounds: UnsafePointer<Int>, blocks: Range<Int>, capacity: Int
  ) {
    table = kernels.table
    self.bounds = bounds
    allBlocks = cut.count
    self.blocks = blocks
    columns = cut.columns(of: blocks)
    stride = cut.bounds[cut.count]
    self.capacity = capacity
  }

  /// dots[block][i, t] = x[rowᵢ] · y[targetᵢₜ].
  package func dots(
    _ predictions: Predictions, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>,
    into dots: UnsafeMutablePointer<Float>
  ) {
    var arguments = c(predictions)
    var share = c(blocks)
    table.pointee.prediction_dots(&arguments, x, y, &share, dots)
  }

  /// Prediction by prediction: change[rowᵢ] += Σ gᵢₜ y[targetᵢₜ], then y[targetᵢₜ] += gᵢₜ x[rowᵢ].
  package func update(
    _ predictions: Predictions, _ x: UnsafePointer<Float>, change: UnsafeMutablePointer<Float>,
    _ y: UnsafeMutablePointer<Float>, by g: UnsafePointer<Float>
  ) {
    var arguments = c(predictions)
    table.pointee.prediction_updates(&arguments, x, change, y, g, columns.lowerBound, columns.upperBound)
  }

  /// meansᵢ = scaleᵢ Σ x[words of window i] and changesᵢ = 0; `sums` has room for a row more than the span.
  package func means(
    _ windows: Windows, _ x: UnsafePointer<Float>, scales: UnsafePointer<Float>, sums: UnsafeMutablePointer<Float>,
    into means: UnsafeMutablePointer<Float>, changes: UnsafeMutablePointer<Float>
  ) {
    var arguments = c(windows)
    table.pointee.window_means(&arguments, x, scales, sums, means, changes, columns.lowerBound, columns.upperBound)
  }

  /// x[words of window i] += scaleᵢ changesᵢ; `steps` has room for a row more than the span.
  package func scatter(
    _ windows: Windows, _ x: UnsafeMutablePointer<Float>, scales: UnsafePointer<Float>,
    steps: UnsafeMutablePointer<Float>, changes: UnsafePointer<Float>
  ) {
    var arguments = c(windows)
    table.pointee.window_scatter(&arguments, x, scales, steps, changes, columns.lowerBound, columns.upperBound)
  }

  /// dots[block][n, t] = x[word n] · y[targetᵢₜ], n counting through the words of all windows.
  package func dots(
    _ windows: Windows, _ predictions: Predictions, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>,
    into dots: UnsafeMutablePointer<Float>
  ) {
    var (windows, predictions) = (c(windows), c(predictions))
    var share = c(blocks)
    table.pointee.window_dots(&windows, &predictions, x, y, &share, dots)
  }

  /// Window by window: x[word n] += Σ gₙₜ y[targetᵢₜ], y[targetᵢₜ] += Σ gₙₜ x[word n].
  package func update(
    _ windows: Windows, _ predictions: Predictions, _ x: UnsafeMutablePointer<Float>,
    _ y: UnsafeMutablePointer<Float>, by g: UnsafePointer<Float>
  ) {
    var (windows, predictions) = (c(windows), c(predictions))
    table.pointee.window_updates(&windows, &predictions, x, y, g, columns.lowerBound, columns.upperBound)
  }

  /// From all blocks' dots: g = α (1 − σ) for first targets, −α σ for the others, 0 beyond ±6 and for another that is
  /// the first.
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
    var all = c(0..<allBlocks)
    return table.pointee.gradients(&arguments, repeats, dots, &all, alpha, g, loss)
  }

  private func c(_ blocks: Range<Int>) -> cvk_blocks {
    cvk_blocks(
      bounds: UnsafeRawPointer(bounds).assumingMemoryBound(to: size_t.self), first: blocks.lowerBound,
      last: blocks.upperBound, capacity: capacity)
  }

  private func c(_ predictions: Predictions) -> cvk_predictions {
    cvk_predictions(
      rows: predictions.rows, targets: predictions.targets, count: predictions.count, width: predictions.width,
      following: predictions.following, stride: stride)
  }

  private func c(_ windows: Windows) -> cvk_windows {
    cvk_windows(
      words: windows.words, centers: windows.centers, starts: windows.starts, ends: windows.ends,
      count: windows.count, low: windows.span.lowerBound, high: windows.span.upperBound, stride: stride)
  }
}
