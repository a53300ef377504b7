internal import Basics
internal import CaptionPairs
internal import Images
internal import Notebook
internal import Transformers

extension ImageCaptions {
  /// What the chapter found: `results.json`, and what answers quote as `{{captions.…}}`.
  struct Results: Encodable {
    /// The model.
    struct Model: Encodable {
      var name: String
      /// What the report calls it.
      var title: String
      var layers, heads, imageSize, patchSize: Int
      var logitScale: Double
      /// What is added to a cosine times the scale; nought for a CLIP.
      var logitBias: Double
      /// Whether each caption has a score of its own, as with a SigLIP.
      var isSigmoid: Bool
      /// How many tokens a caption has at most.
      var maximumTokens: Int
    }

    /// The picture.
    struct Picture: Encodable {
      var name, format, sha256: String
      var width, height: Int
      /// What was passed over or changed in decoding.
      var notes: [String]
    }

    /// A caption of the probability table.
    struct Caption: Encodable {
      var caption: String
      var cosine, logit, probability: Double
      /// How well it fits by itself: beside a caption that names nothing, or a SigLIP's own score; absent where nobody asks.
      var alone: Double?
    }

    /// Two captions and what the model makes of them.
    struct Pair: Encodable {
      var description, variant, category, change: String
      /// `false`, `true` or `unknown`: the variant, where the description is true.
      var truth: String
      /// The same as the end of a sentence about the variant: `is false`.
      var standing: String
      var descriptionCosine, variantCosine, descriptionLogit, variantLogit: Double
      var descriptionProbability, variantProbability, highestProbability: Double
      var isUndecided: Bool
      /// The cosine of the two captions with each other, for the text tower alone.
      var captionCosine: Double
      /// The angle between their vectors, in degrees.
      var captionAngle: Double
      /// The most by which any picture at all could set the two logits apart, and the highest probability that this makes.
      var largestGap, largestProbability: Double
      /// Whether that is below 0.6, so that no picture could decide.
      var isUndecidable: Bool
      /// Of that gap, the share that this picture makes.
      var usedShare: Double
      /// What the model does: `prefers the false one`, `is undecided`, …
      var verdict: String
    }

    /// The pairs of a category.
    struct Category: Encodable {
      var title: String
      var pairs: Int
      /// Those whose variant is false; the counts below are of these.
      var decidable: Int
      var prefersFalse, undecided, fooled: Int
      /// The decidable ones of which the model gives the true caption 60 % or more, and those of which it gives the false one
      /// as much.
      var right, wrong: Int
      /// Those that fool the model though some picture could bring either caption to 90 %.
      var fooledWithRoom: Int
      /// Those whose two captions are so alike to the text tower that no picture could decide.
      var undecidable: Int
      /// The mean angle between the two captions' vectors, in degrees; absent where no variant is false.
      var captionAngle: Double?
      /// The least probability of a true caption beside such a variant; absent where no variant is false.
      var leastProbability: Double?
    }

    /// How far apart the captions of pairs are to the text tower, in degrees: of those that fool the model, and of those with
    /// which it is right.
    struct Separation: Encodable {
      var fooledMean, fooledLargest, rightMean, rightSmallest: Double
      /// Whether every pair that fools the model is closer than every other.
      var isClean: Bool
    }

    /// A caption and the patch that it needs most.
    struct Gaze: Encodable {
      var caption: String
      /// Counted from 0, from the top and from the left.
      var row, column: Int
      /// By how much the logit falls when the patch is hidden.
      var fall: Double
    }

    /// What the two falls of the pair to hand in differ in.
    struct Difference: Encodable {
      /// The patch where they differ most, counted from 0, from the top and from the left.
      var row, column: Int
      /// By how much they differ there.
      var largest: Double
      /// For which of the two the patch speaks: `description` or `variant`.
      var speaksFor: String
      /// By how much the logits of the two fall there; below 0 where they rise.
      var descriptionFall, variantFall: Double
      /// With how many patches both logits fall or both rise.
      var sameWay: Int
      /// The largest change of either caption's logit, up or down, and `largest` as a share of it.
      var largestChange, share: Double
      /// Whether they differ by less than a thousandth of a logit everywhere.
      var isNone: Bool
      /// How many patches there are, and with how many of them hidden, one at a time, the pair is undecided or the other
      /// caption preferred.
      var patches, undecided, reversed: Int
      /// The rank correlation of the two captions' falls over the patches; absent where one has the same fall everywhere.
      var correlation: Double?
    }

    /// What the two captions lose on average with a patch that shows something, and with one of plain ground; below 0 where
    /// the logit rises.
    struct Things: Encodable {
      var patches, groundPatches: Int
      var descriptionFall, variantFall, groundDescriptionFall, groundVariantFall: Double
    }

    /// The pictures of which the model has vectors here: the picture, its mirror image, and it with each patch hidden.
    struct Reach: Encodable {
      var pictures: Int
      /// Of the most that any picture could make of the pair, the share that the best of these makes, whichever caption it
      /// prefers, and the probability that this gives.
      var share, highestProbability: Double
    }

    /// What the model makes of the mirror image.
    struct Mirrored: Encodable {
      /// The angle between the vectors of the picture and of its mirror image, in degrees.
      var angle: Double
      /// The probability of the description for the mirror image, and the higher one of the two.
      var descriptionProbability, highestProbability: Double
      /// Whether the captions differ only in left and right, so that for the mirror image the variant is true.
      var isFlipped: Bool
      /// Whether the caption that is preferred is the same for both.
      var isSameAnswer: Bool
    }

    /// How the attention of heads goes with how far the picture's vector turns when patches are hidden, as rank
    /// correlations.
    struct Agreement: Encodable {
      /// A head, counted from 0.
      struct Head: Encodable {
        var layer, head: Int
        var correlation: Double
      }

      var best, worst: Head
      var median: Double
      /// Of attention rollout; absent where it is the same everywhere.
      var rollout: Double?
      /// How many heads have one, and how many of them agree by half or more.
      var heads, agreeing: Int
    }

    var model: Model
    var picture: Picture
    /// Words of the settings' captions that the model never learnt; empty for a model that does not say what it learnt.
    var unknownWords: [String]
    /// The most probable first.
    var captions: [Caption]
    /// Which of them fit at all; absent where nobody asks.
    var alone: Alone?
    var hasAlone: Bool
    var pairs: [Pair]
    var categories: [String: Category]
    /// All categories together.
    var all: Category
    /// Of what the word tables change, the category that fools the model in the largest share of its pairs; absent where none
    /// does or two do alike.
    var worst: Category?
    /// Absent where no pair fools the model, or where each does.
    var separation: Separation?
    /// Whether it is there.
    var hasSeparation: Bool
    /// The pair to hand in: one that confuses the model, or where none does, one that comes near.
    var handIn: Pair
    /// Whether it confuses the model by the assignment's rule.
    var isConfused: Bool
    /// The best of the author's own pairs and the best of all others; absent where there is none.
    var mine, found: Pair?
    /// Whether there are such pairs, and whether the one that is handed in is the author's own.
    var hasMine, hasFound, isMine: Bool
    /// The same as the end of a sentence about the highest probability.
    var outcome: String
    /// The pair asked of the picture's mirror image.
    var mirrored: Mirrored
    var gazes: [Gaze]
    var difference: Difference
    /// Whether `difference.correlation` is there.
    var hasCorrelation: Bool
    /// Absent for a picture without an even ground.
    var things: Things?
    var hasThings: Bool
    var reach: Reach
    /// The pairs of the true caption that is handed in and any false one, the least decided first.
    var alternatives: [Pair]
    /// What came of holding the pair that is handed in against every gate.
    var certificate: Certificate
    /// The best certified pair of each kind of change that has one, by the kind's name, and the kinds in words.
    var certified: [String: Certificate]
    var certifiedTitles: [String]
    /// How many pairs were examined, how many pass the gates that cost nothing and were not, and how many pass those, too, but
    /// cannot be robust by the changes of the picture alone.
    var examined, unexamined, unsteady: Int
    /// The search for further pairs.
    var search: Search
    /// Absent where hiding patches changes nothing, as in a picture of one colour.
    var agreement: Agreement?
    /// What the model keeps of a difference, category by category; absent for a model of which it is neither known nor measured.
    var limits: Limits?
    var hasLimits = false
    /// What a word does that is written on the picture; absent where the captions leave no word to write.
    var typographic: Typographic?
    var hasTypographic = false
    /// What others measured on CLIP ViT-B/32.
    var published = PublishedLimits.Quoted()
    /// What was measured on scenes that the model never saw; absent for a model that comes without.
    var heldOut: HeldOut?
    /// Whether that is so, and in which categories the model did no better than guessing.
    var hasHeldOut: Bool
    var atChance: [HeldOut.Row]
    /// The same categories as words of a sentence; empty where there are none.
    var chanceTasks: String
    /// The categories of `heldOut` by their names, with a capital for a hyphen: `sizeBinding`; empty without it.
    var questions: [String: HeldOut.Row]
    /// What the model's training asked for; absent for a model that comes without.
    var rivals: Rivals?
    var hasRivals: Bool
  }
}
