internal import Basics
internal import Foundation
internal import Plotting

extension WordEmbeddings {
  /// The loss of each epoch, and beneath which line a model knows something.
  func lossLine(_ loss: Results.Loss, _ parameters: Results.Parameters) -> Figure {
    let guessing = parameters.guessing
    let values = loss.perEpoch + [guessing]
    let (low, high) = (values.min()!, values.max()!)
    let room = max(0.01, (high - low) * 0.2)
    return Figure(
      id: "loss",
      caption: "The mean loss of each epoch, for each "
        + (parameters.hs == nil ? "word predicted and each negative sample." : "turn on the way to a word predicted.")
        + " The dashed line is the loss of guessing by \(parameters.hs == nil ? "the share of true words" : "a coin").",
      alternativeText: "A line over \(loss.perEpoch.count.of("epoch")), from \(loss.first.threeDecimals) "
        + "to \(loss.last.threeDecimals); guessing has \(guessing.threeDecimals).",
      size: Size(width: 300, height: 130),
      panel: Panel(
        x: Axis("epoch"), y: Axis("loss", limits: max(0, low - room)...high + room),
        marks: [.line(loss.perEpoch, name: nil)],
        annotations: [.horizontalLine(guessing, "guessing: \(guessing.threeDecimals)")]))
  }
}

extension WordEmbeddings.Results.Parameters {
  /// The loss of a model that knows how many of the words it is asked about are true, but nothing of any word.
  var guessing: Double {
    guard hs == nil, negative > 0 else { return log(2) }
    let share = 1 / Double(negative + 1)
    return -share * log(share) - (1 - share) * log(1 - share)
  }
}
