/// What editors and desktops leave beside the files that people write: no part of anybody's submission.
public enum Leftovers {
  /// Whether a path from the report's folder is one, by its last step.
  public static func holds(_ path: String) -> Bool {
    guard let name = path.split(separator: "/").last else { return false }
    if name.hasSuffix("~") || (name.hasPrefix("#") && name.hasSuffix("#")) || name.hasPrefix("~$") { return true }
    if ["Thumbs.db", "desktop.ini", "Icon\r"].contains(name) { return true }
    let ending = name.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last ?? ""
    return ["bak", "swp", "swo", "tmp", "orig", "rej"].contains(ending.lowercased())
  }
}
