import Archives
import Basics
import Foundation
import Images
import Notebook
import TestSupport
import Testing

@Suite struct SubmissionTests {
  @Test func `a packed submission is what its manifest says, and the same bytes again`() throws {
    let scratch = try Scratch()
    let folder = scratch.folder
    let files = try ["report.md", "ünï.txt", "figures/a.png"].map { name in
      let file = folder.appending(path: "in").appending(path: name)
      try FileSystem.makeFolder(file.deletingLastPathComponent())
      try Data("content of \(name)".utf8).write(to: file)
      return Submission.Item(name: name, file: file)
    }
    let (one, two) = (folder.appending(path: "1.zip"), folder.appending(path: "2.zip"))
    try Submission.write(files, to: one, modified: Date(timeIntervalSince1970: 1_700_000_000))
    try Submission.write(files, to: two, modified: Date(timeIntervalSince1970: 1_700_000_000))
    #expect(try InputFile.bytes(of: one) == InputFile.bytes(of: two))
    #expect(try SubmissionCheck(one).findings == [])
  }

  @Test func `the packed photos do not tell where they were taken, and the manifest holds their sums`() throws {
    let scratch = try Scratch()
    let image = try Image(width: 2, height: 1, pixels: [1, 2, 3, 255, 4, 5, 6, 255])
    let place = [(keyword: "XML:com.adobe.xmp", text: "<exif:GPSLatitude>4,35.9N</exif:GPSLatitude>")]
    let photos = try [("answers/é.PNG", place), ("answers/plain.png", []), ("answers/photo", place)].map {
      name, texts in
      let file = scratch.file(name)
      try FileSystem.makeFolder(file.deletingLastPathComponent())
      try Data(try PNG.encode(image, texts: texts)).write(to: file)
      return Submission.Item(name: name, file: file)
    }
    let archive = scratch.file("a.zip")
    let changed = try Submission.write(photos, to: archive, modified: Date(timeIntervalSince1970: 1_700_000_000))
    #expect(changed.map(\.name) == ["answers/é.PNG", "answers/photo"])
    #expect(changed.allSatisfy { $0.name == $0.packed })
    #expect(try SubmissionCheck(archive).findings == [])
    let zip = try ZipReader(archive)
    for item in photos {
      let packed = try zip.read(zip.entry(item.name))
      #expect(packed.firstRange(of: Array("GPSLatitude".utf8)) == nil)
      #expect(try PNG.decode(packed) == image)
      #expect(try changed.contains { $0.name == item.name } == (packed != InputFile.bytes(of: item.file)))
    }
  }

  @Test func `a photo of a kind that is not rewritten is packed as PNG under another name`() throws {
    let scratch = try Scratch()
    let folder = Bench.root.appending(path: "Tests/ImagesTests/Fixtures/located")
    var photos = try ["photo.tif", "plain.tif"].map { name in
      let file = scratch.file(name)
      try FileManager.default.copyItem(at: folder.appending(path: name), to: file)
      return Submission.Item(name: "answers/\(name)", file: file)
    }
    // A name that is taken.
    photos.append(.init(name: "answers/photo.tif.png", file: scratch.file("plain.tif")))
    let archive = scratch.file("a.zip")
    let changed = try Submission.write(photos, to: archive, modified: Date(timeIntervalSince1970: 0))
    #expect(changed.map(\.name) == ["answers/photo.tif"])
    #expect(changed.map(\.packed) == ["answers/photo.tif.png.png"])
    #expect(try SubmissionCheck(archive).findings == [])
    let zip = try ZipReader(archive)
    let packed = try PNG.decode(zip.read(zip.entry("answers/photo.tif.png.png")))
    #expect(try packed == ImageFile.decode(InputFile.bytes(of: scratch.file("photo.tif")), name: "").image)
    #expect(try zip.read(zip.entry("answers/plain.tif")) == InputFile.bytes(of: scratch.file("plain.tif")))
  }

  @Test func `what the page alone needs, or holds, is not packed`() throws {
    let scratch = try Scratch()
    let folder = ReportFolder(scratch.folder)
    try Data("title: A report\n".utf8).write(to: scratch.file("report.yml"))
    for name in ["a.png", "a.json", "a.svg", "a.webp", "a.dark.webp", "b.png", "b.dark.png"] {
      let file = folder.chapter("plots").appending(path: "figures/\(name)")
      try FileSystem.makeFolder(file.deletingLastPathComponent())
      try Data("content".utf8).write(to: file)
    }
    let view = folder.chapter("plots").appending(path: "views/a.view")
    try FileSystem.makeFolder(view.deletingLastPathComponent())
    try Data("content".utf8).write(to: view)
    let items = try Submission.items(of: folder, slugs: ["plots"], formats: [])
    #expect(
      items.map(\.name).filter { $0.hasPrefix("chapters/") }.sorted()
        == ["a.json", "a.png", "a.svg", "b.png"].map { "chapters/plots/figures/\($0)" })
  }

  @Test func `a file that was changed, added or left out is found`() throws {
    let scratch = try Scratch()
    let folder = scratch.folder
    let archive = folder.appending(path: "bad.zip")
    let lines = "\(String(repeating: "0", count: 64))  a.txt\n\(String(repeating: "0", count: 64))  gone.txt\n"
    let items = try [("a.txt", "a"), ("b.txt", "b"), (Submission.manifest, lines)].map { name, text in
      let file = folder.appending(path: name)
      try Data(text.utf8).write(to: file)
      return file
    }
    try writeZip(items, to: archive)
    #expect(
      try SubmissionCheck(archive).findings == [
        "a.txt: was changed after it was packed", "b.txt: is not in the manifest", "gone.txt: is missing",
      ])
  }

  @Test func `a manifest of a million bad lines is told in a hundred`() throws {
    let scratch = try Scratch()
    let archive = scratch.file("bad.zip")
    let manifest = scratch.file(Submission.manifest)
    try Data(String(repeating: "x\n", count: 1_000_000).utf8).write(to: manifest)
    try writeZip([manifest], to: archive)
    let findings = try SubmissionCheck(archive).findings
    #expect(findings.count == 101)
    #expect(findings.first == "MANIFEST.sha256:1: is no line of `sum  name`")
    #expect(findings.last == "… and 999900 more findings")
  }

  @Test func `a file whose name is not UTF-8 is named, not left out`() throws {
    let scratch = try Scratch()
    let path = scratch.file("answers").path(percentEncoded: false)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let name = Array(path.utf8CString.dropLast()) + Array("/a".utf8CString.dropLast()) + [CChar(bitPattern: 0xE9), 0]
    let descriptor = open(name, O_WRONLY | O_CREAT, 0o644)
    try #require(descriptor >= 0)
    close(descriptor)
    let error = #expect(throws: FileError.self) { try FileSystem.files(below: scratch.file("answers")) }
    #expect(error?.problem.contains("holds a file whose name is not UTF-8") == true)
  }

  @Test func `half a report is not packed`() throws {
    let scratch = try Scratch()
    let folder = scratch.folder
    #expect(throws: FileError.self) {
      try Submission.items(of: ReportFolder(folder), slugs: [], formats: ["pdf"])
    }
  }

  /// Packs with another tool, so that the reading is not proved by our own writing.
  private func writeZip(_ files: [URL], to archive: URL) throws {
    let script =
      "import sys, zipfile, os\nwith zipfile.ZipFile(sys.argv[1], 'w') as z:\n  for f in sys.argv[2:]: z.write(f, os.path.basename(f))"
    let paths = [archive.path(percentEncoded: false)] + files.map { $0.path(percentEncoded: false) }
    #expect(try run("/usr/bin/python3", ["-c", script] + paths).status == 0)
  }
}
