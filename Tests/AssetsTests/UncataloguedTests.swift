import Basics
import Assets
import Foundation
import TestSupport
import Testing

/// Models by their id and pictures by their address: what no catalogue names.
@Suite struct UncataloguedTests {
  private static let commit = String(repeating: "b", count: 40)

  private func store(in scratch: borrowing Scratch, hub: String = "http://127.0.0.1:1") -> AssetStore {
    var settings = FetchSettings()
    settings.transfer.firstWait = 0.01
    settings.transfer.retries = 1
    settings.hub = hub
    return AssetStore(cacheDirectory: scratch.file("cache"), catalogue: Catalogue(assets: []), settings: settings)
  }

  /// A hub with one repository, `owner/model`, that holds these files.
  ///
  /// - Parameter lists: Whether it says what the repository holds; with it, sizes that are wrong by so many bytes.
  private func hub(
    _ files: [String: String], hasConfiguration: Bool = true, lists: Bool = false, error: Int = 0
  ) -> TestServer {
    let listing = files.map { #"{"rfilename": "\#($0)", "size": \#($1.utf8.count + error)}"# }.sorted().joined(
      separator: ", ")
    return TestServer { request in
      let prefix = "/owner/model/resolve/"
      if request.target == "/api/models/owner/model/revision/main?blobs=true" {
        if !lists { return .init("404 Not Found") }
        let body = Array(#"{"sha": "\#(Self.commit)", "siblings": [\#(listing)]}"#.utf8)
        return .init("200 OK", ["Content-Length: \(body.count)"], body: body)
      }
      guard request.target.hasPrefix(prefix) else { return .init("401 Unauthorized") }
      let parts = request.target.dropFirst(prefix.count).split(separator: "/")
      // After the first file, all are asked for at its commit.
      let branch = request.number <= 1 || !hasConfiguration ? "main" : Self.commit
      guard [branch, Self.commit, "cdn"].contains(String(parts[0])),
        let content = files[parts.dropFirst().joined(separator: "/")]
      else { return .init("404 Not Found") }
      let body = Array(content.utf8)
      if parts[0] == "cdn" || !parts.last!.hasSuffix(".safetensors") {
        return .init(
          "200 OK", ["Content-Length: \(body.count)", "X-Repo-Commit: \(Self.commit)"], body: body)
      }
      return .init(
        "302 Found",
        [
          "Location: \(prefix)cdn/\(parts.dropFirst().joined(separator: "/"))", "X-Linked-Size: \(body.count)",
          "X-Linked-ETag: \"\(SHA256.hex(of: content))\"",
        ])
    }
  }

  private func message(_ body: () throws -> Void) -> String {
    do { try body() } catch { return "\(error)" }
    return "no error"
  }

  @Test func `a model's files come as the repository has them, all of one commit`() throws {
    let scratch = try Scratch()
    let files = ["config.json": "{}", "tokenizer.json": "{}", "model.safetensors": "weights", "README.md": "no"]
    let server = hub(files)
    let store = store(in: scratch, hub: server.address)
    #expect(try store.find("owner/model") == nil)
    let model = try store.fetch("owner/model")
    #expect(model.files.keys.sorted() == ["config.json", "model.safetensors", "tokenizer.json"])
    #expect(model.origin.revision == Self.commit)
    #expect(model.sums["model.safetensors"] == SHA256.hex(of: "weights"))
    let asked = server.requests.count
    #expect(try store.find("owner/model") == model)
    #expect(try store.fetch("owner/model") == model)
    #expect(try store.verify("owner/model") == model)
    #expect(server.requests.count == asked)
    try store.remove("owner/model")
    #expect(try store.find("owner/model") == nil)
  }

  @Test func `where the hub lists a repository, sizes are said first and nothing is asked for that is not there`()
    throws
  {
    let scratch = try Scratch()
    let files = [
      "config.json": "{}", "tokenizer.json": "{}", "vocab.txt": "a", "a-1.safetensors": "one",
      "a-2.safetensors": "second",
      "model.safetensors.index.json": #"{"weight_map": {"x": "a-2.safetensors", "y": "a-1.safetensors"}}"#,
      "pytorch_model.bin": "the same again", "tf_model.h5": "no",
    ]
    let server = hub(files, lists: true)
    var plans: [FetchPlan] = []
    let model = try store(in: scratch, hub: server.address).fetch(
      "owner/model",
      progress: { progress in
        if let plan = progress.plan { plans.append(plan) }
      })
    let expected = [
      "a-1.safetensors", "a-2.safetensors", "config.json", "model.safetensors.index.json", "tokenizer.json",
    ]
    #expect(model.files.keys.sorted() == expected)
    #expect(model.origin.revision == Self.commit)
    let bytes = expected.reduce(0) { $0 + (files[$1]?.utf8.count ?? 0) }
    // The index is read to know which files there are.
    let index = files["model.safetensors.index.json"]?.utf8.count ?? 0
    #expect(plans == [FetchPlan(files: 5, bytes: Int64(bytes), here: Int64(index))])
    #expect(!server.requests.dropFirst().contains { $0.target.contains("/main/") })
    #expect(server.requests.filter { !$0.target.contains("/cdn/") }.count == 6)
  }

  @Test func `a file that is larger than the listing says, and shards that it lacks, are refused`() throws {
    let scratch = try Scratch()
    let wrong = hub(["config.json": "{}", "model.safetensors": "weights"], lists: true, error: -1)
    let error = message { _ = try store(in: scratch, hub: wrong.address).fetch("owner/model") }
    #expect(error.hasPrefix("owner/model: config.json: "), "\(error)")
    let lacking = hub(
      ["config.json": "{}", "model.safetensors.index.json": #"{"weight_map": {"x": "a.safetensors"}}"#], lists: true)
    #expect(
      message { _ = try store(in: scratch, hub: lacking.address).fetch("owner/model") }
        .contains("names the file \"a.safetensors\", which the repository does not hold"))
    let bare = hub(["README.md": "no"], lists: true)
    #expect(
      message { _ = try store(in: scratch, hub: bare.address).fetch("owner/model") }
        .contains("holds no config.json; the hub has no such model"))
    #expect(try store(in: scratch).find("owner/model") == nil)
  }

  @Test func `more than the disk has room for is refused before it is fetched`() throws {
    let scratch = try Scratch()
    let server = hub(["config.json": "{}", "model.safetensors": "weights"], lists: true, error: 1 << 55)
    let error = message { _ = try store(in: scratch, hub: server.address).fetch("owner/model") }
    #expect(error.contains("takes 72057594038 MB, and the disk of"), "\(error)")
    #expect(server.requests.count == 1)
    let absurd = hub(["config.json": "{}", "model.safetensors": "weights"], lists: true, error: .max - 7)
    let other = message { _ = try store(in: scratch, hub: absurd.address).fetch("owner/model") }
    #expect(other.contains("takes 9223372036855 MB, and the disk of"), "\(other)")
  }

  @Test func `weights in shards come with their index`() throws {
    let scratch = try Scratch()
    let server = hub([
      "config.json": "{}", "vocab.txt": "a", "a-1.safetensors": "one", "a-2.safetensors": "two",
      "model.safetensors.index.json": #"{"weight_map": {"x": "a-2.safetensors", "y": "a-1.safetensors"}}"#,
    ])
    let model = try store(in: scratch, hub: server.address).fetch("owner/model")
    #expect(
      model.files.keys.sorted()
        == ["a-1.safetensors", "a-2.safetensors", "config.json", "model.safetensors.index.json", "vocab.txt"])
  }

  @Test func `PyTorch's weights are taken where there are no others`() throws {
    let scratch = try Scratch()
    let server = hub(["config.json": "{}", "vocab.json": "{}", "merges.txt": "", "pytorch_model.bin": "zip"])
    let model = try store(in: scratch, hub: server.address).fetch("owner/model")
    #expect(model.files.keys.sorted() == ["config.json", "merges.txt", "pytorch_model.bin", "vocab.json"])
  }

  @Test func `shards of PyTorch's come with their index, and what is needless stays`() throws {
    let scratch = try Scratch()
    let server = hub([
      "config.json": "{}", "tokenizer.json": "{}", "vocab.txt": "a", "merges.txt": "b", "added_tokens.json": "{}",
      "special_tokens_map.json": "{}", "a-1.bin": "one",
      "pytorch_model.bin.index.json": #"{"weight_map": {"x": "a-1.bin"}}"#, "tf_model.h5": "no", "model.onnx": "no",
    ])
    let model = try store(in: scratch, hub: server.address).fetch("owner/model")
    #expect(
      model.files.keys.sorted()
        == [
          "a-1.bin", "added_tokens.json", "config.json", "pytorch_model.bin.index.json", "special_tokens_map.json",
          "tokenizer.json",
        ])
  }

  @Test(arguments: [(#"{"model_type": "siglip"}"#, true), (#"{"model_type": "t5"}"#, false)], [false, true])
  func `SentencePiece's file comes beside tokenizer.json where the model's class reads it`(
    item: (configuration: String, isTaken: Bool), lists: Bool
  ) throws {
    let scratch = try Scratch()
    let server = hub(
      [
        "config.json": item.configuration, "tokenizer.json": "{}", "spiece.model": "pieces", "model.safetensors": "w",
      ], lists: lists)
    let model = try store(in: scratch, hub: server.address).fetch("owner/model")
    #expect(
      model.files.keys.sorted()
        == ["config.json", "model.safetensors"] + (item.isTaken ? ["spiece.model"] : []) + ["tokenizer.json"])
  }

  @Test func `how a picture is prepared is asked for by either name`() throws {
    let scratch = try Scratch()
    let server = hub([
      "config.json": "{}", "tokenizer.json": "{}", "processor_config.json": "{}", "model.safetensors": "w",
    ])
    let model = try store(in: scratch, hub: server.address).fetch("owner/model")
    #expect(model.files["processor_config.json"] != nil)
    // All that is read is asked for, in the list's own order.
    let asked = server.requests.dropFirst().map { String($0.target.split(separator: "/").last!) }
    let needless = ["vocab.txt", "vocab.json", "merges.txt"]
    let expected = ModelFile.all.map(\.name).filter {
      !needless.contains($0) && !$0.hasSuffix(".model") && !$0.hasSuffix(".spm")
    }
    #expect(asked.filter { $0 != "model.safetensors" } == Array(expected.prefix { $0 != "model.safetensors" }))
  }

  @Test func `the model in a repository of sentence-transformers is taken from its folder`() throws {
    let scratch = try Scratch()
    let server = hub(
      [
        "modules.json": "[]", "0_CLIPModel/config.json": "{}", "0_CLIPModel/tokenizer.json": "{}",
        "0_CLIPModel/pytorch_model.bin": "zip", "model.safetensors": "not this",
      ], hasConfiguration: false)
    let model = try store(in: scratch, hub: server.address).fetch("owner/model")
    #expect(model.files.keys.sorted() == ["config.json", "pytorch_model.bin", "tokenizer.json"])
  }

  @Test(
    arguments: [
      ["open_clip_config.json", "open_clip_model.safetensors", "tokenizer.json"],
      ["adapter_config.json", "adapter_model.safetensors", "tokenizer.json"],
    ], [true, false])
  func `a repository that holds an adapter or open_clip's files gives those`(_ names: [String], lists: Bool) throws {
    let scratch = try Scratch()
    let files = Dictionary(uniqueKeysWithValues: (names + ["README.md"]).map { ($0, "{}") })
    let server = hub(files, hasConfiguration: false, lists: lists)
    let model = try store(in: scratch, hub: server.address).fetch("owner/model")
    #expect(model.files.keys.sorted() == names.sorted())
  }

  @Test(arguments: [true, false])
  func `a CLIP as open_clip saves it is taken where there is no other`(lists: Bool) throws {
    let files = [
      "open_clip_config.json": "{}", "open_clip_model.safetensors": "weights", "open_clip_pytorch_model.bin": "again",
      "tokenizer.json": "{}",
    ]
    let scratch = try Scratch()
    let server = hub(files, hasConfiguration: false, lists: lists)
    let model = try store(in: scratch, hub: server.address).fetch("owner/model")
    #expect(
      model.files.keys.sorted() == ["open_clip_config.json", "open_clip_model.safetensors", "tokenizer.json"])
    let both = try Scratch()
    let other = hub(
      files.merging(["config.json": "{}", "model.safetensors": "weights"]) { one, _ in one }, lists: lists)
    let usual = try store(in: both, hub: other.address).fetch("owner/model")
    #expect(usual.files.keys.sorted() == ["config.json", "model.safetensors", "tokenizer.json"])
  }

  @Test func `a repository without weights, or with an index that leads elsewhere, is refused`() throws {
    let scratch = try Scratch()
    let bare = hub(["config.json": "{}"])
    #expect(
      message { _ = try store(in: scratch, hub: bare.address).fetch("owner/model") }.contains("holds no weights"))
    #expect(try store(in: scratch).find("owner/model") == nil)
  }

  @Test(
    arguments: [
      "../x.safetensors", "/etc/x.safetensors", "a/b.safetensors", "source.json", "..safetensors",
      "%2e%2e%2fx.safetensors",
      "a.safetensors\\n", "a.safetensors\\u0000", ".safetensors", "a\\\\b.safetensors",
    ], [true, false])
  func `an index that leads elsewhere is refused, and nothing is written outside of the cache`(
    _ name: String, _ lists: Bool
  ) throws {
    let scratch = try Scratch()
    let crooked = hub(
      ["config.json": "{}", "model.safetensors.index.json": #"{"weight_map": {"x": "\#(name)"}}"#], lists: lists)
    let message = message { _ = try store(in: scratch, hub: crooked.address).fetch("owner/model") }
    #expect(message.contains("names the file \"") && message.contains("which is none of weights here"), "\(message)")
    #expect(try scratch.names() == ["cache"])
    #expect(try store(in: scratch).find("owner/model") == nil)
  }

  @Test(arguments: [true, false])
  func `an index of more files than any model has is refused`(_ lists: Bool) throws {
    let scratch = try Scratch()
    let map = (0...2000).map { #""\#($0)": "a-\#($0).safetensors""# }.joined(separator: ", ")
    let long = hub(["config.json": "{}", "model.safetensors.index.json": #"{"weight_map": {\#(map)}}"#], lists: lists)
    let message = message { _ = try store(in: scratch, hub: long.address).fetch("owner/model") }
    #expect(message.contains("model.safetensors.index.json: names 2001 files; at most 2000 are fetched"), "\(message)")
    #expect(try store(in: scratch).find("owner/model") == nil)
  }

  @Test func `a repository that is absent, private or gated is one clear error`() throws {
    let scratch = try Scratch()
    let server = hub([:])
    let store = store(in: scratch, hub: server.address)
    let absent = message { _ = try store.fetch("nobody/nothing") }
    #expect(absent.hasPrefix("nobody/nothing: config.json: answered 401 (Unauthorized); the hub has no such model"))
    #expect(!absent.contains("\n"))
    #expect(message { _ = try store.fetch("owner/model") }.contains("answered 404 (Not Found)"))
  }

  @Test func `a file of another size than the hub names is refused`() throws {
    let scratch = try Scratch()
    let server = TestServer { request in
      request.target == "/cdn"
        ? .init("200 OK", ["Content-Length: 3"], body: Array("abc".utf8))
        : .init("302 Found", ["Location: /cdn", "X-Linked-Size: 4"])
    }
    let store = store(in: scratch, hub: server.address)
    #expect(message { _ = try store.fetch("owner/model") }.contains("sent 3 bytes, where the hub names 4"))
  }

  @Test func `a picture is fetched once, through redirections, and found without the network`() throws {
    let scratch = try Scratch()
    let server = TestServer { request in
      switch request.target {
      case "/photos/two%20cats.png?size=1": .init("302 Found", ["Location: /elsewhere"])
      default: .init("200 OK", ["Content-Length: 3"], body: Array("PNG".utf8))
      }
    }
    let address = server.address + "/photos/two%20cats.png?size=1"
    let store = store(in: scratch)
    #expect(try store.find(address) == nil)
    let picture = try store.fetch(address)
    #expect(picture.name == address)
    #expect(picture.files.keys.sorted() == ["twocats.png"])
    #expect(picture.sums["twocats.png"] == SHA256.hex(of: "PNG"))
    #expect(picture.origin.address == address)
    #expect(try store.fetch(address) == picture)
    #expect(try store.find(address) == picture)
    #expect(server.requests.count == 2)
    #expect(try store.find(server.address + "/photos/other.png") == nil)
  }

  @Test func `a file with a fault is not kept, and the error names the address`() throws {
    let scratch = try Scratch()
    let server = TestServer { _ in .init("200 OK", ["Content-Length: 6"], body: Array("<html>".utf8)) }
    let address = server.address + "/photo.png"
    let store = store(in: scratch)
    #expect(
      message { _ = try store.fetch(address, fault: { _ in "what it sent is HTML" }) }
        == "\(address): what it sent is HTML")
    #expect(try store.find(address) == nil)
    #expect(try scratch.file("cache").pathNames().allSatisfy { $0.hasSuffix(".lock") })
  }

  @Test func `a picture that is too large, absent or behind endless redirections is one clear error`() throws {
    let scratch = try Scratch()
    let server = TestServer { request in
      switch request.target {
      case "/large.png": .init("200 OK", ["Content-Length: 300000000"], body: [0])
      case "/loop.png": .init("302 Found", ["Location: /loop.png"])
      default: .init("404 Not Found")
      }
    }
    let store = store(in: scratch)
    func failure(_ path: String) -> String {
      message { _ = try store.fetch(server.address + path) }.replacing(server.address, with: "")
    }
    #expect(failure("/large.png") == "/large.png: large.png: offers 300000000 bytes, more than the limit of 268435456")
    #expect(failure("/loop.png").contains("redirects more than 8 times"))
    #expect(failure("/absent.png") == "/absent.png: absent.png: answered 404 (Not Found): no such file there")
    #expect(try scratch.file("cache").pathNames().allSatisfy { $0.hasSuffix(".lock") })
  }

  @Test(arguments: ["https://", "https:///a.png", "http://host/a b.png", "https://host/<a>.png"])
  func `what is no address is refused`(address: String) throws {
    let scratch = try Scratch()
    #expect(message { _ = try store(in: scratch).find(address) }.contains("is not an address"))
  }

  @Test func `an address with a password is refused, since reports show addresses`() throws {
    let scratch = try Scratch()
    #expect(message { _ = try store(in: scratch).find("https://me:secret@host/a.png") }.contains("password"))
  }

  @Test(arguments: ["a/b/c", "../b", "owner/", "/model", "a b/c", "word"])
  func `what is neither an id nor an address is unknown`(name: String) throws {
    let scratch = try Scratch()
    #expect(throws: AssetError.unknown(name: name, known: [])) { try store(in: scratch).find(name) }
  }

  @Test func `an alias stands for its asset`() throws {
    let scratch = try Scratch()
    let file = try scratch.file("rows.txt", holding: [1, 2, 3])
    let folder = file.deletingLastPathComponent().absoluteString
    let source = AssetSource(
      title: "Rows", licence: "MIT", place: .url(String(folder.dropLast())),
      files: [AssetFile(name: "rows.txt", path: "rows.txt")])
    let asset = Asset(name: "long-name", aliases: ["short"], kind: .data, description: "Rows", sources: [source])
    let store = AssetStore(cacheDirectory: scratch.file("cache"), catalogue: Catalogue(assets: [asset]))
    let fetched = try store.fetch("short")
    #expect(fetched.name == "long-name")
    #expect(try store.find("long-name") == fetched)
    #expect(try store.find("short") == fetched)
  }
}

extension URL {
  /// The names of what a folder holds.
  fileprivate func pathNames() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: path) }
}
