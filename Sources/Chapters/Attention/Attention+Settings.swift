internal import Notebook

extension Attention {
  /// What `report.yml` says under `attention:`.
  struct Settings: ChapterSettings {
    /// A name of the catalogue, a Hugging Face id in the local cache, or a folder with a checkpoint.
    var model = "all-MiniLM-L6-v2"
    /// The sentence whose attention is shown.
    var sentence = ExampleSentence.standard.text
    /// A second sentence, read together with the first one.
    var pair = ""
    /// What a model with a decoder is to say of the sentence; where it is empty, what it says itself.
    var target = ""
    /// Further sentences, over which what is said of heads is counted.
    var sentences = ExampleSentence.others.map(\.text)
    /// The layer that is drawn large, counted from 0; where it is left out, that of the head in which the chosen word looks at
    /// another as no other word does.
    var layer: Int?
    /// The head that is drawn large, counted from 0.
    var head: Int?
    /// The word that the chapter follows: as text, `it#2` for the second of its kind, or its place, counted from 0 with special
    /// tokens. A pronoun where it is left out, or the most important word in a sentence without one.
    var word = ""
    /// What that word stands for, if it is a pronoun and the author says it.
    var antecedent = ""
    /// Of a checkpoint that tells classes, the class by whose score words and heads are judged: that of the largest score where it is
    /// left out.
    var label = ""
    /// The most tokens that are drawn. Paper names all of up to about 40; of more, figures name every second or third, while the
    /// views on a screen name each.
    var maximumTokens = 40
    /// The most that `maximumTokens` may be: a grid of heads shows them on paper as well, a line for each.
    static let tokenLimit = 128
    /// What happens to a sentence with more tokens than that.
    var long = LongText.refuse
    /// A picture whose patches attend as words do, drawn as well: a file, an address, or a name of what ships with
    /// Quire; empty for none.
    var picture = ""
    /// The CLIP that looks at it: named as the captions chapter names its model.
    var pictureModel = "miniclip"
    /// In which form the sentence's attention, scores, queries, keys, values and hidden states are attached; in none unless said.
    var saveTensors = SavedTensors.none

    /// A form in which tensors are saved.
    enum SavedTensors: String, CaseIterable {
      /// Nothing is saved.
      case none
      /// One file, which PyTorch's users read by `safetensors.torch.load_file`, and `read.py` without any library for it.
      case safetensors
      /// One file, which `numpy.load` reads.
      case npz
    }

    /// What happens to text that does not fit.
    enum LongText: String, CaseIterable {
      /// An error with the number of tokens.
      case refuse
      /// It is read in pieces that do not see each other; the first one is drawn.
      case window
    }

    mutating func read(from values: inout SettingsReader) {
      values.read("model", &model)
      values.read("sentence", &sentence)
      values.read("pair", &pair)
      values.read("target", &target)
      values.read("sentences", &sentences)
      values.read("layer", &layer, in: 0...)
      values.read("head", &head, in: 0...)
      values.read("word", &word)
      values.read("antecedent", &antecedent)
      values.read("label", &label)
      values.read("max_tokens", &maximumTokens, in: 4...Self.tokenLimit)
      values.read("long", &long)
      values.read("picture", &picture)
      values.read(
        "save_tensors", &saveTensors,
        meaning: ["true": .safetensors, "yes": .safetensors, "false": .none, "no": .none])
      values.read("picture_model", &pictureModel)
      for (key, text) in [("sentence", sentence)] + sentences.map({ ("sentences", $0) })
      where text.allSatisfy(\.isWhitespace) {
        values.report(key, "must not be empty")
      }
      if !target.isEmpty, target.allSatisfy(\.isWhitespace) { values.report("target", "must not be blank") }
      if long == .window, !pair.isEmpty {
        values.report("long", "may be window for one sentence, not for a pair")
      }
    }
  }
}
