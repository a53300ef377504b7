import Embeddings
import Foundation

// Times reading and preparing a file of reviews:
//     swift run -c release reading-benchmark FILE [threads] [repeats] [strip]
// With `strip`, tags and entities of HTML are taken out. `peer.py` beside this file does the same with pandas and gensim.

guard CommandLine.arguments.count > 1 else {
  print("usage: reading-benchmark FILE [threads] [repeats] [strip]")
  exit(2)
}
let file = URL(filePath: CommandLine.arguments[1])
var options = CorpusOptions()
options.threads = CommandLine.arguments.dropFirst(2).first.flatMap { Int($0) } ?? 1
let repeats = CommandLine.arguments.dropFirst(3).first.flatMap { Int($0) } ?? 3
options.stripMarkup = CommandLine.arguments.last == "strip"
let clock = ContinuousClock()
for _ in 0..<repeats {
  let start = clock.now
  let (corpus, report) = try CorpusReader.read(file: file, options: options)
  let elapsed = clock.now - start
  let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
  let speed = Double(report.textBytes) / 1e6 / seconds
  print(
    "\(options.threads) threads: \(String(format: "%.3f s, %.0f MB/s", seconds, speed)), \(corpus.rowCount) rows,",
    "\(corpus.tokenCount) tokens, \(corpus.words.count) words")
}
