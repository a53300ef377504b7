import Embeddings
import LinearAlgebra
import Testing

/// Expects of each group that the fast arithmetic moves every vector as the clear one does, group after group.
func expectReferenceUpdates(
  _ groups: some Collection<TrainingGroup>, of batch: TrainingBatch, _ fast: inout Word2VecWeights,
  _ configuration: Word2VecConfiguration, _ kernels: VectorKernels
) {
  let reference = ReferenceUpdates(configuration: configuration)
  for group in groups {
    var clear = fast
    let expected = reference.train(group, of: batch, alpha: 0.02, weights: &clear)
    var one = batch
    one.keep(group)
    let updates = GroupUpdates(configuration: configuration, stride: fast.stride, kernels: kernels)
    updates.prepare(for: [one])
    let before = fast
    let loss = fast.withShared { updates.train(one, alpha: 0.02, weights: [$0]) }
    #expect(fast.input != before.input && fast.output != before.output)
    #expect(loss.terms == expected.terms)
    #expect(abs(loss.sum - expected.sum) < 1e-5 * expected.sum)
    #expect(zip(fast.input.elements, clear.input.elements).allSatisfy { abs($0 - $1) < 1e-5 })
    #expect(zip(fast.output.elements, clear.output.elements).allSatisfy { abs($0 - $1) < 1e-5 })
  }
}
