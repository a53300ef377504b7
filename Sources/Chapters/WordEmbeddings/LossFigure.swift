internal import Basics
internal import Foundation
internal import Plotting

extension WordEmbeddings {
  /// The loss of each epoch, and beneath which line a model knows something.
  func lossLine(_ loss: Results.Loss, _ parameters: Results.Parameters) -> Figure {
    let guessing = log(2.0)
    let most = max(guessing, loss.perEpoch.max() ?? 0)
    return Figure(
      id: "loss",
      caption: "The mean loss of each epoch, for each "
        + (parameters.hs == nil ? "word predicted and each negative sample." : "turn on the way to a word predicted.")
        + " The dashed line is the loss of guessing.",
      alternativeText: "A line over \(loss.perEpoch.count.of("epoch")), from \(loss.first.threeDecimals) "
        + "to \(loss.last.threeDecimals); guessing has \(guessing.threeDecimals).",
      size: Size(width: 300, height: 130),
      panel: Panel(
        x: Axis("epoch"), y: Axis("loss", limits: 0...most * 1.12), marks: [.line(loss.perEpoch, name: nil)],
        annotations: [.horizontalLine(guessing, "guessing: ln 2 ≈ 0.693")]))
  }
}
