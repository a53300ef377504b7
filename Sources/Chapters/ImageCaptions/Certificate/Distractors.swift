/// The captions of one form that were drawn.
struct Distractors {
  /// The form.
  let form: String
  /// In the order in which they were drawn.
  let drawn: [String]
  /// Whether the form has no others.
  let isAll: Bool

  /// Draws those of a caption's form.
  ///
  /// - Parameter fits: Whether the model reads the whole of a caption.
  init(of caption: String, form: String, _ grammar: any ConfusionGrammar, fits: (String) -> Bool) {
    // Two more than are needed, since a pair's own captions may be among them.
    let (captions, isAll) = grammar.distractors(of: caption, count: Gate.distractors + 2)
    self.form = form
    self.isAll = isAll
    drawn = captions.filter(fits)
  }

  /// Those that a pair is held against: all but its own captions, at most a thousand; and whether the form has no others.
  func beside(_ captions: [String]) -> (captions: [String], isAll: Bool) {
    let own = Set(captions.map(\.captionKey))
    let others = drawn.filter { !own.contains($0.captionKey) }
    return (Array(others.prefix(Gate.distractors)), isAll && others.count <= Gate.distractors)
  }
}
