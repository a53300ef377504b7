import Foundation
import Plotting

/// The made-up data that both sides draw, as `data.py` writes it.
struct SampleData: Decodable {
  struct Neighbours: Decodable {
    let query: String
    let words: [String]
    let values: [Double]
  }
  struct Chosen: Decodable {
    let query: String
    let words: [String]
    let points: [[Double]]
  }
  let neighbours: [Neighbours]
  let loss: [Double]
  let losses: [String: [Double]]
  let frequent: [[Double]]
  let frequentLabels: [String: String]
  let chosen: [Chosen]
  let tokens: [String]
  let heatmap: [[Double]]
  let heads: [[[Double]]]
  let tokens30: [String]
  let heatmap30: [[Double]]
  let grid: [[[[Double]]]]
  let ranks: [[Double]]

  init(path: String) throws {
    self = try JSONDecoder().decode(SampleData.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
  }
}

func points(_ pairs: [[Double]]) -> [Point] { pairs.map { Point($0[0], $0[1]) } }
