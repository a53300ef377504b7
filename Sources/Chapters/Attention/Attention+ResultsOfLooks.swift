extension Attention.Results {
  /// One query against every key.
  struct Query: Encodable {
    var word: String
    var layer, head: Int
    var token: String
    /// The token that it attends to most, and how much.
    var attendsTo: String
    var weight: Double
    /// The token whose score is taken apart: that of the word that the chosen word looks at in this head.
    var target: String
    var targetWeight: Double
    /// q·k/√d of the target, and by how much it is above the mean of all others; in models with another scale, by that.
    var score, lead: Double
    /// The score itself: with what the distance adds, and kept within its bounds, where a model has such.
    var whole: Double
    /// How many products a score adds up.
    var products: Int
    /// How few of the products make half of the lead; 0 where there is none.
    var half: Int
    /// What these add to the score of the target, and to those of the other keys, on average.
    var halfOfTarget, halfOfOthers: Double
    /// Of the other heads of the layer the one in which the same query gives the target least; absent in a layer of one head.
    var contrast: Contrasting?
    /// Of all other tokens the one that gets the most attention, its score and its weight; empty where there is none.
    var rival: String
    var rivalScore, rivalWeight: Double
  }

  /// The same two tokens in another head.
  struct Contrasting: Encodable {
    var head: Int
    var score, weight: Double
    /// Whether it shares its keys with the chosen head.
    var sharesKeys: Bool
  }

  /// Whether queries lie near to the keys that they attend to, in the map of both.
  struct Map: Encodable {
    /// How many queries have the key that they attend to most among the three nearest keys, and how many would by chance.
    var near, expected: Int
  }

  /// What a word looks at: the head in which it looks hardest at another word that is not its neighbour.
  struct Look: Encodable {
    var word, target: String
    var weight: Double
    var layer, head: Int
    /// The attention of the other words to the same target in the same head, on average.
    var others: Double
  }

  /// How far a word's vector moves when another word is hidden.
  struct Movement: Encodable {
    var word: String
    var distance: Double
  }

  /// What the chosen word looks at.
  struct ChosenLook: Encodable {
    /// A word, and the mean over all heads of the attention to it.
    struct Mean: Encodable {
      var word: String
      var weight: Double
    }

    var word, target: String
    var weight: Double
    var layer, head: Int
    var others: Double
    /// Why the word was chosen: `settings`, `pronoun`, `demonstrative` or `importance`.
    var reason: String
    /// Which words it is asked about: those `before` it, all that are `far`, both without its neighbours, or its `neighbours`.
    var scope: String
    var isPronoun: Bool
    /// What it stands for where that is known, else empty.
    var antecedent: String
    /// The look in which it differs most from the other words.
    var own: Look
    /// The share of that head's attention that goes from the word to special tokens.
    var special: Double
    /// How many of the other words look hardest at the target in the same head, of how many.
    var othersMost, othersCount: Int
    /// Two heads of one layer in which it looks at different words, those whose weights add up to the most; none where no layer
    /// has two.
    var pair: [Look]
    /// What both of these weights add up to; 0 without a pair. No softmax gives more than 1.
    var together: Double
    /// The word that it looks at hardest on the mean of all heads, and that mean.
    var mean: Mean
    /// Of each word that it may look at the head in which it looks hardest at it, the strongest first.
    var targets: [Look]
    /// The other words by how far hiding them moves its vector.
    var moved: [Movement]
  }

  /// Whether a head finds what pronouns stand for.
  struct Reference: Encodable {
    /// A sentence's pronoun in that head.
    struct Sentence: Encodable {
      var sentence, pronoun, target: String
      var weight, others: Double
      /// What the pronoun stands for where that is known, else empty; likewise the other noun that it could stand for.
      var antecedent, rival: String
    }

    var layer, head: Int
    /// In how many sentences the pronoun looks hardest at what it stands for, of how many of which that is known.
    var found, known: Int
    /// The same without the chosen sentence, on which the head was picked.
    var foundElsewhere, knownElsewhere: Int
    /// How many heads of the model, the same in the same sentences, find it as often or more often, and how often a head does on average.
    var asGood: Int
    var meanElsewhere: Double
    /// In how many of the other sentences two nouns are known that the pronoun could stand for.
    var pairsElsewhere: Int
    /// In how many of those it looks hardest at one of the two, how often an average head does, and how many other heads do at least
    /// as often.
    var eitherElsewhere: Int
    var meanEither: Double
    var asManyEither: Int
    /// In how many of these it is the right one, and how probable it is that a coin finds at least as many.
    var rightOfEither: Int
    var coin: Double
    var sentences: [Sentence]
    /// Those in which it looks hardest at something else.
    var missed: [Sentence]
  }
}
