import Chapters
import Embeddings
import Foundation
import LinearAlgebra
import Notebook
import TestSupport
import Testing

@Suite struct EmbeddingViewTests {
  /// What a view's file holds, read by Python: values and arrays by name.
  private struct Content: Decodable {
    struct Values: Decodable {
      struct Vectors: Decodable {
        var words, size, bits: Int
        var recall: Double
      }

      var words, others, regions: [String]
      var vocabulary, neighbours: Int
      var seeds: [Int]
      var vectors: Vectors
    }

    var values: Values
    var arrays: [String: [Int]]
  }

  private func content(_ data: ViewData) throws -> Content {
    let scratch = try Scratch()
    let file = scratch.folder.appending(path: "data")
    try data.file().write(to: file)
    let script = """
      import json, struct, sys, zlib
      data = zlib.decompress(open(sys.argv[1], "rb").read(), 31)
      start = 8 + struct.unpack("<I", data[4:8])[0]
      header = json.loads(data[8:start])
      arrays = {}
      for array in header["arrays"]:
          size = int(array["type"][1:]) // 8
          planes = [data[start + plane * array["count"]:][:array["count"]] for plane in range(size)]
          start += size * array["count"]
          signed = array["type"][0] == "i"
          arrays[array["name"]] = [int.from_bytes(bytes(one), "little", signed=signed) for one in zip(*planes)]
      print(json.dumps({"values": header["values"], "arrays": arrays}))
      """
    let result = try run("python3", ["-c", script, file.path])
    return try JSONDecoder().decode(Content.self, from: Data(result.output.utf8))
  }

  /// Words in groups that are alike, as those of a language are.
  private func vectors(_ words: [String], size: Int, seed: UInt64) -> KeyedVectors {
    var random = SeededRandom(seed: seed)
    func normal() -> Float { (0..<12).reduce(Float(-6)) { sum, _ in sum + random.nextFloat() } }
    let middles = (0..<20).map { _ in (0..<size).map { _ in normal() } }
    let elements = words.indices.flatMap { word in middles[word % 20].map { $0 + 1.2 * normal() } }
    return KeyedVectors(
      vocabulary: Vocabulary(words: words, counts: words.indices.map { 9_000 / ($0 + 1) + 2 })!,
      vectors: Matrix(rows: words.count, columns: size, elements: elements))
  }

  /// A map that takes the first two elements for places.
  private func map(_ vectors: KeyedVectors) -> Matrix {
    Matrix(
      rows: vectors.count, columns: 2,
      elements: (0..<vectors.count).flatMap { [vectors.vectors[$0, 0], vectors.vectors[$0, 1]] })
  }

  private func view(
    _ trainings: [KeyedVectors], words: Int, regions: EmbeddingView.Regions? = nil
  ) throws -> EmbeddingView {
    try EmbeddingView(
      of: trainings, seeds: Array(1...trainings.count), words: words,
      projections: [.init(id: "pca", name: "PCA", maps: trainings.map(map))], regions: regions, threads: 2)
  }

  @Test func `the neighbours are the exact ones of the whole vocabulary`() throws {
    let words = (0..<1_500).map { "w\($0)" }
    let vectors = vectors(words, size: 40, seed: 1)
    let content = try content(view([vectors], words: 300).data)
    let all = content.values.words + content.values.others
    #expect(content.values.words == Array(words.prefix(300)) && content.values.vocabulary == 1_500)
    #expect(Set(all).count == all.count)
    let (neighbours, similarities) = (content.arrays["neighbours"]!, content.arrays["similarities"]!)
    for word in stride(from: 0, to: 300, by: 7) {
      let expected = try vectors.mostSimilar(to: words[word], topN: 10)
      #expect(neighbours[word * 10..<word * 10 + 10].map { all[$0] } == expected.map(\.word))
      var value = similarities[word * 10] - 1_000
      for (rank, neighbour) in expected.enumerated() {
        if rank > 0 { value -= similarities[word * 10 + rank] }
        #expect(abs(Double(value) / 1_000 - Double(neighbour.similarity)) < 0.000_501)
      }
    }
    // The words without a place are in the vocabulary's order, each told by how far it is from the one before.
    var row = 0
    for (gap, word) in zip(content.arrays["others"]!, content.values.others) {
      row += gap
      #expect(vectors.words[row] == word)
    }
  }

  @Test(arguments: [600, 2_400]) func `a few bits find the nearest words again, and the file says how many`(
    count: Int
  ) throws {
    // The more words there are to a group, the nearer the tenth and the eleventh nearest lie.
    let vectors = vectors((0..<count).map { "w\($0)" }, size: 100, seed: 2)
    let quantized = QuantizedVectors(vectors, threads: 2)
    #expect(quantized.recall >= 0.99 && quantized.recall <= 1, "\(quantized.recall) with \(quantized.bits) bits")
    #expect(count > 600 ? quantized.bits > 8 : quantized.bits == 8)
    #expect(quantized.elements.map { abs(Int($0)) }.max() == (1 << (quantized.bits - 1)) - 1)
    let content = try content(view([vectors], words: count).data)
    #expect(abs(content.values.vectors.recall - quantized.recall) < 1e-4)
    #expect(content.values.vectors.bits == quantized.bits && content.values.vectors.words == count)
    #expect(content.arrays["vectors"]! == quantized.elements.map { Int($0) })
  }

  @Test func `vectors of zeros stay so`() {
    let vectors = KeyedVectors(vocabulary: Vocabulary(words: ["a", "b"])!, vectors: Matrix(rows: 2, columns: 3))
    #expect(QuantizedVectors(vectors, threads: 1).elements == [0, 0, 0, 0, 0, 0])
  }

  @Test func `longer vectors are kept for fewer words, which the file says`() throws {
    let vectors = vectors((0..<400).map { "w\($0)" }, size: 2_000, seed: 3)
    let content = try content(view([vectors], words: 400).data)
    #expect(content.values.vectors.words == 250 && content.arrays["vectors"]!.count == EmbeddingView.vectorElements)
    #expect(content.arrays["pca.x"]!.count == 400)
  }

  @Test(arguments: [1, 3, 12]) func `a vocabulary of a few words is shown whole`(count: Int) throws {
    let words = (0..<count).map { "w\($0)" }
    let content = try content(view([vectors(words, size: 4, seed: 4)], words: 5_000).data)
    #expect(content.values.words == words && content.values.others.isEmpty)
    #expect(content.values.neighbours == min(10, count - 1))
    #expect(content.arrays["neighbours"]!.count == count * min(10, count - 1))
    #expect(content.arrays["pca.levels"]!.first == 0)
  }

  @Test func `words of any script, and such as a page would mistake for its own, come through`() throws {
    let words = ["שלום", "😀", "</script>", "a\0b", "漢字漢字", "e\u{301}", "<!--", String(repeating: "x", count: 300)]
    let regions = EmbeddingView.Regions(
      names: ["</script>, 😀", "שלום"], assignments: words.indices.map { $0 % 2 }, foundIn: words.count)
    let content = try content(view([vectors(words, size: 4, seed: 5)], words: 8, regions: regions).data)
    #expect(content.values.words == words && content.values.regions == regions.names)
    let widths = content.arrays["widths"]!
    #expect(widths[4] > widths[1] && widths[5] < widths[0] && widths[7] == 200)
  }

  @Test func `a second training has a file of its own, with places in the same square`() throws {
    let words = (0..<200).map { "w\($0)" }
    let (first, second) = (vectors(words, size: 10, seed: 6), vectors(words, size: 10, seed: 7))
    let both = try view([first, second], words: 100)
    #expect(try view([first], words: 100).further == nil)
    let (own, further) = (try content(both.data), both.further)
    let all = own.values.words + own.values.others
    #expect(own.values.seeds == [1, 2])
    let file = try #require(further).file()
    #expect(file.count > 0)
    for word in [0, 50, 99] {
      let expected = try first.mostSimilar(to: words[word], topN: 10).map(\.word)
      #expect(own.arrays["neighbours"]![word * 10..<word * 10 + 10].map { all[$0] } == expected)
    }
  }

  @Test func `a map that was turned, mirrored, moved and scaled is brought back`() {
    let map = map(vectors((0..<50).map { "w\($0)" }, size: 2, seed: 8))
    for isMirrored in [false, true] {
      let moved = Matrix(
        rows: 50, columns: 2,
        elements: (0..<50).flatMap { point -> [Float] in
          let (a, b) = (map[point, 0], map[point, 1] * (isMirrored ? -1 : 1))
          return [3 * (0.6 * a - 0.8 * b) + 7, 3 * (0.8 * a + 0.6 * b) - 2]
        })
      let back = moved.aligned(to: map)
      for point in 0..<50 {
        for axis in 0..<2 { #expect(abs(back[point, axis] - map[point, axis]) < 1e-4) }
      }
    }
  }

  @Test func `places fill a square, upwards on paper and downwards on the screen`() {
    let places = MapPlaces([Matrix([[0, 0], [4, 1]]), Matrix([[2, 2], [0, 1]])])
    #expect(places.maps[0].x == [0, 65_535] && places.maps[1].x == [32_768, 0])
    // The maps are half as high as wide: they lie in the middle.
    #expect(places.maps[0].y == [49_151, 32_767] && places.maps[1].y == [16_384, 32_767])
    #expect(MapPlaces([Matrix([[1, 1], [1, 1]])]).maps[0].x == [32_768, 32_768])
  }
}
