internal import Foundation

/// Names of files where other systems have to hold them too.
public enum PortableName {
  /// Two paths that are one on systems for which case, or the way an accent is written, makes no difference.
  static func collision(among paths: [String]) -> (String, String)? {
    var seen: [String: String] = [:]
    for path in paths {
      let key = path.precomposedStringWithCanonicalMapping.lowercased()
      if let earlier = seen.updateValue(path, forKey: key) { return (earlier, path) }
    }
    return nil
  }

  /// Why Windows cannot hold a path, as the end of a sentence that begins with it; `nil` where it can.
  public static func faultOnWindows(_ path: String) -> String? {
    for step in path.split(separator: "/") {
      if let mark = step.first(where: { "<>:\"|?*\\".contains($0) }) {
        return "holds “\(mark)”, which Windows allows in no name"
      }
      if step.hasSuffix(".") || step.hasSuffix(" ") { return "ends with a dot or a blank, which Windows takes away" }
      let stem = step.prefix { $0 != "." }.lowercased()
      if reserved.contains(stem) { return "is called \(stem), which on Windows is a device" }
    }
    return nil
  }

  private static let reserved: Set<String> = Set(
    ["con", "prn", "aux", "nul"] + (1...9).flatMap { ["com\($0)", "lpt\($0)"] })
}
