/// How far a training is: what it takes besides the vectors to go on from there to the same bits.
struct TrainingState: Codable, Equatable {
  /// The epoch that is running, from 0.
  var epoch = 0
  /// The next batch of that epoch.
  var batch = 0
  /// The loss of that epoch so far.
  var loss = TrainingLoss()
  /// The mean losses of the epochs before it.
  var losses: [Double] = []
}
