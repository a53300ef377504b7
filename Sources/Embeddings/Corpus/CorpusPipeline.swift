internal import Basics
import Foundation

/// Reads a corpus on several threads, of which each does whatever is due next: cut off a chunk, read one, or assemble one.
///
/// Cutting (which inflates) and assembling go in the file's order, by one thread at a time; reading is free. As no thread is
/// tied to a task, one alone does it all. Errors take their place in the order of chunks, so that the one that is thrown
/// does not depend on the threads either.
///
/// The source is touched only by the thread that set `isCutting`, and the assembler by
/// the one that set `isAssembling`; a thread touches its own reader alone.
final class CorpusPipeline: @unchecked Sendable {
  private struct State {
    var isCutting = false
    var isAssembling = false
    var isSourceDone = false
    /// The error that takes the place of the chunk after the last.
    var sourceError: (any Error)?
    var waiting: [Chunk] = []
    var finished: [Int: (chunk: Chunk, rows: ChunkRows, thread: Int)] = [:]
    var chunksCut = 0
    var chunksAssembled = 0
    var failure: (any Error)?
  }

  private enum Step {
    case cut
    case read(Chunk)
    case assemble(Chunk, ChunkRows, thread: Int)
    case stop
  }

  /// What one thread has for itself. An object, since threads that change elements of one array change the array.
  private final class Worker {
    let collector: RowCollector
    /// The reader, and the place of the file that it reads.
    var reader: (file: Int, reader: any RecordReader)?

    init(_ collector: RowCollector) { self.collector = collector }
  }

  private let source: CorpusFiles
  private let assembler: CorpusAssembler
  private let workers: [Worker]
  private let options: CorpusOptions
  private let progress: (@Sendable (CorpusProgress) throws -> Void)?
  private let state = Monitor(State())

  init(
    source: CorpusFiles, options: CorpusOptions, progress: (@Sendable (CorpusProgress) throws -> Void)?
  ) {
    // How many rows are still wanted of a chunk is known only once those before it are assembled.
    let threads = options.rowLimit == nil ? options.threads : 1
    self.source = source
    self.options = options
    self.progress = progress
    assembler = CorpusAssembler(options: options, threads: threads)
    workers = (0..<threads).map { _ in
      Worker(
        RowCollector(
          preparation: options.preparation, removesMarkup: options.stripMarkup, exampleRows: options.exampleRows))
    }
  }

  /// Reads the files to their end, or to the row limit.
  func run() throws -> (TokenizedCorpus, ReadingReport) {
    ThreadTeam.run(workers.count) { work(thread: $0) }
    if let failure = state.update({ $0.failure }) { throw failure }
    return try assembler.finish(source.opened, textBytes: source.textBytes)
  }

  private func work(thread: Int) {
    while true {
      switch nextStep() {
      case .stop: return
      case .cut: cut()
      case .read(let chunk):
        let rows = read(chunk, thread: thread)
        state.update { $0.finished[chunk.index] = (chunk, rows, thread) }
      case .assemble(let chunk, let rows, let thread): assemble(rows, of: chunk, thread: thread)
      }
    }
  }

  /// Waits for something to do: what holds up others comes first, and little is read ahead.
  private func nextStep() -> Step {
    state.wait { state in
      if state.failure != nil { return .stop }
      if !state.isAssembling, let next = state.finished.removeValue(forKey: state.chunksAssembled) {
        state.isAssembling = true
        return .assemble(next.chunk, next.rows, thread: next.thread)
      }
      if !state.isCutting, !state.isSourceDone, state.chunksCut - state.chunksAssembled < chunksAtOnce {
        state.isCutting = true
        return .cut
      }
      if !state.waiting.isEmpty { return .read(state.waiting.removeFirst()) }
      if state.isSourceDone, state.chunksAssembled == state.chunksCut {
        state.failure = state.sourceError
        return .stop
      }
      return nil
    }
  }

  /// A single thread works chunk by chunk; several keep a few in hand, so that none waits for the inflater.
  private var chunksAtOnce: Int { workers.count == 1 ? 1 : 2 * workers.count + 2 }

  private func cut() {
    let result = Result { try source.next() }
    state.update { state in
      state.isCutting = false
      switch result {
      case .success(let chunk?):
        state.waiting.append(chunk)
        state.chunksCut += 1
      case .success(nil):
        state.isSourceDone = true
      case .failure(let error):
        state.isSourceDone = true
        state.sourceError = error
      }
    }
  }

  private func read(_ chunk: Chunk, thread: Int) -> ChunkRows {
    let worker = workers[thread]
    worker.collector.begin(chunk)
    if let limit = options.rowLimit { worker.collector.rowLimit = limit - assembler.rowCount }
    if worker.reader?.file != chunk.file.place { worker.reader = (chunk.file.place, chunk.file.makeReader()) }
    worker.reader!.reader.read(chunk.text, into: worker.collector)
    return worker.collector.finish()
  }

  private func assemble(_ rows: ChunkRows, of chunk: Chunk, thread: Int) {
    let result = Result {
      try assembler.add(rows, of: chunk, thread: thread)
      try progress?(
        CorpusProgress(
          bytesRead: assembler.bytesRead, totalBytes: source.size, rows: assembler.rowCount,
          tokens: assembler.tokenCount))
    }
    let hasEnough = options.rowLimit.map { assembler.rowCount >= $0 } ?? false
    state.update { state in
      state.isAssembling = false
      state.chunksAssembled += 1
      if hasEnough { state.isSourceDone = true }
      if case .failure(let error) = result { state.failure = error }
    }
  }
}
