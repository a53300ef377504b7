import Archives
import Foundation
import TestSupport
import Testing
import Transformers

/// Files that are damaged or meant badly: each gets one error that names the file and the thing.
@Suite struct CheckpointTests {
  /// A safetensors file of a header and so many bytes of data.
  static func safetensors(_ header: String, data: Int, length: UInt64? = nil) -> [UInt8] {
    let text = Array(header.utf8)
    let size = length ?? UInt64(text.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) } + text + [UInt8](repeating: 0, count: data)
  }

  static func message(_ bytes: [UInt8], _ name: String = "model.safetensors") throws -> String? {
    let scratch = try Scratch()
    let file = try scratch.file(name, holding: bytes)
    let error = #expect(throws: (any Error).self) { try Checkpoint(file: file) }
    return error.map { "\($0)".replacingOccurrences(of: file.path, with: "FILE") }
  }

  static func entry(_ name: String, _ shape: String, _ first: Int, _ last: Int, type: String = "F32") -> String {
    "\"\(name)\":{\"dtype\":\"\(type)\",\"shape\":\(shape),\"data_offsets\":[\(first),\(last)]}"
  }

  @Test func `a damaged safetensors file is refused before a tensor is read`() throws {
    let a = Self.entry("a", "[2,2]", 0, 16)
    let cases: [([UInt8], String)] = [
      ([], "is cut short: 0 bytes, no header"),
      (Self.safetensors("{}", data: 0, length: 1 << 63), "its header claims 9223372036854775808 bytes"),
      (Self.safetensors("{}", data: 0, length: 50), "is cut short: the header claims 50 bytes, the file has 10"),
      (Self.safetensors("{\(a)", data: 16), "its header is not JSON at byte"),
      (Self.safetensors("[]", data: 0), "its header is not an object"),
      (Self.safetensors("{\(a)}", data: 12), "tensor \"a\" ends at byte 16 of the data, past its end at 12"),
      (Self.safetensors("{\(a)}", data: 20), "4 bytes follow the last tensor"),
      (Self.safetensors("{\(a),\(a)}", data: 16), "the name \"a\" is given twice"),
      (
        Self.safetensors("{\(a),\(Self.entry("b", "[2]", 12, 20))}", data: 20),
        "tensor \"b\" overlaps the one before it"
      ),
      (
        Self.safetensors("{\(a),\(Self.entry("b", "[2]", 20, 28))}", data: 28),
        "there is a gap before tensor \"b\""
      ),
      (Self.safetensors("{\(Self.entry("a", "[3]", 0, 16))}", data: 16), "takes 16 bytes where F32 [3] needs 12"),
      (Self.safetensors("{\(Self.entry("a", "[4]", 0, 16, type: "C64"))}", data: 16), "is of type C64, expected F32"),
      (Self.safetensors("{\(Self.entry("a", "[-4]", 0, 16))}", data: 16), "a shape that is not whole numbers"),
      (
        Self.safetensors("{\(Self.entry("a", "[4611686018427387904,4]", 0, 16))}", data: 16),
        "a shape beyond all memory"
      ),
      (Self.safetensors("{\(Self.entry("a", "[4]", 16, 0))}", data: 16), "not two rising whole numbers"),
    ]
    for (bytes, expected) in cases {
      let message = try #require(try Self.message(bytes))
      #expect(message.hasPrefix("FILE: ") && message.contains(expected), "\(message)")
    }
  }

  @Test func `a tensor that starts at an odd byte is read all the same`() throws {
    let header = "{\(Self.entry("a", "[1]", 0, 1, type: "U8")),\(Self.entry("b", "[2]", 1, 9))}"
    var bytes = Self.safetensors(header, data: 9)
    let values: [Float] = [1.5, -2]
    for (index, value) in values.enumerated() {
      withUnsafeBytes(of: value) {
        bytes.replaceSubrange((bytes.count - 8 + 4 * index)..<(bytes.count - 4 + 4 * index), with: $0)
      }
    }
    let scratch = try Scratch()
    let tensors = try Checkpoint(file: scratch.file("a.safetensors", holding: bytes)).tensors
    #expect(try tensors[1].withFloats { Array($0) } == values)
    #expect(throws: CheckpointError.self) { try tensors[0].floats() }
  }

  @Test func `half precision is read to the bit`() throws {
    // One, the smallest subnormal, the largest number, minus zero, infinity; then the same as BF16 where it has them.
    let halves: [UInt16] = [0x3C00, 0x0001, 0x7BFF, 0x8000, 0x7C00]
    let brains: [UInt16] = [0x3F80, 0xC049]
    let bytes = (halves + brains).flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    let header =
      "{\(Self.entry("h", "[5]", 0, 10, type: "F16")),\(Self.entry("b", "[2]", 10, 14, type: "BF16"))}"
    let scratch = try Scratch()
    let file = try scratch.file("a.safetensors", holding: Self.safetensors(header, data: 0) + bytes)
    let tensors = try Checkpoint(file: file).tensors
    let read = try tensors[0].floats()
    #expect(read == [1, 0x1p-24, 65504, 0, .infinity] && read[3].sign == .minus)
    #expect(try tensors[1].floats() == [1, -3.140625])
  }

  /// The error that a PyTorch file with this pickle gives.
  static func torch(_ pickle: [UInt8]) throws -> String? {
    try message(StoredZip.archive([("archive/data.pkl", pickle)]), "pytorch_model.bin")
  }

  @Test func `a pickle that asks for more than a state dictionary is refused by name`() throws {
    func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
    let head: [UInt8] = [0x80, 2]
    let cases: [([UInt8], String)] = [
      (head + bytes("cos\nsystem\nX\u{2}\u{0}\u{0}\u{0}ls") + [0x85] + bytes("R."), "its pickle names os.system"),
      (head + bytes("cposix\nsystem\n."), "its pickle names posix.system"),
      (head + bytes("cbuiltins\neval\n."), "its pickle names builtins.eval"),
      (head + bytes("ctorch\nload\n."), "its pickle names torch.load"),
      (head + bytes("(i__builtin__\neval\n."), "the opcode 0x69"),
      (head + [0x93], "the opcode 0x93"),
      (head + bytes("ctorch\nFloatStorage\n)R."), "its pickle calls a storage type"),
      (head + bytes("}"), "its pickle ends early"),
      (head + bytes("R"), "its stack runs empty"),
      (head + bytes("]."), "its pickle holds no dictionary"),
      (head + bytes("}X\u{1}\u{0}\u{0}\u{0}aK\u{1}s."), "something other than tensors by name"),
      (head + bytes("}NK\u{1}s."), "a key that is no text"),
      ([0x80, 9], "the protocol 9"),
    ]
    for (pickle, expected) in cases {
      let message = try #require(try Self.torch(pickle))
      #expect(message.hasPrefix("FILE: ") && message.contains(expected), "\(message)")
    }
    #expect(try Self.message([0x80, 2, 0x8A, 10], "pytorch_model.bin")?.contains("a number of 10 bytes") == true)
  }

  @Test func `values nested and shared beyond all measure are refused like any other`() throws {
    func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
    let (head, million) = ([UInt8]([0x80, 2]), 1_000_000)
    // A dictionary as the key of a dictionary, and so on.
    let keys = bytes(String(repeating: "}", count: million) + ")" + String(repeating: "Ns", count: million) + ".")
    #expect(try Self.torch(head + keys)?.contains("a key that is no text") == true)
    // A dictionary in a dictionary, and so on; a tuple in a tuple.
    let inner = bytes(String(repeating: "}X\u{0}\u{0}\u{0}\u{0}", count: million) + ")")
    let values = inner + bytes(String(repeating: "s", count: million) + ".")
    #expect(try Self.torch(head + values)?.contains("something other than tensors by name") == true)
    let tuples = bytes(")") + [UInt8](repeating: 0x85, count: million) + bytes(".")
    #expect(try Self.torch(head + tuples)?.contains("its pickle holds no dictionary") == true)
    // A dictionary within itself.
    #expect(try Self.torch(head + bytes("}q\u{0}X\u{0}\u{0}\u{0}\u{0}h\u{0}s."))?.contains("tensors by name") == true)
    // Levels of 400 times the level before: 400²⁰⁰ values to who walks them.
    let level = "(" + String(repeating: "h\u{0}", count: 400) + "tq\u{0}"
    let shared = bytes(")q\u{0}" + String(repeating: level, count: 200) + "}X\u{0}\u{0}\u{0}\u{0}h\u{0}s.")
    #expect(try Self.torch(head + shared)?.contains("tensors by name") == true)
  }

  @Test func `lists nested and shared cost no more than their bytes, and nothing is made of a class`() throws {
    func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
    let (head, million) = ([UInt8]([0x80, 2]), 1_000_000)
    let nested = bytes(String(repeating: "]", count: million) + String(repeating: "a", count: million - 1) + ".")
    #expect(try Self.torch(head + nested)?.contains("its pickle holds no dictionary") == true)
    let shared = bytes("]q\u{0}" + String(repeating: "h\u{0}a", count: million) + ".")
    #expect(try Self.torch(head + shared)?.contains("its pickle holds no dictionary") == true)
    #expect(try Self.torch(head + bytes("Na."))?.contains("its stack runs empty") == true)
    #expect(try Self.torch(head + bytes("NNa."))?.contains("an element without a list") == true)
    #expect(try Self.torch(head + bytes("cos\nsystem\n)") + [0x81] + bytes("."))?.contains("names os.system") == true)
    #expect(
      try Self.torch(head + bytes("ccollections\nOrderedDict\n)") + [0x81] + bytes("."))?
        .contains("makes an object of a class") == true)
    // What trainers write beside weights stands for itself, whatever it is called with.
    let counter = bytes("ccollections\nCounter\n}X\u{1}\u{0}\u{0}\u{0}aK\u{1}s") + [0x85] + bytes("R.")
    #expect(try Self.torch(head + counter)?.contains("its pickle holds no dictionary") == true)
  }

  @Test func `a pickle that remembers a dictionary at every step takes no more memory for it`() throws {
    // A hundred thousand states of a growing dictionary, which as copies would be a hundred gigabytes.
    let step = Array("X\u{1}\u{0}\u{0}\u{0}kNsr".utf8)
    let steps = (0..<100_000).flatMap { index in
      step + [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: index >> $0) }
    }
    let pickle = [UInt8]([0x80, 2]) + Array("}".utf8) + steps + Array(".".utf8)
    #expect(try Self.torch(pickle)?.contains("something other than tensors by name") == true)
  }

  /// The error of a miniature model whose folder was changed.
  private func load(_ name: String, _ change: (URL) throws -> Void) throws -> String {
    let scratch = try Scratch()
    let copy = scratch.file(name)
    try FileManager.default.copyItem(at: fixture("models/\(name)"), to: copy)
    try change(copy)
    let error = #expect(throws: (any Error).self) { try LanguageModel(folder: copy, threads: 1) }
    return error.map { "\($0)".replacingOccurrences(of: copy.path, with: name) } ?? ""
  }

  @Test(arguments: [
    (
      "bert", #"{"type": "BertProcessing", "cls": ["[CLS]", 1000000000], "sep": ["[SEP]", 3]}"#,
      "tokenizer.json: post_processor adds a token of the id 1000000000, which is not in the vocabulary"
    ),
    (
      "roberta", #"{"type": "RobertaProcessing", "cls": ["<s>", 0], "sep": ["</s>", -5]}"#,
      "tokenizer.json: post_processor adds a token of the id -5, which is not in the vocabulary"
    ),
    (
      "bert",
      """
      {"type": "TemplateProcessing", "single": [{"Sequence": {"id": "A"}}], "pair": [{"SpecialToken": {"id": "X"}}],
      "special_tokens": {"X": {"ids": [2, 160]}}}
      """,
      "tokenizer.json: post_processor adds a token of the id 160, which is not in the vocabulary"
    ),
    (
      "bert",
      #"{"type": "TemplateProcessing", "single": [{"Sequence": {"id": "A", "type_id": 10000000}}], "pair": []}"#,
      "config.json: type_vocab_size is 2, and the tokenizer gives tokens the type 10000000"
    ),
    (
      "bert",
      """
      {"type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "X", "type_id": -1}}], "pair": [],
      "special_tokens": {"X": {"ids": [2]}}}
      """,
      "config.json: type_vocab_size is 2, and the tokenizer gives tokens the type -1"
    ),
  ])
  func `a tokenizer that goes beyond its vocabulary or its model is refused`(
    model: String, postProcessor: String, reason: String
  ) throws {
    let error = try load(model) { folder in
      // The file alone: a class of transformers puts its own tokens around a text.
      try Data(#"{"tokenizer_class": "TokenizersBackend"}"#.utf8)
        .write(to: folder.appending(path: "tokenizer_config.json"))
      let file = folder.appending(path: "tokenizer.json")
      var document = try #require(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
      document["post_processor"] = try JSONSerialization.jsonObject(with: Data(postProcessor.utf8))
      try JSONSerialization.data(withJSONObject: document).write(to: file)
    }
    #expect(error == "\(model)/\(reason)")
  }

  @Test func `a pair of more token types than the model has is refused`() throws {
    let model = try ModelTests.miniature("roberta")
    let encoding = model.tokenizer.encode("rain", "wind", addingSpecialTokens: false)
    #expect(throws: TokenizerError.unknownType(1, known: 1)) { try model.forward(encoding) }
    #expect(throws: TokenizerError.unknownType(-1, known: 1)) {
      try model.outputs([Encoding(ids: [5], typeIDs: [-1])])
    }
  }

  @Test func `a cut or misshapen checkpoint and a contradictory configuration name what is wrong`() throws {
    func configure(_ key: String, _ value: String) throws -> String {
      try load("bert") { folder in
        let file = folder.appending(path: "config.json")
        let text = try String(contentsOf: file, encoding: .utf8)
        let changed = text.replacing(try Regex("\"\(key)\": [^,\\n]+"), with: "\"\(key)\": \(value)")
        try #require(changed != text)
        try changed.write(to: file, atomically: true, encoding: .utf8)
      }
    }
    #expect(
      try configure("num_attention_heads", "5")
        == "bert/config.json: num_attention_heads is 5, which does not divide the hidden size 32")
    #expect(
      try configure("intermediate_size", "64")
        == "bert/model.safetensors: tensor \"bert.encoder.layer.0.intermediate.dense.weight\" is [48, 32], expected [64, 32]"
    )
    #expect(
      try configure("num_hidden_layers", "3")
        == "bert/model.safetensors: has no tensor \"encoder.layer.2.attention.self.query.weight\" (expected [32, 32])")
    #expect(
      try configure("vocab_size", "100")
        == "bert/config.json: vocab_size is 100, and the tokenizer has 160 tokens; take the tokenizer that belongs to the weights, "
        + "or resize the model's embedding to it (`resize_token_embeddings`) and save both")
    // Room for so many layers, some gigabytes, is not even asked for.
    #expect(
      try configure("num_hidden_layers", "16777216")
        .contains("num_hidden_layers must be a whole number from 1 to 4096"))
    #expect(try configure("num_hidden_layers", "1").contains("no place for: encoder.layer.1.attention.output"))
    #expect(try configure("hidden_act", "\"mish\"").hasPrefix("bert/config.json: hidden_act is \"mish\"; known are"))
    #expect(
      try configure("model_type", "\"reformer\"").hasPrefix(
        "bert/config.json: model_type is \"reformer\"; known are bert"))
    #expect(try configure("hidden_size", "-1").contains("hidden_size must be a whole number from 1"))
    let cut = try load("bert") { folder in
      let file = folder.appending(path: "model.safetensors")
      try Data(contentsOf: file).prefix(90_000).write(to: file)
    }
    #expect(cut.hasPrefix("bert/model.safetensors: tensor ") && cut.contains("past its end"))
    let missing = try load("bert") { try FileManager.default.removeItem(at: $0.appending(path: "model.safetensors")) }
    #expect(missing.hasPrefix("bert: has no model.safetensors, model.safetensors.index.json, pytorch_model.bin"))
    let hole = try load("bert") { folder in
      let file = folder.appending(path: "tokenizer.json")
      let text = try String(contentsOf: file, encoding: .utf8)
      try text.replacing(try Regex("\"[^\"]+\":57,"), with: "").write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(hole == "bert/tokenizer.json: no token has the id 57; get the whole model again")
  }

  @Test func `what a file claims asks for no memory before it is there`() throws {
    let vast = try load("bert") { folder in
      let file = folder.appending(path: "config.json")
      #expect(truncate(file.path, 1 << 40) == 0)
    }
    #expect(
      vast
        == "bert/config.json: has 1.1 TB, and at most 100.0 MB are read; no published model has as much there: get the file again"
    )
    let tokens = try load("bert") { folder in
      let file = folder.appending(path: "tokenizer.json")
      let text = try String(contentsOf: file, encoding: .utf8)
      try text.replacing(try Regex(":57,"), with: ":16777215,").write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(tokens.contains("has no id from 0 to "))
  }

  @Test(arguments: [Float(3e38)])
  func `weights that are numbers and give none are said to`(value: Float) throws {
    let scratch = try Scratch()
    let copy = scratch.file("bert")
    try FileManager.default.copyItem(at: fixture("models/bert"), to: copy)
    let file = copy.appending(path: "model.safetensors")
    var bytes = try Array(Data(contentsOf: file))
    let tail = bytes.count - 40_000
    for place in stride(from: tail - tail % 4, to: bytes.count - 4, by: 4) {
      withUnsafeBytes(of: value) { bytes.replaceSubrange(place..<place + 4, with: $0) }
    }
    try Data(bytes).write(to: file)
    let model = try LanguageModel(folder: copy, threads: 1)
    let encoding = model.tokenizer.encode("rain")
    let expected = CheckpointError.malformed(path: file.path, reason: "its weights give vectors that are not finite")
    #expect(throws: expected) { try model.forward(encoding) }
    #expect(throws: expected) { try model.outputs([encoding, encoding]) }
  }

  @Test func `shards are read by their index, and an index that points elsewhere is refused`() throws {
    let scratch = try Scratch()
    func shard(_ name: String, _ tensor: String) throws {
      try scratch.file(name, holding: Self.safetensors("{\(Self.entry(tensor, "[2]", 0, 8))}", data: 8))
    }
    try shard("model-1.safetensors", "a")
    try shard("model-2.safetensors", "b")
    func index(_ map: String) throws -> Checkpoint {
      try scratch.file("model.safetensors.index.json", holding: "{\"weight_map\":{\(map)}}")
      return try Checkpoint(folder: scratch.folder)
    }
    let good = "\"a\":\"model-1.safetensors\",\"b\":\"model-2.safetensors\""
    #expect(try index(good).tensors.map(\.name) == ["a", "b"])
    for (map, expected) in [
      ("\"a\":\"../model-1.safetensors\"", "not a file beside the index"),
      ("\"a\":\"/etc/passwd\"", "not a file beside the index"),
      (good + ",\"c\":\"model-2.safetensors\"", "says that model-2.safetensors holds \"c\", which it does not"),
      ("\"a\":\"model-2.safetensors\"", "does not say that model-2.safetensors holds \"b\""),
      ("\"a\":3", "names no file"),
    ] {
      let error = #expect(throws: CheckpointError.self) { _ = try index(map) }
      #expect(error.map { "\($0)".contains(expected) } == true, "\(String(describing: error))")
    }
  }

  @Test func `the hub's cache is walked by its references`() throws {
    let scratch = try Scratch()
    let cache = HuggingFaceCache.folder(environment: ["HF_HOME": scratch.folder.path], home: URL(filePath: "/home/x"))
    let commit = "0123456789abcdef0123456789abcdef01234567"
    let model = cache.appending(path: "models--sentence-transformers--mini")
    let snapshot = model.appending(path: "snapshots/\(commit)")
    try FileManager.default.createDirectory(at: snapshot, withIntermediateDirectories: true)
    try FileManager.default.createDirectory(at: model.appending(path: "refs"), withIntermediateDirectories: true)
    try Data("\(commit)\n".utf8).write(to: model.appending(path: "refs/main"))
    #expect(HuggingFaceCache.find(repository: "sentence-transformers/mini", in: cache) == nil)
    try Data("{}".utf8).write(to: snapshot.appending(path: "config.json"))
    #expect(HuggingFaceCache.find(repository: "sentence-transformers/mini", in: cache)?.path == snapshot.path)
    #expect(HuggingFaceCache.find(repository: "sentence-transformers/mini", revision: commit, in: cache) != nil)
    #expect(HuggingFaceCache.find(repository: "sentence-transformers/mini", revision: "v2", in: cache) == nil)
    #expect(HuggingFaceCache.find(repository: "../../etc", in: cache) == nil)
    #expect(
      HuggingFaceCache.folder(environment: [:], home: URL(filePath: "/home/x")).path
        == "/home/x/.cache/huggingface/hub")
  }
}

/// A zip archive of stored entries, made by `Archives`.
enum StoredZip {
  static func archive(_ entries: [(name: String, bytes: [UInt8])]) throws -> [UInt8] {
    let scratch = try Scratch()
    let file = scratch.file("a.zip")
    var zip = try ZipWriter(file, modified: Date(timeIntervalSince1970: 0))
    for entry in entries { try zip.add(entry.name, entry.bytes, method: .stored) }
    try zip.finish()
    return Array(try Data(contentsOf: file))
  }
}
