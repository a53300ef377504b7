/// What a file turns out to be when it begins otherwise than it should.
enum FileNature {
  /// What the file is and what to do, where its first bytes tell; nil for anything else.
  ///
  /// - Parameter bytes: The whole file.
  static func mistaken(_ bytes: UnsafeRawBufferPointer) -> (reason: String, remedy: String)? {
    func begins(_ text: String) -> Bool { bytes.starts(with: text.utf8) }
    if begins("version https://git-lfs.github.com/spec/") {
      let text = String(decoding: bytes.prefix(1000), as: UTF8.self)
      let size = text.split(separator: "\n").first { $0.hasPrefix("size ") }.flatMap { Int($0.dropFirst(5)) }
      let named = size.map { ", \($0) bytes" } ?? ""
      return (
        "is a Git LFS pointer, which only names the file\(named)",
        "run `git lfs pull` in the repository, or get the model by `quire fetch owner/name`"
      )
    }
    if begins("<!DOCTYPE") || begins("<!doctype") || begins("<html") {
      return ("is a web page", "get the file itself: `quire fetch owner/name` gets a model of the hub")
    }
    return nil
  }
}
