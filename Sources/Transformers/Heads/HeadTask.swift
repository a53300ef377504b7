internal import Basics

/// What the head of a checkpoint was trained for, by the class that `config.json` names under `architectures`.
enum HeadTask: Equatable {
  /// It tells which class a text is of: `…ForSequenceClassification`.
  case classes
  /// Something else that is known, and left out: what such a head does, as a clause.
  case other(String)
  /// No word of it, or a head that is read in its own place.
  case none

  /// - Parameter adapter: What an adapter's `task_type` says, which goes before the base's configuration.
  init(_ keys: ConfigurationKeys, adapter: String?) {
    let adapted = adapter.flatMap { name in Self.adapters.first { $0.name == name }?.suffix }
    let names = (keys.document["architectures"]?.array ?? []).compactMap(\.string)
    self = .none
    for name in [adapted].compactMap(\.self) + (adapted == nil ? names : []) {
      if name.hasSuffix("ForSequenceClassification") {
        self = .classes
        return
      }
      if let other = Self.others.first(where: { name.hasSuffix($0.suffix) }) {
        self = .other(other.clause)
        return
      }
    }
  }

  private static let adapters = [
    (name: "SEQ_CLS", suffix: "ForSequenceClassification"), (name: "TOKEN_CLS", suffix: "ForTokenClassification"),
    (name: "QUESTION_ANS", suffix: "ForQuestionAnswering"),
  ]

  private static let others = [
    (suffix: "ForTokenClassification", clause: "labels each token"),
    (suffix: "ForQuestionAnswering", clause: "marks where a text answers a question"),
    (suffix: "ForMultipleChoice", clause: "chooses among several texts"),
    (suffix: "ForNextSentencePrediction", clause: "tells whether one text follows on another"),
  ]
}
