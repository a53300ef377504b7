extension EmbeddingView {
  /// What the page reads at once.
  struct Values: Encodable {
    /// A way to lay the words out.
    struct Projection: Encodable {
      var id, name: String
      var axes: [String]
      var regions: [RegionLabel]
    }

    /// The vectors for free questions.
    struct Vectors: Encodable {
      /// How many words have one: the most frequent.
      var words: Int
      /// How many elements each has.
      var size: Int
      /// How many bits an element has.
      var bits: Int
      /// The share of the ten nearest of these words that are nearest by these bits as well.
      var recall: Double
    }

    /// How labels are drawn, in pixels; and what their levels mean.
    struct Labels: Encodable {
      var height = LabelSize.height
      var letters = LabelSize.letters
      var regionHeight = LabelSize.regionHeight
      var regionLetters = LabelSize.regionLetters
      var margin = LabelSize.margin
      var base = LabelScales.base
      var levelsInOctave = LabelScales.levelsInOctave
      var never = Int(LabelScales.never)
      var endOfRegionNames = EmbeddingView.endOfRegionNames
    }

    /// The mapped words, and after them neighbours that have no place on the maps.
    var words, others: [String]
    /// How many words the vocabulary has.
    var vocabulary: Int
    /// The seeds of the trainings.
    var seeds: [Int]
    /// How many neighbours each word has.
    var neighbours: Int
    var projections: [Projection]
    /// The regions' names.
    var regions: [String]
    /// How many words the regions were found in.
    var regionsFoundIn: Int
    var vectors: Vectors
    var labels: Labels
  }

  /// What the page reads of a second training.
  struct FurtherValues: Encodable {
    var seed: Int
    /// The names of regions on its maps, by projection.
    var regions: [String: [RegionLabel]]
  }

  /// The name of a region on a map.
  struct RegionLabel: Encodable {
    /// Which region.
    var region: Int
    /// Its place, as those of words.
    var x, y: UInt16
    /// The width of its label in pixels.
    var width: Double
    /// From which level on it shows.
    var level: UInt8
  }
}
