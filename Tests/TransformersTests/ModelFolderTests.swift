import Foundation
import TestSupport
import Testing
import Transformers

/// What `quire check` says of a model's files.
@Suite struct ModelFolderTests {
  private func lines(_ files: [String: String]) throws -> [String] {
    let scratch = try Scratch()
    for (name, content) in files { try scratch.file(name, holding: content) }
    return ModelFolder.absent(from: scratch.folder).map(\.line)
  }

  @Test func `a whole model lacks nothing`() throws {
    for name in ["bert", "distilbert", "roberta", "gpt2"] {
      #expect(ModelFolder.absent(from: fixture("models/\(name)")) == [])
    }
  }

  @Test func `what is absent is named, and what it is for`() throws {
    #expect(try lines([:]) == ["config.json: which architecture it is, and its sizes"])
    let bert = #"{"model_type": "bert"}"#
    #expect(
      try lines(["config.json": bert]) == [
        "tokenizer.json or vocab.txt: the whole tokenizer",
        "model.safetensors or model.safetensors.index.json or pytorch_model.bin or pytorch_model.bin.index.json: the weights",
      ])
    #expect(
      try lines(["config.json": bert, "vocab.txt": "x", "pytorch_model.bin": "x"]) == [
        "tokenizer_config.json: which tokenizer it is, and whether it lower-cases; a default holds without it"
      ])
    #expect(
      try lines(["config.json": #"{"model_type": "gpt2"}"#, "vocab.json": "{}", "model.safetensors": "x"])
        == ["merges.txt: which pairs of the tokens of vocab.json are joined"])
    #expect(
      try lines(["config.json": #"{"model_type": "clip"}"#, "tokenizer.json": "{}", "model.safetensors": "x"])
        == [
          "preprocessor_config.json or processor_config.json: how a picture is resized, cropped and normalised; a default holds "
            + "without it"
        ])
    #expect(
      try lines([
        "config.json": bert, "tokenizer.json": "{}", "a.safetensors": "x",
        "model.safetensors.index.json": #"{"weight_map": {"x": "a.safetensors", "y": "b.safetensors"}}"#,
      ]) == ["b.safetensors: a part of the weights, by model.safetensors.index.json"])
  }
}
