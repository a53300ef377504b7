import Foundation
import TestSupport
import Testing

/// Every error that a room has, read together: what it says, where, and how it is written.
@Suite struct MessageCatalogueTests {
  /// The errors of the rooms, as their sources declare them: each type with its cases.
  private func declared() throws -> [String: Set<String>] {
    let sources = Project.root.appending(path: "Sources")
    let names = try FileManager.default.subpathsOfDirectory(atPath: sources.path(percentEncoded: false))
    var found: [String: Set<String>] = [:]
    for name in names where name.hasSuffix("Error.swift") {
      let text = try String(contentsOf: sources.appending(path: name), encoding: .utf8)
      guard let type = text.firstMatch(of: /public (?:enum|struct) (\w+Error): Error/)?.output.1 else { continue }
      found[String(type)] = Set(text.matches(of: /\n  case (\w+)/).map { String($0.output.1) })
    }
    return found
  }

  @Test func `each case of each room's errors is in the catalogue`() throws {
    let declared = try declared()
    #expect(declared.count >= 13)
    for (type, cases) in declared {
      let samples = ErrorSamples.all.filter { $0.type == type }
      #expect(!samples.isEmpty, "\(type) is not in the catalogue")
      #expect(cases.subtracting(samples.map(\.name)) == [], "\(type)")
      if !cases.isEmpty { #expect(Set(samples.map(\.name)).subtracting(cases) == [], "\(type)") }
    }
  }

  @Test func `each says where`() {
    for sample in ErrorSamples.all {
      for place in sample.places { #expect(sample.message.contains(place), "\(sample.type): \(sample.message)") }
    }
  }

  @Test func `all are written alike, for whoever has never seen the code`() {
    // An asset's sources are a line each.
    for sample in ErrorSamples.all where sample.name != "unavailable" {
      let message = sample.message
      #expect(!message.isEmpty && message.count <= 500 && !message.contains("\n"), "\(sample.type): \(message)")
      #expect(message.last != "." && message.last != ":" && message.last != " ", "\(sample.type): \(message)")
      #expect(!message.contains("  ") && !message.contains("!"), "\(sample.type): \(message)")
      for word in ["Optional(", "nil", "Error", "invalid", "illegal", "unable to", "failed to", "Swift.", "please"] {
        #expect(!message.localizedCaseInsensitiveContains(word), "\(sample.type): \(message)")
      }
      #expect(!message.hasPrefix(sample.type) && !message.contains("\(sample.name)("), "\(sample.type): \(message)")
    }
  }

  /// Cases whose message is the whole matter, or gets its advice from whoever throws it.
  private let withoutAdvice: Set<String> = [
    "FileError", "Failure.start", "Failure.late", "Failure.cancelled", "ArchiveError.file", "ArchiveError.refused",
    "ArchiveError.entry", "ArchiveError.name",
    "ImageError.decoding", "ImageError.encoding", "ImageError.file", "GraphicsError.drawing",
    "ReductionError.parameter", "ReductionError.data", "EmbeddingError.parameter", "EmbeddingError.file",
    "EmbeddingError.unusable", "CorpusError.malformed",
    "CorpusError.option", "PlottingError.mixed", "PlottingError.limits",
    "PlottingError.drawing", "CheckpointError.file", "CheckpointError.configuration", "TokenizerError.malformed",
    "TokenizerError.unsupported", "AssetError.catalogue", "AssetError.refused",
    "AssetError.system", "NotebookError.chapter", "NotebookError.input", "SettingsError", "RenderingError",
    "WorkflowError.settings", "WorkflowError.incomplete", "WorkflowError.failed", "WorkflowError.cancelled",
  ]

  @Test func `each says what to do, but for those that are named here`() {
    var unused = withoutAdvice
    for sample in ErrorSamples.all {
      let name = sample.name.isEmpty ? sample.type : "\(sample.type).\(sample.name)"
      if unused.remove(name) != nil || withoutAdvice.contains(name) { continue }
      let message = sample.message
      let isAdvice =
        message.contains(";") || message.contains("expected") || message.contains("must be")
        || message.contains("needs") || message.contains("is made of") || message.contains("is 1 to 79")
        || message.contains("give at least") || message.contains("try again") || message.contains(": lower")
        || message.contains("spelled most like it") || message.contains("goes on from there")
      #expect(isAdvice, "\(name): \(message)")
    }
    #expect(unused.isEmpty)
  }

  @Test func `the catalogue, for who reads it`() {
    let lines = ErrorSamples.all.map { "\($0.type)\($0.name.isEmpty ? "" : ".\($0.name)"): \($0.message)" }
    Attachment.record(lines.joined(separator: "\n"), named: "messages.txt")
    #expect(Set(lines).count == lines.count)
  }
}
