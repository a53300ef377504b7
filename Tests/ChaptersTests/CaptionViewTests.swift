import Basics
import Chapters
import Foundation
import Images
import Notebook
import TestSupport
import Testing
import Transformers

/// What the views of captions are given: against results.json, and against the model asked anew.
@Suite struct CaptionViewTests {
  private static let assets = Project.root.appending(path: "assets")
  private static let picture = assets.appending(path: "two-cats.png")
  private static let miniclip = assets.appending(path: "miniclip")

  private func run(
    model: URL = miniclip, _ settings: String..., descriptions: String = "two cats, two cats on an orange background"
  ) throws -> Desk {
    let desk = try Desk(corpus: "")
    let all = [
      "captions.model=\(model.path)", "captions.image=\(Self.picture.path)", "captions.descriptions=[\(descriptions)]",
    ]
    let outcome = try desk.run(ImageCaptions.self, all + settings)
    #expect(outcome.failure == nil)
    return desk
  }

  private func view(_ name: String, of desk: Desk) throws -> ViewFile {
    try ViewFile(desk.folder.chapter("captions").appending(path: "views/\(name).view"))
  }

  private func figures(of desk: Desk) throws -> [String: FigureView] {
    let blocks = try desk.document("captions").blocks
    let pairs = blocks.compactMap { block -> (String, FigureView)? in
      guard case .figure(let figure) = block, let view = figure.view else { return nil }
      return (figure.id, view)
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  private func list(_ value: JSONValue?) -> [JSONValue] { value?.array ?? [] }
  private func number(_ value: JSONValue?) -> Double {
    if case .number(let number)? = value { number } else { Double(value?.integer ?? .min) }
  }
  private func text(_ value: JSONValue?) -> String { value?.string ?? "" }

  @Test func `every pair and every caption of the results is in the view`() throws {
    let desk = try run("captions.false=[two boats]")
    let (values, results) = (try view("captions", of: desk).values, try desk.results("captions"))
    let captions = list(values[["captions"]]).map(text)
    let cosines = list(values[["cosines"]]).map(number)
    #expect(number(values[["logitScale"]]) == number(results[["model", "logitScale"]]))
    let pairs = list(values[["pairs"]])
    #expect(pairs.count == list(results[["pairs"]]).count && pairs.count > 20)
    for (pair, expected) in zip(pairs, list(results[["pairs"]])) {
      let (description, variant) = (Int(number(pair[["description"]])), Int(number(pair[["variant"]])))
      #expect(captions[description] == text(expected[["description"]]))
      #expect(captions[variant] == text(expected[["variant"]]))
      #expect(cosines[description] == number(expected[["descriptionCosine"]]))
      #expect(cosines[variant] == number(expected[["variantCosine"]]))
      for key in ["category", "change", "truth"] {
        #expect(text(pair[[Substring(key)]]) == text(expected[[Substring(key)]]))
      }
    }
    #expect(
      list(values[["stated"]]).map { captions[Int(number($0))] }
        == list(results[["captions"]]).map { text($0[["caption"]]) })
    let handIn = pairs[Int(number(values[["handIn"]]))]
    #expect(captions[Int(number(handIn[["variant"]]))] == text(results[["handIn", "variant"]]))
    #expect(number(values[["leftOut", "pairs"]]) == 0 && number(values[["leftOut", "captions"]]) == 0)
    #expect(values[["reason"]] == nil)
  }

  @Test func `the heat of a caption is what hiding each patch takes from its logit`() throws {
    let data = try view("captions", of: run())
    let captions = list(data.values[["captions"]]).map(text)
    let (falls, largest) = (try data.numbers("falls"), try data.numbers("largestFalls"))
    let model = try CLIPModel(folder: Self.miniclip, threads: 1)
    let image = try ImageFile.decode(InputFile.bytes(of: Self.picture), name: "two-cats.png").image
    let pixels = try model.pixels(of: image)
    let patches = pixels.rows * pixels.columns
    #expect(falls.count == captions.count * patches && largest.count == captions.count)
    let vectors = try model.imageVectors(pixels, hiding: [[]] + (0..<patches).map { [$0] })
    for (place, caption) in try model.textVectors(captions).enumerated() {
      let logits = vectors.map { vector in
        zip(vector, caption).reduce(0) { $0 + Double($1.0) * Double($1.1) } * Double(model.logitScale)
      }
      for patch in 0..<patches {
        let shown = falls[place * patches + patch] / 32_767 * largest[place]
        #expect(abs(shown - (logits[0] - logits[patch + 1])) <= largest[place] / 65_000)
      }
    }
  }

  @Test func `the picture is the one that the model sees, smaller`() throws {
    let data = try view("captions", of: run())
    let (width, height) = (
      Int(number(data.values[["picture", "width"]])), Int(number(data.values[["picture", "height"]]))
    )
    #expect(width == 224 && height == 224 && number(data.values[["picture", "rows"]]) == 8)
    let expected = try ImageFile.decode(InputFile.bytes(of: Self.picture), name: "").image.resized(
      width: width, height: height)
    let differences = try data.numbers("pixels").map(Int.init)
    for row in [0, 100, 223] {
      var levels = [0, 0, 0]
      for column in 0..<width {
        for channel in 0..<3 {
          levels[channel] = (levels[channel] + differences[3 * (row * width + column) + channel]) & 255
          #expect(levels[channel] == Int(expected.pixels[4 * (row * width + column) + channel]))
        }
      }
    }
    let rollout = try data.numbers("rollout")
    #expect(rollout.count == 64 && abs(rollout.reduce(0, +) - 1) < 1e-5)
  }

  @Test func `MiniCLIP's text tower goes with the page as it is stored`() throws {
    let desk = try run()
    let data = try view("caption-model", of: desk)
    #expect(data.names == ["weights", "merges", "picture", "hidden"])
    let model = try CLIPModel(folder: Self.miniclip, threads: 1)
    #expect(try data.numbers("weights") == model.textParts().weights.map(Double.init))
    #expect(data.values[["isExact"]] == .bool(true) && number(data.values[["weights"]]) == 928_768)
    #expect(list(data.values[["learnt"]]).map(text).contains("octopuses"))
    #expect(number(data.values[["sizes", "maximumLength"]]) == 32)
    let (picture, hidden) = (try data.numbers("picture"), try data.numbers("hidden"))
    #expect(picture.count == 128 && hidden.count == 64 * 128)
    #expect(abs(picture.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
    let file = desk.folder.chapter("captions").appending(path: "views/caption-model.view")
    #expect(try InputFile.data(of: file).count * 4 / 3 <= 2_500_000)

    let views = try figures(of: desk)
    #expect(
      views.mapValues(\.kind) == ["probabilities": "caption-box", "fooled": "caption-pairs", "gazes": "caption-gaze"])
    #expect(Set(views.values.map(\.data)).count == 1 && views["probabilities"]?.further != nil)
    #expect(views["probabilities"]?.parameters["caption"]?.allows("two green owls") == true)
    #expect(views["probabilities"]?.parameters["against"]?.allows("two cats") == true)
    #expect(views["gazes"]?.parameters["caption"]?.allows("two green owls") == false)
  }

  /// A copy of MiniCLIP whose vocabulary has room for 9,000 tokens, which makes its text tower too large for a page.
  private func largeModel(in scratch: Scratch) throws -> URL {
    let folder = scratch.folder.appending(path: "large")
    try FileManager.default.copyItem(at: Self.miniclip, to: folder)
    let script = """
      import json, pathlib, struct, sys
      folder = pathlib.Path(sys.argv[1])
      config = json.loads((folder / "config.json").read_text())
      config["text_config"]["vocab_size"] = 9000
      (folder / "config.json").write_text(json.dumps(config))
      data = (folder / "model.safetensors").read_bytes()
      start = 8 + struct.unpack("<Q", data[:8])[0]
      header, body = json.loads(data[8:start]), bytearray()
      for name, tensor in header.items():
          if name == "__metadata__":
              continue
          begin, end = tensor["data_offsets"]
          part = data[start + begin : start + end]
          if "token_embedding" in name:
              tensor["shape"][0] = 9000
              part = part.ljust(9000 * 128 * 2, b"\\0")
          tensor["data_offsets"] = [len(body), len(body) + len(part)]
          body += part
      text = json.dumps(header).encode()
      (folder / "model.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + body)
      """
    let result = try TestSupport.run("python3", ["-c", script, folder.path])
    #expect(result.status == 0, "\(result.output)")
    return folder
  }

  @Test func `with a larger model the view says why nothing can be typed`() throws {
    let scratch = try Scratch()
    let desk = try run(model: largeModel(in: scratch))
    let reason = text(try view("captions", of: desk).values[["reason"]])
    #expect(reason.contains("has 1,965,824 weights, 3.9 MB in half precision"), "\(reason)")
    #expect(!FileSystem.exists(desk.folder.chapter("captions").appending(path: "views/caption-model.view")))
    let box = try #require(try figures(of: desk)["probabilities"])
    #expect(box.further == nil)
    #expect(box.parameters["caption"]?.allows("two green owls") == false)
    #expect(box.parameters["against"]?.allows("typed") == false)
  }

  @Test func `a tokenizer that the page does not know is a reason too`() throws {
    let scratch = try Scratch()
    let folder = scratch.folder.appending(path: "other")
    try FileManager.default.copyItem(at: Self.miniclip, to: folder)
    let file = folder.appending(path: "tokenizer.json")
    let document = try String(contentsOf: file, encoding: .utf8)
    try document.replacingOccurrences(of: #""lstrip": false"#, with: #""lstrip": true"#).write(
      to: file, atomically: true, encoding: .utf8)
    let reason = text(try view("captions", of: run(model: folder)).values[["reason"]])
    #expect(reason.contains("the tokenizer of"), "\(reason)")
  }

  @Test func `of very many captions the view keeps the pair to hand in and says how many it leaves out`() throws {
    let captions = (0..<2_100).map { "\($0) cats" }
    let desk = try run("captions.captions=[\(captions.joined(separator: ", "))]", descriptions: "two cats")
    let values = try view("captions", of: desk).values
    #expect(list(values[["captions"]]).count == 2_000)
    #expect(number(values[["leftOut", "captions"]]) > 100 && number(values[["leftOut", "pairs"]]) == 0)
    #expect(list(values[["pairs"]]).count == list(try desk.results("captions")[["pairs"]]).count)
  }

  @Test func `hostile captions stay text`() throws {
    let desk = try run(descriptions: "two cats, \"</script><i>\", \"قطتان\", \"🐈\"")
    let captions = list(try view("captions", of: desk).values[["captions"]]).map(text)
    #expect(Set(captions).isSuperset(of: ["</script><i>", "قطتان", "🐈"]))
  }
}
