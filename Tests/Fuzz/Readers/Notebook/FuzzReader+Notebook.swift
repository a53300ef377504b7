internal import Basics
internal import Foundation
package import FuzzSupport
internal import Notebook

extension FuzzReader {
  /// The readers of `Notebook`.
  package static let notebook: [FuzzReader] = [
    .settings, .seal, .failure, .outputRecord, .submission, .manifest, .question, .choice,
  ]

  /// A report's settings, with a chapter's among them.
  package static let settings = FuzzReader("report-yml", mutator: YAMLMutator()) { bytes, folder in
    let file = try SettingsFile(folder.file("report.yml", holding: bytes))
    var reader = file.reader()
    _ = try ReportSettings(
      reading: &reader, slugs: [FuzzChapter.slug, "attention", "captions"], formats: ["markdown", "html", "pdf"],
      languages: [("en", "English"), ("de", "German")])
    _ = PreparedChapter(FuzzChapter.self, reading: &reader)
    try reader.finish()
  }

  /// The sums of a chapter's run.
  package static let seal = FuzzReader("seal", mutator: JSONMutator()) { bytes, folder in
    let seal = try CanonicalJSON.decode(ChapterSeal.self, from: folder.file("seal.json", holding: bytes))
    let again = try CanonicalJSON.decode(
      ChapterSeal.self, from: folder.file("again.json", holding: Array(CanonicalJSON.encode(seal))))
    try BrokenPromise.unless(again == seal, "a seal changes when it is written and read again")
  }

  /// The record of a chapter's failure.
  package static let failure = FuzzReader("failure", mutator: JSONMutator()) { bytes, folder in
    _ = try CanonicalJSON.decode(ChapterFailure.self, from: folder.file("failure.json", holding: bytes))
  }

  /// The record of what Quire wrote: whatever it lists, nothing outside the output is removed.
  package static let outputRecord = FuzzReader("output-record", mutator: JSONMutator()) { bytes, folder in
    folder.remove("report")
    try folder.folder("report/output/chapters/embeddings")
    var bystanders = ["report/report.yml", "report/answers.md", "outside.txt"]
    let own = "chapters/embeddings/own.md"
    try folder.file("report/output/\(own)", holding: "own")
    // Unless the record may list it, or the folder that it lies in, by whatever escapes.
    let mayList = ["own", "\\", "embeddings/\""].contains { bytes.firstRange(of: Array($0.utf8)) != nil }
    if !mayList { bystanders.append("report/output/\(own)") }
    for name in bystanders { try folder.file(name, holding: "own") }
    try folder.file("report/output/.quire.json", holding: bytes)
    let report = ReportFolder(folder.url.appending(path: "report"))
    // A way out of the folder, which nothing that the record lists may be reached by.
    try FileManager.default.createSymbolicLink(at: report.output.appending(path: "way"), withDestinationURL: folder.url)
    let outcome = Result {
      try OutputFolder.check(report)
      try OutputFolder.hold(report) { output in
        try BrokenPromise.unless(OutputFolder.isMarked(report.output), "an output that was taken has no mark")
        try output.claim(["report.md"])
        try? output.claim([own])
        try? output.claim(["way/report/new.md"])
        try output.removeLeftovers()
        try output.remove { $0.hasSuffix(".md") }
        _ = try output.removeAll()
      }
    }
    for name in bystanders {
      try BrokenPromise.unless(FileSystem.exists(folder.url.appending(path: name)), "\(name) was removed")
    }
    try outcome.get()
  }

  /// A packed submission: its check, and then its files out of it.
  package static let submission = FuzzReader("submission", mutator: ZipMutator()) { bytes, folder in
    try check(folder.file("submission.zip", holding: bytes), folder)
  }

  /// A submission's manifest, in an archive that is right otherwise.
  package static let manifest = FuzzReader("manifest") { bytes, folder in
    let entries = [("report.md", Array("hi".utf8)), ("é.md", Array("hi".utf8)), (Submission.manifest, bytes)]
    let parts = ZipParts(entries.map { ZipParts.Entry(name: Array($0.0.utf8), content: $0.1) })
    try check(folder.file("submission.zip", holding: parts.bytes), folder)
  }

  private static func check(_ archive: URL, _ folder: FuzzFolder) throws {
    let check = try SubmissionCheck(archive)
    folder.remove("unpacked")
    guard check.findings.isEmpty else { return }
    let place = try folder.folder("unpacked")
    for name in try Submission.unpack(archive, root: check.root, into: place) {
      let file = place.appending(path: name).standardizedFileURL.resolvingSymlinksInPath()
      let isInside = file.path.hasPrefix(place.resolvingSymlinksInPath().path + "/")
      try BrokenPromise.unless(isInside, "a file of a submission leaves its folder: \(name)")
    }
  }
}
