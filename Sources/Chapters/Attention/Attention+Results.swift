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
      /// How scores come from queries and keys.
      var scoring: Scoring
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
      /// How much of that the word's own place makes; absent where the sentence's vector is no mean.
      var ownShare: Double?
      /// Its places by occlusion and by attention received from words, counted from 1; words that are printed alike share a place.
      var rankByOcclusion: Int
      var rankByAttention: Int
      /// Whether it is an English function word: an article, a pronoun, a preposition, a conjunction, an auxiliary.
      var isFunctionWord: Bool
    }

    /// A word whose places by attention and by occlusion differ most; an empty word where there is none.
    struct Contrast: Encodable {
      var word: String
      /// Its shares by attention received from words and by occlusion.
      var attention, occlusion: Double
      /// Its places by both, counted from 1; words that are printed alike share a place.
      var rankByAttention, rankByOcclusion: Int
    }

    /// Words that share a place, as two decimals show it.
    struct Place: Encodable {
      var words: [String]
      var distance: Double
    }

    /// Content words beside function words: articles, pronouns, prepositions, conjunctions, auxiliaries.
    struct Kinds: Encodable {
      /// How many there are of either in the chosen sentence.
      var content, function: Int
      /// How many pairs of a word of each kind the chosen sentence has, in how many the content word moves it further, and in how many
      /// both move it equally far, as two decimals show it.
      var pairs, above, ties: Int
      /// The function word that matters most, and the content word that matters least, with their places and distances.
      var highestFunction, lowestContent: String
      var highestFunctionPlace, lowestContentPlace: Int
      var highestFunctionDistance, lowestContentDistance: Double
      /// How far hiding a word of one kind moves the words of the other kind, and the other words of its own, on average.
      var contentMovesFunction, functionMovesContent, contentMovesContent, functionMovesFunction: Double
      /// Over all sentences that have both kinds: how many these are, in how many of them a content word comes first, and the pairs of
      /// all.
      var sentences, first, allPairs, allAbove, allTies: Int
    }

    /// A word whose vector moves when another one is hidden.
    struct Dependency: Encodable {
      var word, on: String
      var distance: Double
    }

    /// The word at which more words look hardest than at any other.
    struct Favourite: Encodable {
      var word: String
      /// How many of the other words, of how many.
      var count, others: Int
      /// The head in which most of those do, and how many.
      var layer, head, ofHead: Int
    }

    /// A token, and its share of all attention.
    struct Received: Encodable {
      var token: String
      var share: Double
      var isSpecial, isPunctuation: Bool
      /// How many other tokens get as large a share as two decimals of a per cent show: none, or the first place is shared.
      var equals: Int
    }

    /// How far attention agrees with occlusion on the most important words, in whatever order.
    struct TopThree: Encodable {
      /// The words of the first three places by occlusion: more than three where the third is shared.
      var words: [String]
      /// The measures by attention that are drawn, and those of them that put the same words first.
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
      /// The same over the mean of the heads of its layer.
      var timesLayerMean: Double
      /// The layer whose heads move the sentence most on average, that mean, and the largest of any other layer.
      var layerOfHeads: Int
      var layerOfHeadsMean, otherLayersMean: Double
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
    /// The same words by their places.
    var places: [Place]
    /// Absent unless words of both kinds are among them.
    var kinds: Kinds?
    var hasKinds: Bool
    /// How much of a hidden word's movement its own place makes, mean over the words; absent where the sentence's vector is no mean.
    var ownShare: Double?
    var hasOwnShare: Bool
    /// The words that move most when another one is hidden, five at most.
    var dependencies: [Dependency]
    /// Absent where no word is the one that most others look at.
    var favourite: Favourite?
    var hasFavourite: Bool
    /// Kendall's τ of how far the sentence moves when a word is hidden with how far its other words do; 0 without an order.
    var agreesWithOthers: Double
    /// The word that moves the others most when it is hidden.
    var othersMost: Movement?
    /// The share of occlusion that falls on function words, and how many there are.
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
    /// The same by their kinds: `next`, `previous`, `start`, `separator`, `punctuation`, `broad`.
    var specialistOf: [String: Specialist]
    /// How many heads fall into each category by the published thresholds, by their mean over all sentences.
    var categories: [String: Int]
    var headCount: Int
    /// How many heads fall into none.
    var uncategorised: Int
    /// The share of all attention that special tokens receive, and punctuation, in the chosen sentence.
    var specialShare: Double
    var punctuationShare: Double
    /// The share of all that attention brings, weighed by its length, which special tokens bring.
    var specialShareByLength: Double
    /// Where the heads that fall into no category look, on average over all sentences; absent where there are none.
    var uncategorisedMix: Mix?
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
    var layersByRest: LayersByRest
    /// Whether words look further in every layer than in the one before.
    var reachGrows: Bool
    /// The distance of attention that is spread evenly over all tokens that are not special, mean over all sentences.
    var evenDistance: Double
    var ablation: Ablation
    /// Absent until everything else is known.
    var together: Together?
    /// The most different pair of heads, by the divergence of their rows over all sentences.
    var mostDifferent: [Head]
    var largestDivergence: Double
    /// The most that two heads can differ: ln 2, where they never look at the same token.
    var greatestDivergence: Double
    /// Absent for a model without a decoder, as is what it attends to in the sentence.
    var decoder: Decoder?
    var cross: Cross?
    /// Absent unless the settings name a picture.
    var picture: Picture?
    /// Absent for a checkpoint without a head that tells classes.
    var prediction: Prediction?
    var hasPrediction: Bool
  }
}
