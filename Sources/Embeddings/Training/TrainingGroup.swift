/// Consecutive predictions of a batch that are made from the same state of the vectors.
///
/// First every product h · v of the group is taken; then, prediction by prediction and in this order,
///
///     g = (y − σ(h·v)) · α        h's change: Σ g v        v's change: g h
///
/// with y = 1 for the word that is there and 0 for those that are not (hierarchical softmax: 1 where the way to the word
/// turns left, 0 where it turns right). Products thus wait for nothing, and threads that each hold some columns exchange
/// their parts of them once a group. h is the mean of a window (CBOW), whose words all receive the whole change when the
/// group is done, or one word's vector (skip-gram), which changes at once.
package struct TrainingGroup: Sendable, Equatable {
  /// The group's predictions in the batch.
  package var predictions: Range<Int>
  /// Positions in the batch's words that hold all its windows; empty where predictions have none.
  package var span: Range<Int>
  /// How many products it has: one for each target of a prediction, or of each of its pairs where they share targets.
  package var products: Int
}
