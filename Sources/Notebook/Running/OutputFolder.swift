internal import Basics
public import Foundation
internal import Synchronization

/// A report's output folder while one run writes into it: the right to do so, and the record of what Quire has put there.
///
/// The record is what proves a folder to be Quire's. Nothing is overwritten or removed that it does not list, and nothing
/// is written that is not listed first, so that it holds also after a kill. One run at a time has the right; a run that
/// dies gives it up.
public final class OutputFolder: Sendable {
  /// The folder.
  public let folder: URL
  private let descriptor: Int32
  private let record: Mutex<Record>

  /// `.quire.json`: paths below the folder; one that ends with a slash is a folder that Quire made for a while.
  private struct Record: Equatable {
    var format = 1
    /// By their bytes: a file that is called the same but for how an accent is written is another.
    var files: Set<UTF8Key> = []

    /// As it lies on the disk.
    private struct Stored: Codable {
      var format: Int
      var files: [String]
    }

    init() {}

    init(_ data: Data) throws {
      let stored = try JSONDecoder().decode(Stored.self, from: data)
      (format, files) = (stored.format, Set(stored.files.map { UTF8Key($0) }))
    }

    func data() throws -> Data {
      try CanonicalJSON.encode(Stored(format: format, files: files.sorted().map(\.string)))
    }
  }

  /// The name of the record, Quire's mark in a folder.
  static let mark = ".quire.json"
  private static let lock = ".quire.lock"

  /// Takes an output folder, which is made where it is missing.
  ///
  /// - Throws: `FileError` where the folder is or lies behind a link, or holds things and no record of Quire's;
  ///   `NotebookError.locked` where another run has it.
  public init(_ report: ReportFolder) throws {
    folder = report.output
    try Self.checkPlace(of: report)
    try FileSystem.makeFolder(folder)
    let others = FileSystem.names(in: folder).filter { $0 != Self.lock && !AtomicFile.isUnfinished($0) }
    guard others.isEmpty || others.contains(Self.mark) else { throw Self.foreign(folder, holding: others) }
    descriptor = try Self.takeLock(folder)
    do {
      record = Mutex(try Self.read(in: folder) ?? Record())
      if others.isEmpty { try save(Record()) }
    } catch {
      close(descriptor)
      throw error
    }
  }

  deinit {
    // A program that is being started has the descriptor too until it runs, and closing would leave the right with it.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// Takes an output folder for the length of some work.
  public static func hold<Value>(_ report: ReportFolder, for work: (OutputFolder) throws -> Value) throws -> Value {
    let output = try OutputFolder(report)
    // A thread that is on its way out may hold on to the value; the right ends here all the same.
    defer { flock(output.descriptor, LOCK_UN) }
    return try work(output)
  }

  /// Whether there is an output that bears Quire's mark.
  public static func isMarked(_ folder: URL) -> Bool { FileKind(of: folder.appending(path: mark)) == .file }

  /// Refuses an output folder that is not, or would not be, Quire's own; without taking it.
  public static func check(_ report: ReportFolder) throws {
    try checkPlace(of: report)
    let others = FileSystem.names(in: report.output).filter { $0 != lock && !AtomicFile.isUnfinished($0) }
    guard others.isEmpty || others.contains(mark) else { throw foreign(report.output, holding: others) }
    _ = try read(in: report.output)
  }

  /// Claims paths for Quire before anything is written to them.
  ///
  /// - Throws: `FileError` where something lies at or on the way to one of them that Quire has not put there.
  public func claim(_ paths: some Sequence<String>) throws {
    try record.withLock { record in
      var new = record
      for path in paths {
        try checkWay(to: path)
        let place = folder.appending(path: path)
        if let kind = FileKind(of: place), !record.files.contains(UTF8Key(path)) {
          throw FileError(
            place,
            kind == .link
              ? "is a link, and Quire writes to no link; remove it"
              : "was not written by Quire; move it away, or name another folder by --output-dir")
        }
        new.files.insert(UTF8Key(path))
      }
      guard new != record else { return }
      try save(new)
      record = new
    }
  }

  /// Refuses a folder with files that Quire has not put there, since replacing the folder would lose them.
  func checkContents(of path: String) throws {
    let place = folder.appending(path: path)
    try checkWay(to: path + "/x")
    guard FileKind(of: place) != nil else { return }
    let known = record.withLock { $0.files }
    for name in Self.everything(below: place) where !known.contains(UTF8Key("\(path)/\(name)")) && !Self.isLitter(name)
    {
      throw FileError(
        place.appending(path: name),
        "was not written by Quire, and making \(FileSystem.shown(place)) anew would remove it; move it away")
    }
  }

  /// Removes files that are listed, and takes them from the list; what is not listed stays.
  public func remove(where isUnwanted: (String) -> Bool) throws {
    try record.withLock { record in
      var new = record
      for path in record.files.filter({ isUnwanted($0.string) }) {
        try removeListed(path.string)
        new.files.remove(path)
      }
      guard new != record else { return }
      try save(new)
      record = new
    }
  }

  /// Removes what killed runs left in the folders of this one.
  public func removeLeftovers() throws {
    for path in folders { AtomicFile.removeLeftovers(in: folder.appending(path: path)) }
  }

  /// Removes all that Quire has put there, and the folder where nothing else is in it.
  ///
  /// - Returns: What is left, since it is not Quire's.
  public func removeAll() throws -> [String] {
    try removeLeftovers()
    let folders = folders
    try record.withLock { record in
      for path in record.files { try removeListed(path.string) }
    }
    for path in folders.sorted(by: { $0.count > $1.count }) where !path.isEmpty {
      rmdir(folder.appending(path: path).path(percentEncoded: false))
    }
    let left = Self.everything(below: folder).filter { $0 != Self.mark && $0 != Self.lock }
    if left.isEmpty {
      for name in [Self.mark, Self.lock] { try FileSystem.remove(folder.appending(path: name)) }
      rmdir(folder.path(percentEncoded: false))
    } else {
      try save(Record())
    }
    return left
  }

  // MARK: The record

  /// The folders in which listed files lie, the output itself first.
  private var folders: Set<String> {
    let files = record.withLock { $0.files }
    return files.reduce(into: [""]) { folders, path in
      let steps = path.string.split(separator: "/").dropLast()
      for count in 0..<(steps.count + 1) { folders.insert(steps.prefix(count).joined(separator: "/")) }
    }
  }

  private func save(_ record: Record) throws {
    try AtomicFile.write(record.data(), to: folder.appending(path: Self.mark))
  }

  private func removeListed(_ path: String) throws {
    // A way that leads through a link leads to what is not Quire's.
    guard (try? checkWay(to: path)) != nil else { return }
    let place = folder.appending(path: path)
    switch FileKind(of: place) {
    case .file?, .link?: try FileSystem.remove(place)
    case .folder? where path.hasSuffix("/"): try FileSystem.remove(place)
    default: break
    }
  }

  /// Refuses a way that leads through anything but folders.
  private func checkWay(to path: String) throws {
    var place = folder
    for step in path.split(separator: "/").dropLast() {
      place.append(path: String(step))
      switch FileKind(of: place) {
      case nil, .folder?: continue
      case .link?: throw FileError(place, "is a link, and Quire writes only into folders of its own; remove it")
      case let other?: throw FileError(place, "is \(other.inWords) where Quire needs a folder; move it away")
      }
    }
  }

  /// The paths that the record in a folder lists; `nil` where there is none.
  static func paths(listedIn folder: URL) throws -> [String]? { try read(in: folder)?.files.map(\.string) }

  /// What the record in a folder says; `nil` where there is none. It is read like a stranger's.
  private static func read(in folder: URL) throws -> Record? {
    let file = folder.appending(path: mark)
    guard let kind = FileKind(of: file) else { return nil }
    func refuse(_ reason: String) -> FileError {
      FileError(
        file,
        "\(reason), so it is no record of what Quire wrote; remove \(FileSystem.shown(folder)) yourself, or name "
          + "another folder by --output-dir")
    }
    guard kind == .file else { throw refuse("is \(kind.inWords)") }
    let record: Record
    do {
      record = try Record(try InputFile.data(of: file, limit: 64 << 20))
    } catch let error as FileError {
      throw error
    } catch {
      throw refuse("cannot be understood")
    }
    guard record.format == 1 else { throw refuse("is of another version") }
    if let path = record.files.first(where: { !isQuires($0.string) }) {
      throw refuse("lists “\(path.string)”, which Quire never writes")
    }
    return record
  }

  /// Whether a path is one that Quire could have written to.
  private static func isQuires(_ path: String) -> Bool {
    var steps = path.split(separator: "/", omittingEmptySubsequences: false)
    if steps.last == "" { steps.removeLast() }
    guard steps.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." && !$0.utf8.contains(0) }), let first = steps.first
    else { return false }
    if steps.count == 1 {
      return ["run.json", "run.log"].contains(first)
        || first.wholeMatch(of: /[\p{L}\p{N}_][\p{L}\p{N} ._+-]*\.zip/) != nil
        || first.wholeMatch(of: /report\.[a-z]{1,8}/) != nil
    }
    return ["chapters", "state", "media", "cache", "exports"].contains(first)
  }

  // MARK: The place

  /// Refuses an output that is a link or lies behind one.
  ///
  /// Of the default folder, what lies below the report's counts: the report is where the user said that it is.
  private static func checkPlace(of report: ReportFolder) throws {
    let output = report.output
    let (path, root) = (output.pathComponents, report.root.pathComponents)
    let isBelow = path.count > root.count && path.starts(with: root)
    // Links that stand at the top, such as /home on some machines, are the system's.
    for count in (isBelow ? root.count + 1 : min(3, path.count))..<(path.count + 1) {
      let step = URL(filePath: NSString.path(withComponents: Array(path.prefix(count))))
      guard FileKind(of: step) == .link else { continue }
      let target = Enclosure.realPath(of: step) ?? "nowhere"
      throw FileError(
        step,
        "is a link to \(target), and Quire writes and removes only in folders of its own; "
          + "remove the link, or name the folder itself by --output-dir")
    }
    for place in [output, report.chapters, report.state, report.media, report.exports, report.cache] {
      guard let kind = FileKind(of: place), kind != .folder else { continue }
      throw FileError(
        place,
        kind == .link
          ? "is a link, and Quire writes and removes only in folders of its own; remove the link"
          : "is \(kind.inWords) where Quire needs a folder; move it away, or use --output-dir")
    }
  }

  private static func foreign(_ folder: URL, holding names: [String]) -> FileError {
    let shown = names.prefix(3).joined(separator: ", ") + (names.count > 3 ? ", …" : "")
    return FileError(
      folder,
      "holds other things already (\(shown)) and no record (\(mark)) that Quire wrote them; move them away, or name an "
        + "empty folder or a new one by --output-dir")
  }

  /// Whether a file is one that file managers leave wherever they have been.
  private static func isLitter(_ path: String) -> Bool {
    [".DS_Store", ".directory", "Thumbs.db", "desktop.ini"].contains(path.split(separator: "/").last ?? "")
  }

  /// Every file and link below a folder, hidden ones too, by relative path. Links are not followed.
  private static func everything(below folder: URL, _ prefix: String = "") -> [String] {
    FileSystem.names(in: folder).flatMap { name -> [String] in
      let place = folder.appending(path: name)
      return FileKind(of: place) == .folder ? everything(below: place, prefix + name + "/") : [prefix + name]
    }
  }

  private static func takeLock(_ folder: URL) throws -> Int32 {
    let place = folder.appending(path: lock)
    let descriptor = open(
      place.path(percentEncoded: false), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o644)
    guard descriptor >= 0 else { throw FileError(folder, "cannot be written: \(FileSystem.message(errno))") }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      var owner = [UInt8](repeating: 0, count: 32)
      let count = pread(descriptor, &owner, owner.count, 0)
      close(descriptor)
      let text = String(decoding: owner.prefix(max(0, count)), as: UTF8.self)
      throw NotebookError.locked(path: FileSystem.shown(folder), owner: text.isEmpty ? "unknown" : text)
    }
    let owner = Array("process \(getpid())".utf8)
    ftruncate(descriptor, 0)
    pwrite(descriptor, owner, owner.count, 0)
    return descriptor
  }
}
