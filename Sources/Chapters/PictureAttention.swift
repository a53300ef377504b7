internal import Transformers

/// The attention of a CLIP's image tower over a picture, or of a SigLIP's.
struct PictureAttention {
  let picture: SeenPicture
  /// Unit 0 is the class token, the others are patches row by row. A SigLIP's unit 0 is the query that gathers the patches after the
  /// last layer, in one layer more.
  let map: AttentionMap
  /// Whether there is a class token.
  let hasClassToken: Bool

  init(_ picture: SeenPicture, by model: CLIPModel) throws {
    self.picture = picture
    map = try model.imageAttention(picture.pixels)
    hasClassToken = model.hasClassToken
  }

  /// The layers in which unit 0 attends to patches.
  var readingLayers: Range<Int> { hasClassToken ? 0..<map.layers : (map.layers - 1)..<map.layers }

  /// What unit 0 is called.
  var reader: String { hasClassToken ? "class token" : "query" }

  /// How much of each patch reaches the class token through all layers, as shares of all patches.
  var rollout: [[Double]] {
    let received = map.rollout()[0].dropFirst()
    let sum = received.reduce(0, +)
    return picture.rows(received.map { sum > 0 ? $0 / sum : 0 })
  }

  /// What a unit of a head attends to among patches; unit 0 is the class token.
  func gaze(_ layer: Int, _ head: Int, of unit: Int = 0) -> [[Double]] {
    picture.rows((1..<map.count).map { Double(map[layer, head, unit, $0]) })
  }

  /// The head whose class token gives a single patch the most.
  var surestHead: (layer: Int, head: Int) {
    let all = readingLayers.flatMap { layer in (0..<map.heads).map { (layer: layer, head: $0) } }
    let peaks = all.map { gaze($0.layer, $0.head).joined().max() ?? 0 }
    return all[peaks.indices.max { peaks[$0] < peaks[$1] } ?? 0]
  }
}
