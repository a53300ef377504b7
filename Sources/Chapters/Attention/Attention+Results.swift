internal import Transformers

extension Attention {
  /// What the chapter found: `results.json`, and what answers quote as `{{attention.…}}`.
  struct Results: Encodable {
    /// The model.
    struct Model: Encodable {
      var name, architecture: String
      var layers, heads, hiddenSize, headSize: Int
      /// Whether a token sees only what stands before it.
      var isCausal: Bool
      /// Whether it puts special tokens around a text.
      var hasSpecialTokens: Bool
      /// Whether it has a token that can stand in the place of a hidden word.
      var hasMaskToken: Bool
    }

    /// A head by its place, counted from 0.
    struct Head: Encodable, Equatable {
      var layer, head: Int
    }

    /// The head that is most like a category over all sentences.
    struct Specialist: Encodable {
      var category: String
      /// The published threshold, and how many heads pass it on the mean of all sentences.
      var threshold: Double
      var heads: Int
      var layer, head: Int
      /// The share of attention that the category asks about, in the chosen sentence; relative entropy for broad heads.
      var value: Double
      /// The same over all sentences: mean, least and largest.
      var mean, least, largest: Double
      /// Whether the mean passes the published threshold.
      var qualifies: Bool
      /// In how many sentences it passes.
      var sentences: Int
    }

    /// A word and how important it is by each measure; measures are shares of all words.
    struct Word: Encodable {
      var word: String
      var occlusion, received, receivedByAll, rollout, normBased: Double
      /// Absent for a sentence of very many words.
      var flow: Double?
      /// How far the sentence's vector moves when the word is hidden: 1 − cosine.
      var distance: Double
      /// How far the vectors of the other words move then, on average.
      var others: Double
      /// Its place by attention received from words, counted from 1; of equals the earlier word is first.
      var rankByAttention: Int
      /// Whether it is an English word that names nothing: an article, a pronoun, a preposition, a conjunction, an auxiliary.
      var isFunctionWord: Bool
    }

    /// A word whose places by attention and by occlusion differ most; an empty word where there is none.
    struct Contrast: Encodable {
      var word: String
      /// Its shares by attention received from words and by occlusion.
      var attention, occlusion: Double
      /// Its places by both, counted from 1; of equals the earlier word is first.
      var rankByAttention, rankByOcclusion: Int
    }

    /// A token, and its share of all attention.
    struct Received: Encodable {
      var token: String
      var share: Double
      var isSpecial, isPunctuation: Bool
    }

    /// How far attention agrees with occlusion on the three most important words, in whatever order.
    struct TopThree: Encodable {
      /// The measures by attention that are drawn, and those of them that find the same three.
      var measures, same: [String]
      /// The word that all of those put first; empty where they name several.
      var first: String
    }

    /// How far a measure agrees with occlusion on the order of the words.
    struct Agreement: Encodable {
      var measure: String
      /// Kendall's τ-b.
      var tau: Double
    }

    /// What removing heads and layers does.
    struct Ablation: Encodable {
      var mostImportant: Head
      var largestDistance, meanDistance: Double
      /// How far the sentence moves without the head that the chapter shows, and its place among all heads, counted from 1.
      var chosenDistance: Double
      var chosenRank: Int
      /// Its distance over the mean of all heads.
      var timesMean: Double
      /// How many heads, the most important first, make up half of what removing single heads does.
      var headsOfHalf: Int
      /// In how many sentences that head is the one whose removal moves the sentence most, of how many.
      var sentencesFirst, sentences: Int
      /// How far the sentence moves when all heads of a layer are removed.
      var attentionOfLayer: [Double]
      /// How far it moves when the layer is skipped.
      var layer: [Double]
      /// The layers whose skipping moves the sentence most and least.
      var mostImportantLayer, leastImportantLayer: Int
      /// How many heads move the sentence by less than a hundredth of the largest distance.
      var nearlyUseless: Int
    }

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
      /// q·k/√d of the target, and by how much it is above the mean of all others.
      var score, lead: Double
      /// How many products a score adds up.
      var products: Int
      /// How few of the products make half of the lead; 0 where there is none.
      var half: Int
      /// Of all other tokens the one that gets the most attention, its score and its weight; empty where there is none.
      var rival: String
      var rivalScore, rivalWeight: Double
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
        /// What the pronoun stands for where that is known, else empty.
        var antecedent: String
      }

      var layer, head: Int
      /// In how many sentences the pronoun looks hardest at what it stands for, of how many of which that is known.
      var found, known: Int
      /// The same without the chosen sentence, on which the head was picked.
      var foundElsewhere, knownElsewhere: Int
      /// How many heads of the model, the same in the same sentences, find it as often or more often, and how often a head does on average.
      var asGood: Int
      var meanElsewhere: Double
      var sentences: [Sentence]
      /// Those in which it looks hardest at something else.
      var missed: [Sentence]
    }

    /// A layer: means over its heads and all sentences, and what is lost without it.
    struct Layer: Encodable {
      var layer: Int
      /// Entropy over the largest possible; tokens between a token and what it attends to; the share that special tokens get.
      var entropy, distance, special: Double
      /// The share that the first token gets.
      var start: Double
      /// How far the chosen sentence moves without the layer's heads, and without the layer.
      var withoutHeads, withoutLayer: Double
    }

    /// The layers in which a property is largest and smallest, and its values there.
    struct Extremes: Encodable {
      var most, least: Int
      var largest, smallest: Double

      /// Of values by layer; the first of equals.
      init(_ values: [Double]) {
        most = values.indices.max { values[$0] < values[$1] } ?? 0
        least = values.indices.min { values[$0] < values[$1] } ?? 0
        (largest, smallest) = (values.max() ?? 0, values.min() ?? 0)
      }
    }

    /// Which layers stand out.
    struct LayerExtremes: Encodable {
      var entropy, distance, special, start: Extremes
    }

    /// What the image tower of a CLIP attends to in a picture.
    struct Picture: Encodable {
      var name, model: String
      var layers, heads: Int
      /// How many patches the tower sees.
      var patches: Int
      /// The head whose class token gives a single patch the most.
      var surest: Head
    }

    var model: Model
    var sentence: String
    var pair: String
    /// The sentences that heads are counted over, the chosen one first.
    var sentences: [String]
    /// In how many pieces the sentence was read: 1 unless it is long and the settings allow more.
    var windows: Int
    /// The tokens of the first piece.
    var tokens: [String]
    /// The words, the most important by occlusion first.
    var words: [Word]
    /// Kendall's τ of how far the sentence moves when a word is hidden with how far its other words do; 0 without an order.
    var agreesWithOthers: Double
    /// The word that moves the others most when it is hidden.
    var othersMost: Movement?
    /// The share of occlusion that falls on words that name nothing, and how many there are.
    var functionWordShare: Double
    var functionWords: Int
    /// The measure that agrees best with occlusion, and the one that agrees least; absent for a single word.
    var agreesMost: Agreement?
    var agreesLeast: Agreement?
    var topThree: TopThree
    /// The words that attention from words ranks highest and lowest beside occlusion.
    var overrated: Contrast
    var underrated: Contrast
    /// The token that gets the most attention.
    var mostReceived: Received
    var specialists: [Specialist]
    /// How many heads fall into each category by the published thresholds, by their mean over all sentences.
    var categories: [String: Int]
    var headCount: Int
    /// How many heads fall into none.
    var uncategorised: Int
    /// The share of all attention that special tokens receive, and punctuation, in the chosen sentence.
    var specialShare: Double
    var punctuationShare: Double
    var chosen: Head
    /// How many different tokens the heads of its layer give as the one that the chosen word attends to most.
    var answersOfLayer: Int
    var query: Query
    /// Absent for a single token.
    var map: Map?
    /// What each word looks at, in the order of the sentence; a word that is alone looks at none.
    var looks: [Look]
    /// Whether there is another word that the chosen one sees.
    var hasLook: Bool
    /// What the chosen word looks at; absent where there is no other word that it sees.
    var look: ChosenLook?
    /// What the pronouns of all sentences look at in the chosen head; of no sentence where none has a pronoun.
    var reference: Reference
    var layers: [Layer]
    var layerExtremes: LayerExtremes
    /// Whether words look further in every layer than in the one before.
    var reachGrows: Bool
    /// The distance of attention that is spread evenly over all tokens that are not special, mean over all sentences.
    var evenDistance: Double
    var ablation: Ablation
    /// The most different pair of heads, by the divergence of their rows over all sentences.
    var mostDifferent: [Head]
    var largestDivergence: Double
    /// The most that two heads can differ: ln 2, where they never look at the same token.
    var greatestDivergence: Double
    /// Absent unless the settings name a picture.
    var picture: Picture?
  }
}
