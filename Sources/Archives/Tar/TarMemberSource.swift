/// The one file of a tar archive that can be meant.
///
/// What an archive holds is known when all of it has been read, and unpacking it twice would take twice as long: so the first file that
/// fits is read at once, and that there is a second is told when it is met.
final class TarMemberSource: ByteSource {
  /// Its name in the archive.
  let name: String

  private let source: any ByteSource
  private let tar: TarReader
  private let path: String
  private let fits: (String) -> Bool
  private var hasEnded = false

  /// - Parameters:
  ///   - source: The archive's bytes.
  ///   - path: What errors call it.
  /// - Throws: `ArchiveError.members` where no file fits.
  init(_ source: any ByteSource, path: String, _ fits: @escaping (String) -> Bool) throws(ArchiveError) {
    self.source = source
    self.path = path
    self.fits = fits
    tar = TarReader(source, path: path)
    var others: [String] = []
    while let entry = try tar.next() {
      if fits(entry.name) {
        name = entry.name
        return
      }
      others.append(entry.name)
    }
    throw .members(path: path, archive: .tar, fitting: 0, names: others)
  }

  var fileOffset: Int { source.fileOffset }

  func read(into output: UnsafeMutableRawBufferPointer) throws(ArchiveError) -> Int {
    guard !hasEnded, !output.isEmpty else { return 0 }
    let count = try tar.read(into: output)
    if count == 0 { try end() }
    return count
  }

  /// Looks through what is behind the file.
  private func end() throws(ArchiveError) {
    hasEnded = true
    var fitting = [name]
    while let entry = try tar.next() {
      if fits(entry.name) { fitting.append(entry.name) }
    }
    // An archive ends before its compressed stream does, whose check sum comes last.
    let rest = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 64)
    defer { rest.deallocate() }
    while try source.read(into: rest) > 0 {}
    if fitting.count > 1 { throw .members(path: path, archive: .tar, fitting: fitting.count, names: fitting) }
  }
}
