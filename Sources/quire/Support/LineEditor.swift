import Foundation

/// Lines that somebody types at a prompt, with their history where libedit is installed.
///
/// The library (Debian's `libedit2`) is looked for when the prompt opens; without it a line cannot be edited but by what the
/// terminal itself does.
struct LineEditor {
  private typealias Read = @convention(c) (UnsafePointer<CChar>?) -> UnsafeMutablePointer<CChar>?
  private typealias Add = @convention(c) (UnsafePointer<CChar>?) -> CInt

  private let read: Read?
  private let add: Add?

  init() {
    // Without a locale the library takes every byte of a letter beyond ASCII for a letter of its own.
    setlocale(LC_CTYPE, "")
    guard let library = dlopen("libedit.so.2", RTLD_NOW | RTLD_LOCAL), let read = dlsym(library, "readline"),
      let add = dlsym(library, "add_history")
    else {
      (self.read, self.add) = (nil, nil)
      return
    }
    self.read = unsafeBitCast(read, to: Read.self)
    self.add = unsafeBitCast(add, to: Add.self)
  }

  /// The next line; nil at the end of the input.
  func line(_ prompt: String) -> String? {
    guard let read, let add else {
      FileHandle.standardOutput.write(Data(prompt.utf8))
      return readLine()
    }
    guard let typed = read(prompt) else { return nil }
    defer { free(typed) }
    if typed.pointee != 0 { _ = add(typed) }
    return String(cString: typed)
  }
}
