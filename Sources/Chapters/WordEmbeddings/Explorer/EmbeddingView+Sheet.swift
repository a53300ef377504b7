internal import LinearAlgebra

extension EmbeddingView {
  /// The maps of one projection as the page draws them: places, and from when on each label shows.
  struct Sheet {
    let id: String
    /// The places of the words, a map for each training.
    let places: MapPlaces
    /// The levels of the words' labels, by training.
    let levels: [[UInt8]]
    /// The regions' names, by training.
    let regionLabels: [[RegionLabel]]

    init(_ projection: Projection, words: [String], regions: Regions?, trainings: Int) {
      id = projection.id
      places = MapPlaces(projection.maps.prefix(trainings).map { $0.selecting(rows: words.indices) })
      let widths = words.map { LabelSize.width(of: $0) }
      var levels: [[UInt8]] = []
      var regionLabels: [[RegionLabel]] = []
      for map in places.maps {
        // The names of regions go before all words, and make room for them from some scale on.
        let anchors = regions.map { Self.anchors(of: $0, on: map, words: words.count) } ?? []
        let names = anchors.map { anchor in
          LabelScales.Label(
            x: Double(anchor.x) / MapPlaces.extent, y: Double(anchor.y) / MapPlaces.extent,
            width: LabelSize.regionWidth(of: regions!.names[anchor.region]), height: LabelSize.regionHeight,
            end: EmbeddingView.endOfRegionNames)
        }
        let labels = words.indices.map { word in
          LabelScales.Label(
            x: Double(map.x[word]) / MapPlaces.extent, y: Double(map.y[word]) / MapPlaces.extent, width: widths[word],
            height: LabelSize.height)
        }
        let all = LabelScales(of: names + labels).levels
        levels.append(Array(all[names.count...]))
        regionLabels.append(
          zip(anchors, zip(names, all)).map { anchor, label in
            RegionLabel(region: anchor.region, x: anchor.x, y: anchor.y, width: label.0.width, level: label.1)
          })
      }
      self.levels = levels
      self.regionLabels = regionLabels
    }

    /// Where each region's name stands: in the middle of the words in the square, of 24 × 24, that holds most of its words.
    private static func anchors(
      of regions: Regions, on map: (x: [UInt16], y: [UInt16]), words: Int
    ) -> [(region: Int, x: UInt16, y: UInt16)] {
      regions.names.indices.compactMap { region in
        let squares = Dictionary(grouping: (0..<words).filter { regions.assignments[$0] == region }) { word in
          Int(map.x[word]) * 24 / 65_536 * 24 + Int(map.y[word]) * 24 / 65_536
        }
        guard let fullest = squares.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) })?.value else {
          return nil
        }
        func middle(_ values: [UInt16]) -> UInt16 {
          UInt16(fullest.reduce(0) { $0 + Int(values[$1]) } / fullest.count)
        }
        return (region, middle(map.x), middle(map.y))
      }
    }
  }
}
