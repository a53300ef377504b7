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
    /// SugarCrepe: an object replaced by another, two objects that change places, and guessing.
    var replacedObject = 0.9092
    var swappedObject = 0.6138
    var chance = 0.5
  }

  static let rows = [
    Row(
      task: "Winoground, text / image / group", score: "30.75 / 10.50 / 8.00", chance: "25 / 25 / 16.67"),
    Row(task: "ARO, relation / attribution", score: "59.9 / 63.2", chance: "50"),
    Row(
      task: "SugarCrepe, replace object / attribute / relation", score: "90.92 / 80.08 / 69.20", chance: "50"),
    Row(task: "SugarCrepe, swap object / attribute", score: "61.38 / 63.96", chance: "50"),
    Row(task: "counting, CountBench", score: "31.67", chance: "11"),
    Row(task: "counting, CLEVR", score: "23.2", chance: "12.5"),
  ]
}
