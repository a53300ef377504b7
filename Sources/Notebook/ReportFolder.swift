public import Basics
public import Foundation

/// Where everything of one report lies.
///
///     reports/aml-nlu/
///       report.yml                       settings
///       answers/<chapter>/<question>.md  written answers
///       output/                          all that is generated
///         report.md, report.html, report.pdf, media/, submission.zip or what `submission:` calls it
///         exports/<slug>/                tables and figures to paste from, where the settings ask for them
///         chapters/<slug>/chapter.json, chapter.md, results.json, figures/*
///         chapters/<slug>/seal.json      fingerprint and digest of the run that made the folder
///         .quire.json                    what Quire wrote here: nothing else is ever removed
///         state/<slug>.json              the latest failure, if the latest run failed
///         state/stitched.json            what each file of the report was stitched of
///         run.json, run.log              durations and machine: in no output
///       tried/                           the same, made with settings of the command line
public struct ReportFolder: Sendable {
  /// The report's folder.
  public let root: URL
  /// Where generated files go.
  public let output: URL

  /// The report in `root`, generating into `output` or, without one, into `root/output`.
  public init(_ root: URL, output: URL? = nil) {
    self.root = root.standardizedFileURL
    self.output = (output ?? root.appending(path: "output")).standardizedFileURL
  }

  /// Where the report's own files may be: its folder, and the shelf `reports/` that it stands on.
  public var enclosure: Enclosure {
    let shelf = root.deletingLastPathComponent()
    return Enclosure(shelf.lastPathComponent == "reports" ? [root, shelf] : [root], name: "the report")
  }

  /// The settings file.
  public var settings: URL { root.appending(path: "report.yml") }
  /// The folder of the written answers.
  public var answers: URL { root.appending(path: "answers") }
  /// The folder of all chapters' output.
  public var chapters: URL { output.appending(path: "chapters") }
  /// What is known of each chapter's last run.
  public var state: URL { output.appending(path: "state") }
  /// The answers' own pictures, beside the report that shows them.
  public var media: URL { output.appending(path: "media") }
  /// Tables and figures to paste from.
  public var exports: URL { output.appending(path: "exports") }
  /// What only saves time: set formulas, the key of the last PDF, a chapter's unfinished work in `<slug>/`.
  public var cache: URL { output.appending(path: "cache") }
  /// A packed submission of the given name.
  public func submission(_ name: String) -> URL { output.appending(path: name) }

  /// A chapter's output folder.
  public func chapter(_ slug: String) -> URL { chapters.appending(path: slug) }
  /// A chapter's document.
  public func document(_ slug: String) -> URL { chapter(slug).appending(path: "chapter.json") }
  /// The sums of the run that made a chapter's output.
  public func seal(_ slug: String) -> URL { chapter(slug).appending(path: OutputDigest.seal) }
  /// The failure of a chapter's latest run, if it failed.
  public func failure(_ slug: String) -> URL { state.appending(path: slug + ".json") }
  /// A chapter's results.
  public func results(_ slug: String) -> URL { chapter(slug).appending(path: "results.json") }
  /// The written answer to a question.
  public func answer(_ question: String, of slug: String) -> URL {
    answers.appending(path: slug).appending(path: question + ".md")
  }
  /// The stitched report with the given ending.
  public func report(_ format: String) -> URL { output.appending(path: "report." + format) }
}
