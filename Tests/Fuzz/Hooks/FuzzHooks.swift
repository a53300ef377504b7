internal import Foundation
package import FuzzSupport
internal import Synchronization

/// Joins readers to libFuzzer, which runs until it is told to stop or finds something.
package enum FuzzHooks {
  /// The reader of this program, and its folder.
  struct Bench: Sendable {
    var reader: FuzzReader
    var folder: FuzzFolder
  }

  static let bench = Mutex<Bench?>(nil)
  /// Whether it is told of every input what became of it.
  static let isTold = ProcessInfo.processInfo.environment["QUIRE_FUZZ_TELLS"] == "1"

  /// Takes the reader that the program's own name says, `fuzz-gzip` reads gzip, and hands over to libFuzzer.
  ///
  /// A room has one program, and `Tools/fuzz` gives it a name for each of its readers. With `QUIRE_FUZZ_TELLS=1` in the environment it
  /// tells of every input whether it was taken, or why not.
  package static func run(_ readers: [FuzzReader]) -> Never {
    let program = CommandLine.arguments.first?.split(separator: "/").last.map(String.init) ?? ""
    guard let reader = readers.first(where: { "fuzz-" + $0.name == program }) else {
      let names = readers.map { "fuzz-" + $0.name }.joined(separator: ", ")
      FileHandle.standardError.write(Data("\(program): call it by the name of a reader: \(names)\n".utf8))
      exit(2)
    }
    do {
      let folder = try FuzzFolder()
      bench.withLock { $0 = Bench(reader: reader, folder: folder) }
    } catch { fatalError("there is no folder for the inputs: \(error)") }
    // SwiftPM gives programs a `main` of their own, so libFuzzer's is not linked.
    var (count, arguments) = (CommandLine.argc, CommandLine.unsafeArgv)
    exit(runFuzzer(&count, &arguments, quireFuzzOneInput))
  }
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ readOne: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// Reads one input; a broken promise ends the program as a crash does, so that the fuzzer keeps the input.
private func quireFuzzOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let bench = FuzzHooks.bench.withLock({ $0 }) else { fatalError("no reader was named") }
  do {
    let refusal = try bench.reader.read(Array(UnsafeBufferPointer(start: data, count: count)), in: bench.folder)
    if FuzzHooks.isTold {
      FileHandle.standardError.write(Data("\(refusal.map { "refused: \($0)" } ?? "taken")\n".utf8))
    }
  } catch { fatalError("BROKEN PROMISE: \(error)") }
  return 0
}

/// Changes an input in place by the reader's own mutator, which asks the fuzzer to change bytes.
@_cdecl("LLVMFuzzerCustomMutator")
public func quireFuzzMutate(
  _ data: UnsafeMutablePointer<UInt8>?, _ count: Int, _ limit: Int, _ seed: CUnsignedInt
) -> Int {
  guard let data, let bench = FuzzHooks.bench.withLock({ $0 }) else { return 0 }
  var random = MutationRandom(seed: UInt64(seed)) { bytes, most in
    let room = max(most, bytes.count, 1)
    return [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
      _ = buffer.initialize(from: bytes + [UInt8](repeating: 0, count: room - bytes.count))
      count = mutateAsFuzzer(buffer.baseAddress, bytes.count, room)
    }
  }
  let bytes = Array(UnsafeBufferPointer(start: data, count: count))
  let changed = bench.reader.mutator.mutated(bytes, limit: limit, by: &random).prefix(limit)
  for (place, byte) in changed.enumerated() { data[place] = byte }
  return changed.count
}

@_silgen_name("LLVMFuzzerMutate")
private func mutateAsFuzzer(_ data: UnsafeMutablePointer<UInt8>?, _ count: Int, _ limit: Int) -> Int
