import Basics
import Foundation
import Workflow

extension Environment {
  /// The environment of this process as it is now, read here and nowhere else.
  static var ofProcess: Environment {
    Environment(
      variables: ProcessInfo.processInfo.environment,
      executable: Enclosure.realPath(of: URL(filePath: "/proc/self/exe")).map { URL(filePath: $0) },
      workingFolder: URL(filePath: FileManager.default.currentDirectoryPath),
      userFolder: FileManager.default.homeDirectoryForCurrentUser,
      processors: ProcessInfo.processInfo.activeProcessorCount, memory: availableMemory, addressSpace: AddressSpace.left
    )
  }

  /// Memory that is there to be used, in bytes: what the machine has free, and what `ulimit -v` leaves.
  private static var availableMemory: Int {
    let text = (try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    let kibibytes = line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    return min((kibibytes ?? 2 << 20) * 1024, AddressSpace.left ?? .max)
  }
}
