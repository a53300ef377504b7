import Basics
import Chapters
import Foundation
import Notebook
import TestSupport
import Testing

@Suite struct AttentionViewTests {
  private static let models = Project.root.appending(path: "Tests/TransformersTests/Fixtures/models")

  /// A view's file as a program in another language reads it.
  private struct ReadFile {
    let values: JSONValue
    let arrays: [String: [Double]]

    private static let script = """
      import json, struct, sys, zlib
      data = zlib.decompress(open(sys.argv[1], "rb").read(), 31)
      length = struct.unpack("<I", data[4:8])[0]
      header = json.loads(data[8:8 + length])
      at, arrays = 8 + length, {}
      for array in header["arrays"]:
          count, size = array["count"], {"8": 1, "6": 2, "2": 4}[array["type"][-1]]
          planes = [data[at + plane * count:at + (plane + 1) * count] for plane in range(size)]
          code = {"u8": "B", "i8": "b", "u16": "H", "i16": "h", "u32": "I", "f16": "e", "f32": "f"}[array["type"]]
          arrays[array["name"]] = struct.unpack(f"<{count}{code}", bytes(b for number in zip(*planes) for b in number))
          at += count * size
      assert at == len(data)
      sys.stdout.write(json.dumps({"values": header["values"], "arrays": arrays}))
      """

    init(_ file: URL) throws {
      let (status, output) = try run("python3", ["-c", Self.script, file.path(percentEncoded: false)])
      guard status == 0 else { throw Refused(output: output) }
      let whole = try JSONReader.value(of: Data(output.utf8))
      values = whole[["values"]] ?? .null
      guard case .object(let members)? = whole[["arrays"]] else { throw Refused(output: output) }
      arrays = Dictionary(
        uniqueKeysWithValues: members.map { member in
          guard case .array(let numbers) = member.value else { return (member.name, []) }
          return (member.name, numbers.map { AttentionViewTests.number($0) ?? .nan })
        })
    }

    init(_ data: ViewData) throws {
      let scratch = try Scratch()
      let file = scratch.folder.appending(path: "attention.view")
      try data.file().write(to: file)
      try self.init(file)
    }
  }

  private struct Refused: Error { let output: String }

  private static func number(_ value: JSONValue?) -> Double? {
    switch value {
    case .integer(let number)?: Double(number)
    case .number(let number)?: number
    default: nil
    }
  }

  private static func numbers(_ value: JSONValue?) -> [Int] {
    guard case .array(let numbers)? = value else { return [] }
    return numbers.compactMap { number($0).map { Int($0) } }
  }

  /// Numbers between −1 and 1 that look like none.
  private static func noise(_ count: Int, from seed: UInt32 = 1) -> [Float] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(state >> 8) / Float(1 << 23) - 1
    }
  }

  private static func layer(_ heads: Int, _ count: Int, _ size: Int, seed: UInt32) -> AttentionTensors.Layer {
    var weights = noise(heads * count * count, from: seed).map { ($0 + 1) * ($0 + 1) * ($0 + 1) }
    for row in 0..<heads * count {
      let range = row * count..<(row + 1) * count
      let sum = weights[range].reduce(0, +)
      for index in range { weights[index] /= sum }
    }
    return AttentionTensors.Layer(
      weights: weights, queries: noise(heads * count * size, from: seed + 1),
      keys: noise(heads * count * size, from: seed + 2).map { $0 * 30 },
      values: noise(heads * count * size, from: seed + 3), lengths: noise(heads * count),
      normalizers: noise(heads * count))
  }

  private static func tensors(layers: Int, heads: Int, count: Int, size: Int) -> AttentionTensors {
    AttentionTensors(
      heads: heads, count: count, size: size,
      layers: (0..<layers).map { layer(heads, count, size, seed: UInt32($0) * 977 + 5) })
  }

  private func data(_ tensors: AttentionTensors, chosen: Int = 0, limit: Int) throws -> ViewData {
    try AttentionViewFile.data(
      AttentionViewValues(
        of: tensors, sentence: "", tokens: (0..<tensors.count).map(String.init),
        chosen: .init(layer: chosen, head: 0, token: 0)),
      tensors, divergences: [[0]], maps: [:], limit: limit)
  }

  @Test(arguments: [(10_000_000, "f16", 1.0 / 2000), (150_000, "i8", 1.0 / 250), (130_000, "i8", 1.0 / 120)])
  func `weights come back to within a hundred-thousandth, vectors to within the error that the file states`(
    limit: Int, type: String, error: Double
  ) throws {
    let tensors = Self.tensors(layers: 4, heads: 4, count: 32, size: 32)
    let file = try ReadFile(data(tensors, limit: limit))
    let weights = try #require(file.arrays["attention"])
    for (stored, weight) in zip(weights, tensors.layers.flatMap(\.weights)) {
      #expect(abs(stored / 65_535 - Double(weight)) < 1e-5)
    }
    #expect(file.values[["precision", "vectors", "type"]] == .string(type))
    let stated = try #require(Self.number(file.values[["precision", "vectors", "error"]]))
    #expect(stated < error)
    let kinds: [(String, String, KeyPath<AttentionTensors.Layer, [Float]>)] = [
      ("queries", "queryScales", \.queries), ("keys", "keyScales", \.keys), ("flow", "flowScales", \.values),
    ]
    for (name, scaleName, kind) in kinds {
      let exact = tensors.layers.flatMap { $0[keyPath: kind] }
      let stored = try #require(file.arrays[name])
      #expect(stored.count == exact.count)
      for vector in 0..<stored.count / 32 {
        let scale = file.arrays[scaleName]?[vector] ?? 1
        var (largest, worst) = (0.0, 0.0)
        for index in vector * 32..<(vector + 1) * 32 {
          let number = stored[index] * scale
          largest = max(largest, abs(number))
          worst = max(worst, abs(number - Double(exact[index])))
        }
        #expect(worst <= stated * largest * (1 + 1e-9))
      }
    }
  }

  @Test(arguments: [(100_000, 4, 1...3), (50_000, 3, 1...1), (1000, 1, 1...1)])
  func `what does not fit is left out and named, the chosen layer last`(
    limit: Int, attention: Int, vectors: ClosedRange<Int>
  ) throws {
    let tensors = Self.tensors(layers: 4, heads: 4, count: 32, size: 32)
    let data = try data(tensors, chosen: 2, limit: limit)
    let file = try ReadFile(data)
    let kept = Self.numbers(file.values[["kept", "attention"]])
    let withVectors = Self.numbers(file.values[["kept", "vectors"]])
    #expect(kept.count == attention)
    #expect(vectors.contains(withVectors.count))
    #expect(kept.contains(2) && withVectors.contains(2))
    #expect(file.arrays["attention"]?.count == kept.count * 4 * 32 * 32)
    #expect(file.arrays["queries"]?.count == withVectors.count * 4 * 32 * 32)
    if limit > 1000 { #expect(try data.file().base64EncodedString().utf8.count <= limit) }
    guard case .array(let omitted)? = file.values[["omitted"]] else { throw Refused(output: "nothing is named") }
    #expect(omitted.count == (attention < 4 ? 1 : 0) + (withVectors.count < attention ? 1 : 0))
  }

  @Test func `a model of 48 layers with 25 heads over 128 tokens keeps the file's limit`() throws {
    let layer = Self.layer(25, 128, 64, seed: 3)
    let tensors = AttentionTensors(heads: 25, count: 128, size: 64, layers: Array(repeating: layer, count: 48))
    let data = try data(tensors, chosen: 40, limit: KeptTensors.limit)
    #expect(try (data.file().count + 2) / 3 * 4 <= KeptTensors.limit)
  }

  @Test func `the figures share one data file, and each has its view`() throws {
    let desk = try Desk(corpus: "")
    let path = Self.models.appending(path: "bert").path(percentEncoded: false)
    let outcome = try desk.run(
      Attention.self, ["attention.model=\(path)", "attention.sentence=the cat sat on the mat", "attention.layer=1"])
    #expect(outcome.failure == nil)
    let figures = try desk.document("attention").blocks.compactMap {
      if case .figure(let figure) = $0 { figure } else { nil }
    }
    #expect(
      figures.map { $0.view?.kind } == [
        "attention-model", nil, nil, "attention-head", "attention-head", "attention-neuron", "attention-keys",
        "attention-words", "attention-measures", "attention-similarity", nil, "attention-measures",
      ])
    #expect(Set(figures.compactMap { $0.view?.data }) == ["views/attention.view"])
    #expect(figures[0].view?.parameters["layer"] == .count(2))
    let file = try ReadFile(desk.folder.chapter("attention").appending(path: "views/attention.view"))
    let results = try desk.results("attention")
    #expect(file.values[["chosen", "layer"]] == .integer(1))
    #expect(file.values[["chosen", "head"]] == results[["chosen", "head"]])
    // The query's strongest key, as results.json has it, is what the tensors say.
    let (layer, head, token) = (
      1, try #require(Self.number(file.values[["chosen", "head"]]).map { Int($0) }),
      try #require(Self.number(file.values[["chosen", "token"]]).map { Int($0) })
    )
    let weights = try #require(file.arrays["attention"])
    let count = Int(Double(weights.count / 8).squareRoot())
    let first = ((layer * 4 + head) * count + token) * count
    let row = Array(weights[first..<first + count])
    let weight = try #require(Self.number(results[["query", "weight"]]))
    #expect(abs((row.max() ?? 0) / 65_535 - weight) < 1e-5)
    // q·k/√d is the logarithm of the weight and the row's normaliser.
    let (queries, keys) = (try #require(file.arrays["queries"]), try #require(file.arrays["keys"]))
    let size = queries.count / 8 / count
    let start = ((layer * 4 + head) * count + token) * size
    let normalizer = try #require(file.arrays["normalizers"])[(layer * 4 + head) * count + token]
    for (key, weight) in row.enumerated() where weight > 600 {
      let other = ((layer * 4 + head) * count + key) * size
      var product = 0.0
      for index in 0..<size { product += queries[start + index] * keys[other + index] }
      product /= Double(size).squareRoot()
      #expect(abs(product - (log(weight / 65_535) + normalizer)) < 0.01)
    }
  }

  @Test(arguments: ["cat", "a", "</script><b>\u{0}", "שלום עולם", "😀😀 👩‍👩‍👧", "!?"])
  func `whatever the sentence holds, the file says it`(sentence: String) throws {
    for model in ["bert", "gpt2"] {
      let desk = try Desk(corpus: "")
      let path = Self.models.appending(path: model).path(percentEncoded: false)
      let outcome = try desk.run(Attention.self, ["attention.model=\(path)", "attention.sentence=\(sentence)"])
      #expect(outcome.failure == nil)
      let file = try ReadFile(desk.folder.chapter("attention").appending(path: "views/attention.view"))
      #expect(file.values[["sentence"]] == .string(sentence))
    }
  }

  @Test func `queries and keys are laid over each other without a change of attention`() throws {
    func rows(_ seed: UInt32, shift: Float, scale: Float) -> [[Float]] {
      let numbers = Self.noise(12 * 8, from: seed)
      return (0..<12).map { row in (0..<8).map { numbers[row * 8 + $0] * scale + shift } }
    }
    func attention(_ queries: [[Float]], _ keys: [[Float]]) -> [[Double]] {
      queries.map { query in
        let scores = keys.map { key in zip(query, key).map { Double($0 * $1) }.reduce(0, +) }
        let largest = scores.max() ?? 0
        let sum = scores.reduce(0) { $0 + exp($1 - largest) }
        return scores.map { exp($0 - largest) / sum }
      }
    }
    let (queries, keys) = (rows(3, shift: 0.5, scale: 0.2), rows(9, shift: -2, scale: 3))
    let (q, k) = QueryKeyMap.aligned(queries, keys)
    for (before, after) in zip(attention(queries, keys).joined(), attention(q, k).joined()) {
      #expect(abs(before - after) < 1e-4)
    }
    func middle(_ rows: [[Float]]) -> [Float] {
      (0..<8).map { column in rows.map { $0[column] }.reduce(0, +) / 12 }
    }
    func spread(_ rows: [[Float]]) -> Float {
      let middle = middle(rows)
      return rows.map { row in zip(row, middle).map { ($0 - $1) * ($0 - $1) }.reduce(0, +) }.reduce(0, +)
    }
    for (a, b) in zip(middle(q), middle(k)) { #expect(abs(a - b) < 1e-3) }
    #expect(abs(spread(q) / spread(k) - 1) < 1e-3)
    let first = try QueryKeyMap(queries: queries, keys: keys, seed: 1)
    let second = try QueryKeyMap(queries: queries, keys: keys, seed: 1)
    #expect(first.points.count == 24)
    #expect(first.points.elementsEqual(second.points) { $0 == $1 })
    #expect(first.points.allSatisfy { (0...1).contains($0.x) && (0...1).contains($0.y) })
  }
}
