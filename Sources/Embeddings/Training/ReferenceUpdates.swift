internal import Foundation
internal import LinearAlgebra

/// The arithmetic of negative sampling written to be read, one element after another: what `GroupUpdates` must agree
/// with, group by group.
///
/// With groups of one prediction it is word2vec.c's and gensim's, save that the targets of one prediction do not see each
/// other's updates. As in gensim a product beyond ±6 changes nothing, and all words of a CBOW window receive the whole
/// change. `TrainingGroup` says what a group computes. Targets are taken eight at a time: a skip-gram context moves after
/// each eight.
package struct ReferenceUpdates {
  private let configuration: Word2VecConfiguration
  private let scheme: TrainingScheme

  package init(configuration: Word2VecConfiguration) {
    self.configuration = configuration
    scheme = TrainingScheme(configuration)
  }

  /// Trains on a batch at a learning rate.
  ///
  /// - Returns: The loss, each term taken before its update.
  package func train(_ batch: TrainingBatch, alpha: Float, weights: inout Word2VecWeights) -> TrainingLoss {
    batch.groups.reduce(into: TrainingLoss()) { loss, group in
      loss += train(group, of: batch, alpha: alpha, weights: &weights)
    }
  }

  /// Trains on one group of a batch.
  package func train(
    _ group: TrainingGroup, of batch: TrainingBatch, alpha: Float, weights: inout Word2VecWeights
  ) -> TrainingLoss {
    var loss = TrainingLoss()
    let before = weights
    var changes = [[Float]](repeating: [], count: group.predictions.count)
    func gradients(_ hidden: [Float], _ prediction: Int) -> [Float] {
      batch.targets(of: prediction).map { target in
        guard batch.labels[target] != 0 else { return 0 }
        let product = zip(hidden, before.output.row(Int(batch.targets[target]))).reduce(0) { $0 + $1.0 * $1.1 }
        let label: Float = batch.labels[target] > 0 ? 1 : 0
        loss.add(product: product, label: label)
        return abs(product) < 6 ? (label - 1 / (1 + exp(-product))) * alpha : 0
      }
    }
    // Every product comes before the first update.
    let steps = group.predictions.map { prediction -> [[Float]] in
      switch scheme {
      case .bags: [gradients(mean(of: prediction, in: batch, before), prediction)]
      case .pairs: [gradients(before.input.row(Int(batch.heads[prediction])), prediction)]
      case .windows:
        batch.context(of: prediction).map { gradients(before.input.row(Int(batch.words[$0])), prediction) }
      }
    }
    for (index, prediction) in group.predictions.enumerated() {
      switch scheme {
      case .bags:
        let hidden = mean(of: prediction, in: batch, before)
        changes[index] = [Float](repeating: 0, count: weights.stride)
        for tile in tiles(of: prediction, in: batch) {
          for (target, g) in zip(targets(of: prediction, in: batch), steps[index][0]).dropFirst(tile).prefix(8) {
            add(g, weights.output.row(Int(target)), to: &changes[index])
            add(g, hidden, to: &weights.output, row: Int(target))
          }
        }
      case .pairs:
        for tile in tiles(of: prediction, in: batch) {
          let row = Int(batch.heads[prediction])
          let hidden = weights.input.row(row)
          var change = [Float](repeating: 0, count: weights.stride)
          for (target, g) in zip(targets(of: prediction, in: batch), steps[index][0]).dropFirst(tile).prefix(8) {
            add(g, weights.output.row(Int(target)), to: &change)
            add(g, hidden, to: &weights.output, row: Int(target))
          }
          add(1, change, to: &weights.input, row: row)
        }
      case .windows:
        for tile in tiles(of: prediction, in: batch) {
          let rows = targets(of: prediction, in: batch).dropFirst(tile).prefix(8)
          let vectors = rows.map { weights.output.row(Int($0)) }
          var moves = vectors.map { $0.map { _ in Float(0) } }
          for (position, g) in zip(batch.context(of: prediction), steps[index]) {
            let row = Int(batch.words[position])
            let hidden = weights.input.row(row)
            for (t, vector) in vectors.enumerated() {
              add(g[tile + t], vector, to: &weights.input, row: row)
              add(g[tile + t], hidden, to: &moves[t])
            }
          }
          for (target, move) in zip(rows, moves) { add(1, move, to: &weights.output, row: Int(target)) }
        }
      }
    }
    if scheme == .bags {
      for (index, prediction) in group.predictions.enumerated() {
        let scale = configuration.cbowMean ? 1 : 1 / Float(batch.context(of: prediction).count)
        for position in batch.context(of: prediction) {
          add(scale, changes[index], to: &weights.input, row: Int(batch.words[position]))
        }
      }
    }
    return loss
  }

  private func tiles(of prediction: Int, in batch: TrainingBatch) -> StrideTo<Int> {
    stride(from: 0, to: batch.targets(of: prediction).count, by: 8)
  }

  private func targets(of prediction: Int, in batch: TrainingBatch) -> ArraySlice<UInt32> {
    batch.targets[batch.targets(of: prediction)]
  }

  private func mean(of prediction: Int, in batch: TrainingBatch, _ weights: Word2VecWeights) -> [Float] {
    let context = batch.context(of: prediction)
    var sum = [Float](repeating: 0, count: weights.stride)
    let scale = configuration.cbowMean ? 1 / Float(context.count) : 1
    for position in context { add(scale, weights.input.row(Int(batch.words[position])), to: &sum) }
    return sum
  }

  private func add(_ a: Float, _ x: [Float], to y: inout [Float]) {
    for column in y.indices { y[column] += a * x[column] }
  }

  private func add(_ a: Float, _ x: [Float], to matrix: inout Matrix, row: Int) {
    for column in x.indices { matrix[row, column] += a * x[column] }
  }
}
