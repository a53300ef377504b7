extension Attention.Settings {
  static let meanings = [
    "model": "A name of the catalogue, a folder with a model, or a model of the Hugging Face hub by its id.",
    "sentence": "The sentence whose attention is shown.",
    "pair": "A second sentence, read together with the first.",
    "target":
      "The text that a model with a decoder (BART, Marian, T5) is given to say of the sentence; unless said, what it "
      + "says itself.",
    "sentences": "Further sentences, over which what is said of heads is counted.",
    "layer": "The layer that is drawn large, counted from 0; unless said the one in which the chosen word "
      + "looks at another as no other word does.",
    "head": "The head that is drawn large, counted from 0.",
    "word": "The word that the chapter follows: the#2 is the second of its kind, a number its place. Unless "
      + "said a pronoun, or the most important word.",
    "antecedent": "What that word stands for, where it is a pronoun.",
    "label":
      "Of a model that tells classes, the class by whose score words and heads are judged; unless said the one with the "
      + "largest score.",
    "max_tokens": "The most tokens that are drawn.",
    "long": "What happens to a longer text: refuse it, or read it in pieces and draw the first.",
    "picture": "A picture whose patches are shown as words are: a file, an address, or a name of what comes "
      + "with Quire.",
    "picture_model": "The CLIP that looks at the picture, named as the captions chapter names its model.",
    "save_tensors": "In which form the submission carries every number of the sentence's attention; "
      + "true means safetensors.",
  ]
}
