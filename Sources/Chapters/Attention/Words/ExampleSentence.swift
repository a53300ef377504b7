/// A sentence with a pronoun, and what the pronoun stands for, which no program can know.
struct ExampleSentence {
  let text: String
  let antecedent: String

  /// The sentence that is shown unless the settings say another.
  static let standard = ExampleSentence(
    text: "The phone fell into the water, but it still works because the case was closed.", antecedent: "phone")

  /// Four more, each built in another way: what the pronoun stands for is the subject of a clause before the main one, an object
  /// beside a subject of the same kind, an object in a question, and a noun that a relative clause parts from the pronoun.
  static let others = [
    ExampleSentence(text: "Although the battery is small, it lasts for two days.", antecedent: "battery"),
    ExampleSentence(
      text: "The teacher thanked the pupils because they had tidied the room.", antecedent: "pupils"),
    ExampleSentence(
      text: "Why did the neighbour return the letter before anybody could read it?", antecedent: "letter"),
    ExampleSentence(text: "The man whom the nurse visited said that he felt better.", antecedent: "man"),
  ]

  /// What the pronoun of a sentence stands for; nil for one that is not among these.
  static func antecedent(in text: String) -> String? {
    ([standard] + others).first { $0.text == text }?.antecedent
  }
}
