import Foundation

// What a reader makes of inputs, for whoever reads the same in another way: frames on the standard input (four bytes with the length,
// the lowest first, then the input) and a frame of JSON for each on the standard output.
//
//     fuzz-differential READER

let names = Verdict.readers.keys.sorted().joined(separator: ", ")
guard CommandLine.arguments.count == 2, let read = Verdict.readers[CommandLine.arguments[1]] else {
  FileHandle.standardError.write(Data("name one of \(names)\n".utf8))
  exit(2)
}
let scratch = try Frames.folder.get().url
defer { try? FileManager.default.removeItem(at: scratch) }
while let input = try Frames.next() {
  let verdict: Verdict
  do { verdict = Verdict(taken: true, value: try read(input, scratch)) } catch {
    verdict = Verdict(taken: false, value: "\(error)")
  }
  try Frames.write(JSONEncoder().encode(verdict))
}
