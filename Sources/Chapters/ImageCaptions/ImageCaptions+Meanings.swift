extension ImageCaptions.Settings {
  static let meanings = [
    "model": "With auto, OpenAI's CLIP for a picture of your own where this machine has it, else miniclip, which comes "
      + "with Quire and knows scenes of emoji. Or miniclip, a CLIP of the catalogue or of the Hugging Face hub by its id, "
      + "or a folder with one.",
    "image": "The picture: a file, an address, or a name of what comes with Quire.",
    "descriptions": "What is true of the picture; pairs of captions are made of each.",
    "complete": "Whether the descriptions name everything that the picture shows, so that a caption with another thing "
      + "is false. Known of the pictures that come with Quire.",
    "true": "Further captions that are true of it.",
    "false": "Captions that are false of it.",
    "pairs": "Pairs of your own, each with `true:` and `false:`.",
    "captions": "The captions that share one table of probabilities; all true and false ones unless said. With nothing "
      + "said of what is true, these alone are compared, and two of them are handed in.",
    "hand_in": "Which pair is handed in: auto, mine (the best of your own) or found (the best of all others).",
    "limit_pairs":
      "How many pairs of pictures Quire draws for each category of limits, to measure a model on; 20 unless said, 0 "
      + "measures nothing. A model with a closed vocabulary, such as miniclip, comes with its own measurements.",
    "search":
      "How many captions are read at most in search of further pairs, over a grammar of what is true of the picture; "
      + "0 searches for none.",
    "alone":
      "Whether the table tells of each caption how well it fits by itself: the probability beside a caption that names nothing, or a "
      + "SigLIP's own score.",
    "neutral": "The caption that names nothing, for that: “a photo of a thing” unless said.",
    "truncate": "Whether captions that are too long for the model are cut; else they are refused.",
    "windows":
      "Whether captions that are too long for the model are read in windows that fit, ending between words, whose vectors are averaged.",
  ]
}
