import Basics
import Foundation
import Rendering

/// What a preview shows at a moment; every open page hears of each change.
struct PreviewState: Sendable {
  /// Counts the changes.
  var revision = 0
  /// The last page without a fault; `nil` before the first.
  var page: PreviewPage?
  /// What keeps the files as they are now from being a page; empty where they are the page shown.
  var faults: [String] = []
  /// What went wrong with the last run of chapters.
  var failures: [String] = []
  /// What chapters are at, in the order in which they began.
  var work: [Work] = []
  /// Whether chapters run, or are looked at, or wait for that.
  var isRunning = false
  /// That another run is at work in the output, as a sentence.
  var busy: String?
  /// What is to be known of how files are followed.
  var remark: String?
  /// Whether the preview ends.
  var hasEnded = false
  /// Whether the program has been built anew, and the new one goes on in a moment.
  var isReplaced = false
  /// Counts the moments at which every connection is tried, so that those that are gone are noticed.
  var beats = 0

  /// A chapter that runs.
  struct Work: Sendable, Equatable {
    var chapter: String
    var stage: String
    /// From 0 to 1, where that is known.
    var fraction: Double?
    var detail: String
  }
}

/// A page that is shown: with its number, and with what its links lead to.
struct PreviewPage: Sendable {
  /// Its number: one more than that of the page before.
  let version: Int
  /// The report.
  let report: ReportPage
  /// The same without its long parts.
  let slim: SlimPage

  init(_ report: ReportPage, version: Int) {
    (self.report, self.version) = (report, version)
    slim = SlimPage(of: report.html)
  }
}

extension PreviewState {
  /// Whether no more is to be told.
  var isLast: Bool { hasEnded || isReplaced }

  /// The state as the page's script reads it: one line of JSON.
  ///
  /// Texts go as they are: the script puts them into the page as texts and never as markup.
  var message: Data {
    let message = Message(
      revision: revision, version: page?.version ?? 0, title: page?.report.title ?? "",
      answers: page.map { page in
        page.report.answers.map { row in
          Message.Answer(
            chapter: row.chapterTitle, title: row.question.title, points: row.question.points, path: row.path,
            state: row.moved.isEmpty ? row.state.rawValue : "stale", anchor: page.report.anchors[row.name])
        }
      } ?? [],
      demands: page.map { page in
        page.report.demands.map { .init(chapter: $0.chapterTitle, title: $0.title, isMet: $0.finding?.isMet) }
      } ?? [],
      faults: faults, failures: failures, warnings: page?.report.warnings ?? [],
      work: work.map { .init(chapter: $0.chapter, stage: $0.stage, fraction: $0.fraction, detail: $0.detail) },
      isRunning: isRunning, busy: busy, remark: remark, hasEnded: hasEnded, isReplaced: isReplaced)
    // Numbers are finite: fractions come from counts, points from settings that were read.
    return (try? CanonicalJSON.encode(message, isCompact: true)) ?? Data("{}\n".utf8)
  }

  private struct Message: Encodable {
    var revision, version: Int
    var title: String
    var answers: [Answer]
    var demands: [Demand]
    var faults, failures, warnings: [String]
    var work: [Work]
    var isRunning: Bool
    var busy, remark: String?
    var hasEnded, isReplaced: Bool

    struct Answer: Encodable {
      var chapter, title: String
      var points: Double
      var path, state: String
      var anchor: String?
    }

    struct Demand: Encodable {
      var chapter, title: String
      var isMet: Bool?
    }

    struct Work: Encodable {
      var chapter, stage: String
      var fraction: Double?
      var detail: String
    }
  }
}
