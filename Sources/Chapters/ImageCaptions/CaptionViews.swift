internal import Notebook

/// The views of the chapter: the pairs sorted and filtered, where the model looks, and a box for captions of the reader's own.
struct CaptionViews {
  /// How many letters the box takes; `box.js` has the same.
  private static let longestTyped = 300

  /// On the figure of what fools the model.
  let pairs: FigureView
  /// On the figure of where the model looks.
  let gaze: FigureView
  /// On the figure of probabilities.
  let box: FigureView

  /// Writes their data beside the chapter.
  init(_ study: CaptionStudy, _ results: ImageCaptions.Results, _ learnt: LearntWords?, on page: inout Page) throws {
    let (model, reason) = try CaptionModel.data(study, results, learnt)
    let values = CaptionView(study, results, reason: reason)
    let data = try page.viewData(values.data(study), named: "captions")
    let further = try model.map { try page.viewData($0, named: "caption-model") }
    let captions = FigureView.Parameter.names(values.captions)
    // The box sets a caption against one of these, all of the table, or those that the reader kept.
    let rivals = FigureView.Parameter.names(values.captions + ["table"] + (further == nil ? [] : ["typed"]))
    pairs = FigureView(
      kind: "caption-pairs", data: data,
      parameters: ["pair": .count(values.pairs.count), "kind": .names(values.kinds.map(\.name))])
    gaze = FigureView(
      kind: "caption-gaze", data: data, parameters: ["caption": captions, "against": captions])
    box = FigureView(
      kind: "caption-box", data: data, further: further,
      parameters: ["caption": further == nil ? captions : .text(Self.longestTyped), "against": rivals])
  }
}
