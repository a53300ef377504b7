/// A sentence with a pronoun, what the pronoun stands for, which no program can know, and the noun that it could stand for instead.
struct ExampleSentence {
  let text: String
  let antecedent: String
  let rival: String

  /// The sentence that is shown unless the settings say another.
  static let standard = ExampleSentence(
    text: "The phone fell into the water, but it still works because the case was closed.", antecedent: "phone",
    rival: "water")

  /// Twelve more, written before any head was looked at in them. In each, two nouns stand before the pronoun; in half of them it stands
  /// for the first, in half for the second, so that neither rule finds more than half.
  static let others = [
    ExampleSentence(
      text: "The lamp in the hall is old, yet it shines brightly.", antecedent: "lamp", rival: "hall"),
    ExampleSentence(
      text: "The teacher thanked the pupils because they had tidied the room.", antecedent: "pupils", rival: "teacher"),
    ExampleSentence(
      text: "Why did the neighbour return the letter before anybody could read it?", antecedent: "letter",
      rival: "neighbour"),
    ExampleSentence(
      text: "The man whom the nurse visited said that he felt better.", antecedent: "man", rival: "nurse"),
    ExampleSentence(text: "The dog chased the cat until it climbed a tree.", antecedent: "cat", rival: "dog"),
    ExampleSentence(
      text: "The key would not turn in the lock because it was bent.", antecedent: "key", rival: "lock"),
    ExampleSentence(
      text: "The singer met the dancers before they went on stage.", antecedent: "dancers", rival: "singer"),
    ExampleSentence(
      text: "The girls phoned the doctor when they felt ill.", antecedent: "girls", rival: "doctor"),
    ExampleSentence(
      text: "My sister sold the car after she moved to the city.", antecedent: "sister", rival: "car"),
    ExampleSentence(
      text: "The actor thanked the woman because she had helped.", antecedent: "woman", rival: "actor"),
    ExampleSentence(
      text: "The queen wrote to the king, but he never answered.", antecedent: "king", rival: "queen"),
    ExampleSentence(
      text: "The soup was left on the stove, so it stayed warm.", antecedent: "soup", rival: "stove"),
  ]

  /// The sentence of that text; nil for one that is not among these.
  static func known(_ text: String) -> ExampleSentence? { ([standard] + others).first { $0.text == text } }

  /// What the pronoun of a sentence stands for; nil for one that is not among these.
  static func antecedent(in text: String) -> String? { known(text)?.antecedent }
}
