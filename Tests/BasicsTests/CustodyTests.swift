import Basics
import Foundation
import TestSupport
import Testing

/// Whose hands a file is in, by owner and mode of it and of the folders above.
@Suite struct CustodyTests {
  /// A file in a folder in a folder, all of them this user's alone.
  private func place(in scratch: borrowing Scratch) throws -> (folder: URL, file: URL) {
    let folder = scratch.file("outer/inner")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for place in [scratch.folder, scratch.file("outer"), folder] { chmod(place.path, 0o755) }
    let file = folder.appending(path: "file")
    try Data("x".utf8).write(to: file)
    chmod(file.path, 0o644)
    return (folder, file)
  }

  @Test func `what is one's own is in good hands, also below a folder for everybody with the sticky bit`() throws {
    let scratch = try Scratch()
    let (folder, file) = try place(in: scratch)
    #expect(Custody.doubt(about: file) == nil)
    chmod(scratch.file("outer").path, 0o1777)
    #expect(Custody.doubt(about: file) == nil)
    #expect(Custody.doubt(about: folder.appending(path: "nothing")) == nil)
  }

  @Test func `a file, a folder and a folder above that others may write are told with their mode`() throws {
    let scratch = try Scratch()
    let (folder, file) = try place(in: scratch)
    for (place, mode) in [(file, 0o646), (folder, 0o757), (scratch.file("outer"), 0o777), (folder, 0o1777)] {
      let before = mode == 0o646 ? 0o644 : 0o755
      chmod(place.path, mode_t(mode))
      let doubt = Custody.doubt(about: place == file ? file : folder)
      #expect(doubt == "\(place.path) may be written by everybody (mode \(String(mode, radix: 8)))")
      chmod(place.path, mode_t(before))
    }
    #expect(Custody.doubt(about: file) == nil)
  }

  @Test func `a link is looked at where it leads`() throws {
    let scratch = try Scratch()
    let (folder, file) = try place(in: scratch)
    let link = scratch.file("link")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: file)
    #expect(Custody.doubt(about: link) == nil)
    chmod(folder.path, 0o777)
    #expect(Custody.doubt(about: link) == "\(folder.path) may be written by everybody (mode 777)")
  }

  @Test(.enabled(if: geteuid() == 0, "only the administrator can give files away"))
  func `what belongs to somebody else, or to a group that may write it, is told`() throws {
    let scratch = try Scratch()
    let (folder, file) = try place(in: scratch)
    chown(folder.path, 4321, 0)
    #expect(Custody.doubt(about: file) == "\(folder.path) belongs to the user 4321")
    chown(folder.path, 0, 4321)
    #expect(Custody.doubt(about: file) == nil)
    chmod(folder.path, 0o775)
    #expect(Custody.doubt(about: file) == "\(folder.path) may be written by the group 4321 (mode 775)")
  }
}
