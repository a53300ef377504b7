import Archives
import Assets
import Basics
import DimensionalityReduction
import Embeddings
import Foundation
import Graphics
import Images
import Notebook
import Plotting
import Rendering
import Transformers
import Workflow

/// One error of every case of every room.
enum ErrorSamples {
  private static let file = FileError(path: "a/file", problem: "does not exist")

  /// All of them.
  static var all: [ErrorSample] { foundations + science + models + notebook }

  private static var foundations: [ErrorSample] {
    [
      ErrorSample("", file, at: "a/file"),
      ErrorSample("start", ChildProcess.Failure.start(program: "python", reason: "no such file"), at: "python"),
      ErrorSample("late", ChildProcess.Failure.late(program: "python", seconds: 60), at: "python", "60"),
      ErrorSample("cancelled", ChildProcess.Failure.cancelled),
      ErrorSample("file", ArchiveError.file(file), at: "a/file"),
      ErrorSample("truncated", ArchiveError.truncated(path: "a.zip", offset: 9), at: "a.zip", "9"),
      ErrorSample("notAnArchive", ArchiveError.notAnArchive(path: "a.zip", expected: "zip"), at: "a.zip"),
      ErrorSample("breaksOff", ArchiveError.breaksOff(path: "a.gz", .gzip, offset: 9), at: "a.gz", "9"),
      ErrorSample(
        "damaged", ArchiveError.damaged(path: "a.gz", .gzip, offset: 9, reason: "another sum"), at: "a.gz", "9"),
      ErrorSample("trailing", ArchiveError.trailing(path: "a.gz", .gzip, offset: 9), at: "a.gz", "9"),
      ErrorSample("tooLarge", ArchiveError.tooLarge(path: "a.gz", limit: 1 << 20), at: "a.gz"),
      ErrorSample(
        "members", ArchiveError.members(path: "a.zip", archive: .zip, fitting: 2, names: ["b", "c"]), at: "a.zip", "b"),
      ErrorSample("refused", ArchiveError.refused(path: "a.zip", offset: 9, reason: "two directories"), at: "a.zip"),
      ErrorSample("entry", ArchiveError.entry(path: "a.zip", name: "b", reason: "another sum"), at: "a.zip", "b"),
      ErrorSample("noEntry", ArchiveError.noEntry(path: "a.zip", name: "b"), at: "a.zip", "b"),
      ErrorSample("name", ArchiveError.name(path: "a.zip", name: "../b", reason: "leads out"), at: "a.zip", "../b"),
      ErrorSample("size", ImageError.size(width: 2, height: 2, bytes: 3)),
      ErrorSample("text", ImageError.text(keyword: "é")),
      ErrorSample("decoding", ImageError.decoding("it ends early")),
      ErrorSample("encoding", ImageError.encoding("there is no memory")),
      ErrorSample("file", ImageError.file(name: "a.png", problem: "does not exist"), at: "a.png"),
      ErrorSample("size", GraphicsError.size(width: 0, height: 1, dpi: 72)),
      ErrorSample("drawing", GraphicsError.drawing("out of memory")),
      ErrorSample("library", GraphicsError.library("Cairo and Pango cannot be loaded (no file); install them")),
    ]
  }

  /// A record that cannot be read, as a corpus tells it.
  private static var malformed: [ReadingReport.MalformedRecord] {
    let text = #"[{"line": 2, "reason": "a quote is not closed"}]"#
    return (try? JSONDecoder().decode([ReadingReport.MalformedRecord].self, from: Data(text.utf8))) ?? []
  }

  private static var science: [ErrorSample] {
    [
      ErrorSample("parameter", ReductionError.parameter("perplexity", "must be above 1, found 0"), at: "perplexity"),
      ErrorSample("data", ReductionError.data("there are fewer points than neighbours")),
      ErrorSample("parameter", EmbeddingError.parameter("window", "must be at least 1, found 0"), at: "window"),
      ErrorSample("emptyVocabulary", EmbeddingError.emptyVocabulary("no word occurs 5 times; lower min_count")),
      ErrorSample("unknownWord", EmbeddingError.unknownWord("batery", nearest: ["battery"]), at: "batery", "battery"),
      ErrorSample("diverged", EmbeddingError.diverged(epoch: 2), at: "epoch 2"),
      ErrorSample(
        "file", EmbeddingError.file(path: "a.vec", line: 3, cause: "has 2 numbers, expected 3"), at: "a.vec:3"),
      ErrorSample("unusable", EmbeddingError.unusable(file), at: "a/file"),
      ErrorSample("noRows", CorpusError.noRows(path: "a.csv"), at: "a.csv"),
      ErrorSample(
        "missingColumn", CorpusError.missingColumn(path: "a.csv", column: "txt", available: ["text"]), at: "a.csv",
        "txt"),
      ErrorSample("noText", CorpusError.noText(path: "a.csv", column: "text", records: 3), at: "a.csv", "text"),
      ErrorSample(
        "malformed",
        CorpusError.malformed(
          path: "a.csv", count: 1, records: 2, allowedShare: 0.1, samples: malformed), at: "a.csv", "line 2"),
      ErrorSample("recordTooLong", CorpusError.recordTooLong(path: "a.csv", line: 3, limit: 9), at: "a.csv:3"),
      ErrorSample("openQuote", CorpusError.openQuote(path: "a.csv", line: 3), at: "a.csv:3"),
      ErrorSample(
        "unsupported", CorpusError.unsupported(path: "a.pdf", kind: "a PDF", advice: "save it as text"), at: "a.pdf"),
      ErrorSample("unpacksTooFar", CorpusError.unpacksTooFar(path: "a.gz", limit: 1 << 20), at: "a.gz"),
      ErrorSample("temporaryFile", CorpusError.temporaryFile(folder: "/tmp", problem: "cannot be written"), at: "/tmp"),
      ErrorSample("option", CorpusError.option(name: "column", problem: "is empty"), at: "column"),
      ErrorSample("id", PlottingError.id(figure: "A b"), at: "A b"),
      ErrorSample("noPanels", PlottingError.noPanels(figure: "a"), at: "\"a\""),
      ErrorSample("size", PlottingError.size(figure: "a", size: Size(width: 1, height: 1)), at: "\"a\""),
      ErrorSample("count", PlottingError.count(figure: "a", part: "b", expected: 2, found: 1), at: "\"a\", b"),
      ErrorSample("notFinite", PlottingError.notFinite(figure: "a", part: "b", index: 1, value: "nan"), at: "\"a\", b"),
      ErrorSample("notPositive", PlottingError.notPositive(figure: "a", part: "b", index: 1, value: 0), at: "\"a\", b"),
      ErrorSample("limits", PlottingError.limits(figure: "a", part: "b", limits: 1...1), at: "\"a\", b"),
      ErrorSample("mixed", PlottingError.mixed(figure: "a", part: "b"), at: "\"a\", b"),
      ErrorSample("saved", PlottingError.saved(figure: "a.fig", reason: "it ends early"), at: "a.fig"),
      ErrorSample("drawing", PlottingError.drawing(figure: "a", reason: "out of memory"), at: "\"a\""),
    ]
  }

  private static var models: [ErrorSample] {
    [
      ErrorSample("file", CheckpointError.file(file), at: "a/file"),
      ErrorSample(
        "missingFile", CheckpointError.missingFile(folder: "m", anyOf: ["config.json"]), at: "m:", "config.json"),
      ErrorSample(
        "malformed", CheckpointError.malformed(path: "m/a.safetensors", reason: "ends early"), at: "m/a.safetensors"),
      ErrorSample(
        "unsuitable", CheckpointError.unsuitable(path: "m/config.json", reason: "is of a T5", remedy: "name a CLIP"),
        at: "m/config.json"),
      ErrorSample(
        "notFinite", CheckpointError.notFinite(path: "m/a.safetensors", name: "w"), at: "m/a.safetensors", "w"),
      ErrorSample(
        "refusedPickle", CheckpointError.refusedPickle(path: "m/a.bin", reason: "calls os.system"), at: "m/a.bin"),
      ErrorSample(
        "missingTensor", CheckpointError.missingTensor(path: "m/a.bin", name: "w", shape: [2, 3]), at: "m/a.bin", "w"),
      ErrorSample(
        "shape", CheckpointError.shape(path: "m/a.bin", name: "w", found: [3, 2], expected: [2, 3]), at: "m/a.bin", "w"),
      ErrorSample("dataType", CheckpointError.dataType(path: "m/a.bin", name: "w", found: "I8"), at: "m/a.bin", "w"),
      ErrorSample("surplusTensors", CheckpointError.surplusTensors(path: "m/a.bin", names: ["w"]), at: "m/a.bin", "w"),
      ErrorSample(
        "configuration",
        CheckpointError.configuration(path: "m/config.json", key: "hidden_size", reason: "must be at least 1, found 0"),
        at: "m/config.json", "hidden_size"),
      ErrorSample("missingFile", TokenizerError.missingFile(folder: "m", anyOf: ["vocab.txt"]), at: "m:", "vocab.txt"),
      ErrorSample(
        "malformed", TokenizerError.malformed(path: "m/tokenizer.json", key: "model.vocab", reason: "holds no tokens"),
        at: "m/tokenizer.json", "model.vocab"),
      ErrorSample(
        "unsupported", TokenizerError.unsupported(path: "m/tokenizer.json", key: "model.type", found: "X"),
        at: "m/tokenizer.json", "model.type"),
      ErrorSample(
        "otherClass", TokenizerError.otherClass(path: "m/tokenizer_config.json", key: "tokenizer_class", name: "X"),
        at: "m/tokenizer_config.json", "tokenizer_class"),
      ErrorSample("program", TokenizerError.program(path: "m/tokenizer_config.json", key: "auto_map"), at: "auto_map"),
      ErrorSample(
        "otherFile", TokenizerError.otherFile(folder: "m", name: "x.model", remedy: "choose another"), at: "m:"),
      ErrorSample("missingID", TokenizerError.missingID(path: "m/vocab.txt", id: 7), at: "m/vocab.txt", "7"),
      ErrorSample("tooLong", TokenizerError.tooLong(tokens: 600, limit: 512), at: "600", "512"),
      ErrorSample("captionTooLong", TokenizerError.captionTooLong("a dog", tokens: 80, limit: 77), at: "a dog", "80"),
      ErrorSample("unknownType", TokenizerError.unknownType(2, known: 2)),
      ErrorSample("noRoom", TokenizerError.noRoom(added: 9, limit: 8)),
      ErrorSample("empty", TokenizerError.empty),
      ErrorSample(
        "catalogue", AssetError.catalogue(path: "assets/catalogue.json", place: "clip", reason: "has no files"),
        at: "assets/catalogue.json", "clip"),
      ErrorSample("unknown", AssetError.unknown(name: "clap", known: ["clip"]), at: "clap", "clip"),
      ErrorSample(
        "unavailable", AssetError.unavailable(name: "clip", cacheDirectory: "/c", failures: []), at: "/c/clip"),
      ErrorSample("refused", AssetError.refused(name: "clip", reason: "is larger than the disk"), at: "clip"),
      ErrorSample("absent", AssetError.absent(name: "clip"), at: "clip"),
      ErrorSample(
        "damaged", AssetError.damaged(name: "clip", path: "/c/clip/a", reason: "another sum"), at: "/c/clip/a"),
      ErrorSample("cancelled", AssetError.cancelled(name: "clip"), at: "clip"),
      ErrorSample("system", AssetError.system(path: "/c", action: "write", code: 28), at: "/c"),
    ]
  }

  private static var notebook: [ErrorSample] {
    [
      ErrorSample("chapter", NotebookError.chapter(slug: "a", problem: "ended without writing anything"), at: "a"),
      ErrorSample("input", NotebookError.input(name: "reviews", problem: "is not declared"), at: "reviews"),
      ErrorSample("locked", NotebookError.locked(path: "r/output", owner: "process 7"), at: "r/output", "process 7"),
      ErrorSample("", SettingsError(["report.yml:3: window must be at least 1, found 0"]), at: "report.yml:3"),
      ErrorSample(
        "", RenderingError([.init(file: "a.md", line: 3, column: 2, message: "there is no file “b.png”")]),
        at: "a.md:3:2"),
      ErrorSample("settings", WorkflowError.settings(["report.yml:3: window must be at least 1, found 0"])),
      ErrorSample("incomplete", WorkflowError.incomplete(["answers/a.md is missing"])),
      ErrorSample("failed", WorkflowError.failed(["the disk is full"])),
      ErrorSample("cancelled", WorkflowError.cancelled("interrupted")),
    ]
  }
}
