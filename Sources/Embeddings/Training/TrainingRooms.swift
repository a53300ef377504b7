internal import LinearAlgebra

/// What threads exchange while they train: the products of a group by blocks of columns, in two copies.
struct ProductRoom: ~Copyable {
  /// `[2, blocks, capacity]`.
  private var memory = FloatRoom()
  /// How far the products of one block lie from those of the next: whole pairs of cache lines, which processors fetch
  /// together, and a register more than is used.
  private(set) var capacity = 0

  /// Makes sure of room for so many products; what was there is lost.
  mutating func grow(blocks: Int, products: Int) {
    capacity = max(capacity, (products + 16 + 31) / 32 * 32)
    memory.grow(to: 2 * blocks * capacity)
  }

  /// One of the two copies.
  func copy(_ number: Int, blocks: Int) -> UnsafeMutablePointer<Float> {
    memory.start + number * blocks * capacity
  }
}

/// What one thread needs for itself: gradients and scales.
final class ThreadRoom {
  private var gradientRoom = FloatRoom()
  private var gatherRoom = FloatRoom()
  private var scatterRoom = FloatRoom()
  private(set) var repeats = UnsafeMutablePointer<UInt32>.allocate(capacity: 0)
  private var repeatCount = 0
  /// The loss so far.
  let loss = UnsafeMutablePointer<Double>.allocate(capacity: 1)

  deinit {
    repeats.deallocate()
    loss.deallocate()
  }

  /// Those of one group's products, and a register more.
  var gradients: UnsafeMutablePointer<Float> { gradientRoom.start }
  /// What the sum of each window is multiplied with.
  var gather: UnsafeMutablePointer<Float> { gatherRoom.start }
  /// What the change of each window is multiplied with.
  var scatter: UnsafeMutablePointer<Float> { scatterRoom.start }

  /// Makes sure of room for so many products and predictions; what was there is lost.
  func grow(products: Int, predictions: Int) {
    gradientRoom.grow(to: products + 16)
    gatherRoom.grow(to: predictions)
    scatterRoom.grow(to: predictions)
    guard predictions > repeatCount else { return }
    repeats.deallocate()
    repeats = .allocate(capacity: predictions)
    repeatCount = predictions
  }

  /// The scales of CBOW: the mean divides the sum, the sum divides the change.
  func fillScales(_ windows: Windows, usesMean: Bool) {
    for window in 0..<windows.count {
      let share = 1 / Float(windows.ends[window] - windows.starts[window] - 1)
      gather[window] = usesMean ? share : 1
      scatter[window] = usesMean ? 1 : share
    }
  }

  /// How many pairs each window has.
  func fillRepeats(_ windows: Windows) {
    for window in 0..<windows.count { repeats[window] = windows.ends[window] - windows.starts[window] }
  }
}

/// What CBOW needs beside a panel: its columns of means, changes and running sums.
final class PanelRoom {
  private var meanRoom = FloatRoom()
  private var changeRoom = FloatRoom()
  private var sumRoom = FloatRoom()

  /// Each prediction's mean, `[predictions, columns]`.
  var means: UnsafeMutablePointer<Float> { meanRoom.start }
  /// What each mean is to change by, `[predictions, columns]`.
  var changes: UnsafeMutablePointer<Float> { changeRoom.start }
  /// Running sums over a span, `[span + 1, columns]`.
  var sums: UnsafeMutablePointer<Float> { sumRoom.start }

  /// Makes sure of room for so many floats of means and of sums; what was there is lost.
  func grow(predictions: Int, span: Int) {
    meanRoom.grow(to: predictions)
    changeRoom.grow(to: predictions)
    sumRoom.grow(to: span)
  }
}

/// Floats for one purpose, more of them where more are needed.
struct FloatRoom: ~Copyable {
  private var buffer = FloatBuffer(0)

  var start: UnsafeMutablePointer<Float> { buffer.base }

  /// Makes sure of room for so many floats; what was there is lost.
  mutating func grow(to count: Int) {
    if count > buffer.count { buffer = FloatBuffer(count) }
  }
}
