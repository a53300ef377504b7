import Foundation
import Preview
import TestSupport
import Testing

/// Changes are noticed, by the kernel's word and by looking.
@Suite struct WatchTests {
  enum Way: CaseIterable {
    case kernel, polling

    func source(_ places: [WatchedPlace]) throws -> any ChangeSource {
      switch self {
      case .kernel: try KernelWatch(places)
      case .polling: Polling(places, because: "the test asks", every: .milliseconds(20))
      }
    }
  }

  private func make(_ folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// What changes are told of until one is of a path.
  private func changes(_ source: any ChangeSource, until path: String) -> Set<String> {
    var paths: Set<String> = []
    let end = ContinuousClock.now + .seconds(20)
    while .now < end, !paths.contains(path) { paths.formUnion(FileWatcher.change(of: source, within: 100).paths) }
    return paths
  }

  @Test(arguments: Way.allCases)
  func `files that are written, renamed and removed, in folders old and new`(_ way: Way) throws {
    let scratch = try Scratch()
    let root = scratch.folder.path
    try make(scratch.file("answers/a"))
    try make(scratch.file("output/chapters"))
    try make(scratch.file(".hidden"))
    try make(scratch.file("another-output"))
    try scratch.file("another-output/.quire.json", holding: "{}")
    let source = try way.source([WatchedPlace(path: root, isDeep: true, except: [root + "/output"])])
    #expect(FileWatcher.change(of: source, within: 60).isEmpty)

    try scratch.file("answers/a/x.md", holding: "one")
    #expect(changes(source, until: root + "/answers/a/x.md").contains(root + "/answers/a/x.md"))
    #expect(rename(root + "/answers/a/x.md", root + "/answers/a/y.md") == 0)
    #expect(changes(source, until: root + "/answers/a/y.md").contains(root + "/answers/a/x.md"))
    unlink(root + "/answers/a/y.md")
    #expect(changes(source, until: root + "/answers/a/y.md").contains(root + "/answers/a/y.md"))

    // A folder that comes is followed, with what is in it already.
    try make(scratch.file("new/deep"))
    _ = changes(source, until: root + "/new")
    try scratch.file("new/deep/z.txt", holding: "z")
    #expect(changes(source, until: root + "/new/deep/z.txt").contains(root + "/new/deep/z.txt"))

    // What is hidden, an editor's or generated is no change; the last file is one, and comes after them.
    for name in [
      ".hidden/x", "another-output/x", "output/x", "output/chapters/y", ".swap.swp", "x.md~", "answers/a/.x.md.swp",
      "4913",
    ] {
      try scratch.file(name, holding: "noise")
    }
    try scratch.file("last.txt", holding: "last")
    let told = changes(source, until: root + "/last.txt")
    #expect(told.subtracting([root + "/last.txt", root + "/new/deep/z.txt"]).isEmpty, "\(told)")
  }

  @Test(arguments: Way.allCases)
  func `a place that is not there yet, goes and comes back`(_ way: Way) throws {
    let scratch = try Scratch()
    let place = scratch.file("chapters").path
    let source = try way.source([WatchedPlace(path: place, isDeep: false)])
    #expect(FileWatcher.change(of: source, within: 60).isEmpty)
    for _ in 0..<2 {
      try make(scratch.file("chapters/one"))
      let told = changes(source, until: way == .kernel ? place : place + "/one")
      #expect(told.contains { $0.hasPrefix(place) })
      try make(scratch.file("chapters/two"))
      #expect(changes(source, until: place + "/two").contains(place + "/two"))
      try FileManager.default.removeItem(atPath: place)
      #expect(!changes(source, until: way == .kernel ? place : place + "/two").isEmpty)
    }
  }

  @Test func `ten thousand files are no burden, and one change among them is told`() throws {
    let scratch = try Scratch()
    let root = scratch.folder.path
    try make(scratch.file("many"))
    for number in 0..<10_000 { close(open(root + "/many/\(number).txt", O_CREAT | O_WRONLY, 0o644)) }
    for way in Way.allCases {
      let source = try way.source([WatchedPlace(path: root, isDeep: true)])
      #expect(source.remark?.contains("first") != true)
      _ = source.changes(within: 50)
      try scratch.file("many/77.txt", holding: "\(way)")
      #expect(changes(source, until: root + "/many/77.txt") == [root + "/many/77.txt"])
    }
    // More changes at once than are told one by one are a change of everything.
    let source = try KernelWatch([WatchedPlace(path: root, isDeep: true)])
    for number in 0..<2000 { unlink(root + "/many/\(number).txt") }
    #expect(FileWatcher.change(of: source, within: 1000).isWhole)
  }

  @Test func `a link is not followed, though it leads round in a circle`() throws {
    let scratch = try Scratch()
    try make(scratch.file("a"))
    try FileManager.default.createSymbolicLink(at: scratch.file("a/b"), withDestinationURL: scratch.folder)
    for way in Way.allCases {
      let source = try way.source([WatchedPlace(path: scratch.folder.path, isDeep: true)])
      #expect(source.remark?.contains("more than") != true)
      try scratch.file("a/\(way).txt", holding: "x")
      let told = changes(source, until: scratch.file("a/\(way).txt").path)
      #expect(told == [scratch.file("a/\(way).txt").path])
    }
  }
}

/// File systems that send no events are known by their mounts.
@Suite struct MountTableTests {
  private let table = MountTable(
    """
    22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
    30 22 0:26 / /home/ada rw - nfs4 server:/home rw
    31 30 8:2 / /home/ada/local\\040disk rw master:2 propagate_from:3 - ext4 /dev/sdb1 rw
    32 22 0:30 / /mnt/c rw - 9p C:\\134 rw
    33 22 0:31 / /mnt/c2 rw - fuse.sshfs x rw
    a line of none of this
    """)

  @Test func `the nearest mount above a path says its type`() {
    #expect(table.type(of: "/srv/report") == "ext4")
    #expect(table.type(of: "/home/ada") == "nfs4")
    #expect(table.type(of: "/home/ada/report") == "nfs4")
    #expect(table.type(of: "/home/adam/report") == "ext4")
    #expect(table.type(of: "/home/ada/local disk/report") == "ext4")
    #expect(table.type(of: "/mnt/c/Users") == "9p")
    #expect(table.type(of: "/mnt/c2/x") == "fuse.sshfs")
    #expect(MountTable("").type(of: "/") == nil)
  }

  @Test func `what another machine changes is told by no network folder`() {
    for type in ["nfs4", "cifs", "9p", "virtiofs", "fuse.sshfs"] {
      #expect(MountTable.silentName(type) != nil, "\(type)")
    }
    for type in ["ext4", "btrfs", "overlay", "tmpfs", "fuseblk", "xfs", "zfs"] {
      #expect(MountTable.silentName(type) == nil, "\(type)")
    }
  }
}
