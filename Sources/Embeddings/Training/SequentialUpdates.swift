internal import Foundation
package import LinearAlgebra

/// Negative sampling one word at a time, every update seen by the next: the algorithm as word2vec.c and gensim have it.
///
/// Written to be read. With h the context's mean (CBOW) or one context word's vector (skip-gram), v a target's output
/// vector and y = 1 for the word that is there and 0 for those that are not:
///
///     g = (y − σ(h·v)) · α        h's change: Σ g v        v's change: g h
///
/// As in gensim a product beyond ±6 changes nothing, and the context's words all receive the whole change.
package struct SequentialUpdates {
  private let configuration: Word2VecConfiguration
  private let kernels: VectorKernels

  package init(configuration: Word2VecConfiguration, kernels: VectorKernels = .best) {
    self.configuration = configuration
    self.kernels = kernels
  }

  /// Trains on a batch at a learning rate.
  ///
  /// - Returns: The loss, each term taken before its update.
  package func train(_ batch: TrainingBatch, alpha: Float, weights: inout Word2VecWeights) -> TrainingLoss {
    let stride = weights.stride
    var loss = TrainingLoss()
    weights.input.withUnsafeMutableBufferPointer { input in
      weights.output.withUnsafeMutableBufferPointer { output in
        withUnsafeTemporaryAllocation(of: Float.self, capacity: 2 * stride) { scratch in
          let buffers = Buffers(
            input: input, output: output, hidden: UnsafeMutableBufferPointer(rebasing: scratch[..<stride]),
            change: UnsafeMutableBufferPointer(rebasing: scratch[stride...]), stride: stride)
          if configuration.sg {
            skipGram(batch, alpha, buffers, &loss)
          } else {
            continuousBag(batch, alpha, buffers, &loss)
          }
        }
      }
    }
    return loss
  }

  private func continuousBag(
    _ batch: TrainingBatch, _ alpha: Float, _ buffers: Buffers, _ loss: inout TrainingLoss
  ) {
    for position in batch.words.indices {
      let context = batch.context(of: position)
      guard context.count > 1 else { continue }
      let share = 1 / Float(context.count - 1)
      buffers.hidden.update(repeating: 0)
      for other in context where other != position {
        kernels.axpy(1, UnsafeBufferPointer(buffers.inputRow(batch.words[other])), buffers.hidden)
      }
      if configuration.cbowMean { kernels.scale(share, buffers.hidden) }
      predict(
        batch.words[position], from: buffers.hidden, against: batch.negatives(configuration.negative, position),
        alpha, buffers, &loss)
      if !configuration.cbowMean { kernels.scale(share, buffers.change) }
      for other in context where other != position {
        kernels.axpy(1, UnsafeBufferPointer(buffers.change), buffers.inputRow(batch.words[other]))
      }
    }
  }

  private func skipGram(_ batch: TrainingBatch, _ alpha: Float, _ buffers: Buffers, _ loss: inout TrainingLoss) {
    var pair = 0
    for position in batch.words.indices {
      for other in batch.context(of: position) where other != position {
        let row = buffers.inputRow(batch.words[other])
        predict(
          batch.words[position], from: row, against: batch.negatives(configuration.negative, pair),
          alpha, buffers, &loss)
        kernels.axpy(1, UnsafeBufferPointer(buffers.change), row)
        pair += 1
      }
    }
  }

  /// Moves the output vectors of a word and of its negatives, and gathers in `buffers.change` what h is to change by.
  private func predict(
    _ center: UInt32, from hidden: UnsafeMutableBufferPointer<Float>, against negatives: ArraySlice<UInt32>,
    _ alpha: Float, _ buffers: Buffers, _ loss: inout TrainingLoss
  ) {
    buffers.change.update(repeating: 0)
    func move(_ target: UInt32, label: Float) {
      let row = buffers.outputRow(target)
      let product = kernels.dot(UnsafeBufferPointer(hidden), UnsafeBufferPointer(row))
      loss.add(product: product, label: label)
      guard abs(product) < 6 else { return }
      let gradient = (label - 1 / (1 + exp(-product))) * alpha
      kernels.axpy(gradient, UnsafeBufferPointer(row), buffers.change)
      kernels.axpy(gradient, UnsafeBufferPointer(hidden), row)
    }
    move(center, label: 1)
    for negative in negatives where negative != center { move(negative, label: 0) }
  }
}

extension SequentialUpdates {
  /// The rows of both matrices and two vectors to work in.
  private struct Buffers {
    let input: UnsafeMutableBufferPointer<Float>
    let output: UnsafeMutableBufferPointer<Float>
    /// h, `[stride]`.
    let hidden: UnsafeMutableBufferPointer<Float>
    /// What h is to change by, `[stride]`.
    let change: UnsafeMutableBufferPointer<Float>
    let stride: Int

    func inputRow(_ word: UInt32) -> UnsafeMutableBufferPointer<Float> {
      UnsafeMutableBufferPointer(rebasing: input[Int(word) * stride..<(Int(word) + 1) * stride])
    }

    func outputRow(_ word: UInt32) -> UnsafeMutableBufferPointer<Float> {
      UnsafeMutableBufferPointer(rebasing: output[Int(word) * stride..<(Int(word) + 1) * stride])
    }
  }
}
