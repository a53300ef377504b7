internal import Basics
internal import LinearAlgebra

/// The arithmetic of negative sampling where words are made of pieces, on threads that share the columns as in `GroupUpdates`.
///
/// What a group predicts from is put together first, once for each word that it has: the sum of the word's rows (CBOW, whose means
/// divide by the rows of the whole window) or their mean (skip-gram, divided as gensim divides it by the number of pieces). Then the
/// group is one of `GroupUpdates` on these few rows, and what a word is to change by goes whole to each of its rows.
/// The result depends on the processor path and on nothing else.
final class SubwordUpdates: @unchecked Sendable {
  // Unchecked because of the rooms: each is one thread's but for `products`, which threads divide by blocks and by turns.

  private let isSkipGram: Bool
  private let usesMean: Bool
  private let rows: SubwordRows
  private let barrier = Barrier()
  private var products = ProductRoom()
  private let rooms: [Room]

  /// How the columns are cut.
  let cut: ColumnBlocks
  /// How many threads work on it: each has a panel.
  let threads: Int

  /// What one thread needs for itself.
  private final class Room {
    let thread = ThreadRoom()
    let panel = PanelRoom()
    /// The words of a group that something is predicted from, put together, and what they are to change by.
    var wholes = FloatRoom()
    var changes = FloatRoom()
    var slots: SlotMap

    init(words: Int) { slots = SlotMap(words: words) }
  }

  init(_ configuration: Word2VecConfiguration, _ rows: SubwordRows, words: Int, stride: Int, threads: Int) {
    isSkipGram = configuration.sg
    usesMean = configuration.cbowMean
    self.rows = rows
    cut = ColumnBlocks(columns: stride)
    self.threads = GroupUpdates.mostPanels(stride: stride, threads: threads)
    rooms = (0..<self.threads).map { _ in Room(words: words) }
  }

  /// Waits for all other threads.
  func meet() { barrier.wait(for: threads) }

  /// Makes room for some batches; called by one thread, with a meeting before the next `train`.
  func prepare(for batches: some Sequence<TrainingBatch>) {
    var (products, span, predictions) = (0, 0, 0)
    for batch in batches {
      for group in batch.groups {
        products = max(products, group.products)
        span = max(span, isSkipGram ? group.predictions.count : group.span.count)
        predictions = max(predictions, group.predictions.count)
      }
    }
    self.products.grow(blocks: cut.count, products: products)
    for (panel, room) in rooms.enumerated() {
      let columns = cut.columns(of: cut.share(of: panel, among: threads)).count
      room.thread.grow(products: products, predictions: predictions)
      room.panel.grow(predictions: predictions * columns, span: (span + 1) * columns)
      room.wholes.grow(to: span * columns)
      room.changes.grow(to: span * columns)
      room.slots.grow(to: span)
    }
  }

  /// Trains on a batch at a learning rate; all threads call it with the same arguments but their number.
  ///
  /// - Returns: The loss, each term taken before its update, on thread 0; nothing on the others.
  func train(_ batch: borrowing TrainingBatch, alpha: Float, weights: [SharedWeights], thread: Int) -> TrainingLoss {
    var loss = TrainingLoss()
    let (room, weights) = (rooms[thread], weights[thread])
    room.thread.loss.pointee = 0
    let kernels = PredictionKernels(
      .best, cut: cut, blocks: cut.share(of: thread, among: threads), capacity: products.capacity)
    batch.withColumns { columns in
      for (turn, group) in batch.groups.enumerated() {
        let dots = products.copy(turn % 2, blocks: cut.count)
        let predictions = predictions(of: group, columns, room)
        let windows = windows(of: group, columns, room)
        gather(room, weights)
        if isSkipGram {
          kernels.dots(predictions, room.wholes.start, weights.output, into: dots)
        } else {
          fillScales(windows, room)
          kernels.means(
            windows, room.wholes.start, scales: room.thread.gather, sums: room.panel.sums, into: room.panel.means)
          kernels.dots(predictions, room.panel.means, weights.output, into: dots)
        }
        barrier.wait(for: threads)
        loss.terms += kernels.gradients(
          predictions, repeats: nil, dots: dots, alpha: alpha, into: room.thread.gradients,
          loss: thread == 0 ? room.thread.loss : nil)
        room.changes.start.update(repeating: 0, count: room.slots.count * weights.stride)
        if isSkipGram {
          kernels.update(
            predictions, room.wholes.start, change: room.changes.start, weights.output, by: room.thread.gradients)
        } else {
          kernels.update(
            predictions, room.panel.means, change: room.panel.changes, weights.output, by: room.thread.gradients)
          kernels.scatter(
            windows, room.changes.start, scales: room.thread.scatter, steps: room.panel.sums,
            changes: room.panel.changes)
        }
        scatter(room, weights)
      }
    }
    // The next batch starts with the first copy again, which others may still read.
    barrier.wait(for: threads)
    loss.sum = room.thread.loss.pointee
    return thread == 0 ? loss : TrainingLoss()
  }

  /// A group's predictions; those of skip-gram from rows of their own.
  private func predictions(of group: TrainingGroup, _ columns: TrainingBatch.Columns, _ room: Room) -> Predictions {
    guard isSkipGram else { return columns.predictions(of: group, .bags) }
    var predictions = columns.predictions(of: group, .pairs)
    predictions.rows = room.slots.place(columns.heads + group.predictions.lowerBound, group.predictions.count)
    predictions.following = 0
    return predictions
  }

  /// A group's windows over the places of its words; of skip-gram's there are none, and nobody asks.
  private func windows(of group: TrainingGroup, _ columns: TrainingBatch.Columns, _ room: Room) -> Windows {
    var windows = columns.windows(of: group)
    guard !isSkipGram else { return windows }
    let span = group.span
    windows.words = room.slots.place(columns.words + span.lowerBound, span.count) - span.lowerBound
    windows.following = 0
    return windows
  }

  /// What the sum and the change of each window are multiplied with.
  private func fillScales(_ windows: Windows, _ room: Room) {
    let scales = room.thread
    for window in 0..<windows.count {
      var count = 0
      for position in Int(windows.starts[window])..<Int(windows.ends[window])
      where position != Int(windows.centers[window]) {
        count += rows.width(of: Int(room.slots.words[Int(windows.words[position])]))
      }
      let share = 1 / Float(max(1, count))
      scales.gather[window] = usesMean ? share : 1
      scales.scatter[window] = usesMean ? 1 : share
    }
  }

  /// Puts the words of a group together.
  private func gather(_ room: Room, _ weights: SharedWeights) {
    let stride = weights.stride
    rows.rows.withUnsafeBufferPointer { all in
      for slot in 0..<room.slots.count {
        let word = Int(room.slots.words[slot])
        let whole = room.wholes.start + slot * stride
        whole.update(repeating: 0, count: stride)
        for row in all[rows.bounds[word]..<rows.bounds[word + 1]] {
          Lanes.add(weights.input + Int(row) * stride, to: whole, count: stride)
        }
        let pieces = rows.width(of: word) - 1
        if isSkipGram, pieces > 0 { Lanes.scale(whole, by: 1 / Float(pieces), count: stride) }
      }
    }
  }

  /// Gives each row of a group's words the whole change.
  private func scatter(_ room: Room, _ weights: SharedWeights) {
    let stride = weights.stride
    rows.rows.withUnsafeBufferPointer { all in
      for slot in 0..<room.slots.count {
        let word = Int(room.slots.words[slot])
        let change = UnsafePointer(room.changes.start + slot * stride)
        for row in all[rows.bounds[word]..<rows.bounds[word + 1]] {
          Lanes.add(change, to: weights.input + Int(row) * stride, count: stride)
        }
      }
    }
  }
}

/// Sixteen floats at a time; rows of matrices are whole cache lines.
private enum Lanes {
  @inline(__always)
  static func add(_ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
    let (source, target) = (UnsafeRawPointer(x), UnsafeMutableRawPointer(y))
    for offset in stride(from: 0, to: count * 4, by: 64) {
      let sum =
        target.load(fromByteOffset: offset, as: SIMD16<Float>.self)
        + source.load(fromByteOffset: offset, as: SIMD16<Float>.self)
      target.storeBytes(of: sum, toByteOffset: offset, as: SIMD16<Float>.self)
    }
  }

  static func scale(_ y: UnsafeMutablePointer<Float>, by factor: Float, count: Int) {
    for index in 0..<count { y[index] *= factor }
  }
}

/// The different words of a group and where each stands among them.
struct SlotMap: ~Copyable {
  /// The words, each once.
  private(set) var words: [UInt32] = []
  private var slot: [UInt32]
  private var stamps: [UInt32]
  private var stamp: UInt32 = 0
  private var places = UnsafeMutablePointer<UInt32>.allocate(capacity: 0)
  private var capacity = 0

  /// - Parameter words: How many words there can be.
  init(words: Int) {
    slot = [UInt32](repeating: 0, count: words)
    stamps = [UInt32](repeating: 0, count: words)
  }

  deinit { places.deallocate() }

  /// How many different words there are.
  var count: Int { words.count }

  /// Makes sure of room for so many words of one group.
  mutating func grow(to count: Int) {
    guard count > capacity else { return }
    places.deallocate()
    places = .allocate(capacity: count)
    capacity = count
  }

  /// Where each of a group's words stands; valid until the next group.
  mutating func place(_ group: UnsafePointer<UInt32>, _ count: Int) -> UnsafePointer<UInt32> {
    words.removeAll(keepingCapacity: true)
    if stamp == .max {
      stamps = [UInt32](repeating: 0, count: stamps.count)
      stamp = 0
    }
    stamp += 1
    for index in 0..<count {
      let word = Int(group[index])
      if stamps[word] != stamp {
        stamps[word] = stamp
        slot[word] = UInt32(words.count)
        words.append(group[index])
      }
      places[index] = slot[word]
    }
    return UnsafePointer(places)
  }
}
