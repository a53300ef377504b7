/// What others measured on CLIP ViT-B/32, in percent; the table's caption cites them.
enum PublishedLimits {
  /// One measurement.
  struct Row {
    let task: String
    let score: String
    let chance: String
  }

  /// What answers quote of it, as shares.
  struct Quoted: Encodable {
    /// SugarCrepe: an object replaced by another, two objects that change places, a relation turned round, and guessing.
    var replacedObject = 0.9092
    var swappedObject = 0.6138
    var relation = 0.59
    var chance = 0.5
  }

  static let rows = [
    Row(task: "SugarCrepe: one object replaced by another", score: "90.92", chance: "50"),
    Row(task: "SugarCrepe: two objects swapped", score: "61.38", chance: "50"),
    Row(task: "ARO: relation", score: "59", chance: "50"),
    Row(task: "Winoground: two captions of the same words, two pictures, all matched", score: "8.00", chance: "16.67"),
  ]
}
