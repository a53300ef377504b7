import Basics
import Foundation
import Notebook
import Rendering

extension Workbench {
  /// What an interruption leaves.
  static let interrupted = "interrupted; the last good report stands as it was"
  private static let lastStands = "the report was not made anew; the last good one stands"

  /// What the renderer is told of the chapters.
  private var chapterInputs: [ChapterInput] {
    chapters.map {
      ChapterInput(slug: $0.slug, title: $0.title, assignmentSection: $0.assignmentSection, questions: $0.questions)
    }
  }

  /// The formats that were asked for by name, or else those of the settings.
  func formats(_ names: [String]?) throws(WorkflowError) -> [ReportFormat] {
    let names = names ?? settings.outputs
    let known = "there are \(ReportFormat.names)"
    guard !names.isEmpty else { throw .settings("--to names no format; \(known)") }
    var formats: [ReportFormat] = []
    for name in names {
      guard let format = ReportFormat.named(name) else {
        throw .settings("--to: there is no format “\(name)”; \(known)")
      }
      formats.append(format)
    }
    return formats
  }

  /// Makes the formats and warns of what was wrong.
  ///
  /// - Throws: `WorkflowError` where a text cannot be stitched; the last good report then stands as it was.
  func stitch(_ formats: [ReportFormat], into output: OutputFolder, _ context: Context) throws(WorkflowError)
    -> RenderResult
  {
    do {
      let result = try renderer.render(Set(formats), into: output, pdfEngine: engine(context.cancellation))
      for warning in result.warnings { context.warn(warning) }
      for format in formats where result.files[format] == nil {
        let old = folder.report(format.ending)
        if FileSystem.exists(old) { context.warn("\(FileSystem.shown(old)) is from an earlier run") }
      }
      return result
    } catch let error as RenderingError {
      throw .incomplete(error.problems.map(\.description) + [Self.lastStands])
    } catch let error as FileError {
      throw .incomplete(["\(error)", Self.lastStands])
    } catch is CancellationError {
      throw .cancelled(Self.interrupted)
    } catch {
      throw .failed(["\(error)"])
    }
  }

  /// The report as a page in memory.
  ///
  /// - Throws: A `RenderingError` where a text cannot be stitched, a `CancellationError`.
  func page(_ memory: PageMemory, _ cancellation: Cancellation) throws -> ReportPage {
    var page = try renderer.page(memory, engine: engine(cancellation))
    page.warnings = remarks.map(\.description) + page.warnings
    return page
  }

  /// What sets PDF pages, and what brings pandoc; `nil` where there is no such Python.
  private func engine(_ cancellation: Cancellation) -> PDFEngine? {
    environment.python.map {
      PDFEngine(python: $0, environment: environment.engineVariables, cancellation: cancellation)
    }
  }

  /// The renderer of the report.
  private var renderer: ReportRenderer {
    ReportRenderer(
      folder: folder, settings: settings, chapters: chapterInputs, templates: home.appending(path: "templates"),
      sourceDateEpoch: environment.sourceDate.map { Int($0.timeIntervalSince1970) },
      pathsRelativeTo: environment.workingFolder,
      remarks: remarks.map {
        let file = $0.line == nil ? $0.source : folder.settings.lastPathComponent
        return RenderingError.Problem(file: file, line: $0.line, message: $0.message)
      }, references: home.appending(path: "assets/references.json"), demands: demands, told: told,
      code: { slug in
        chapters.first { $0.slug == slug }.flatMap { SubmissionCode.listing(of: $0, seed: settings.seed, home) }
      })
  }

  /// What the assignment asks for beside answers, by what the chapters left: of each its own demands, and the code.
  func demands(_ outputs: [String: ChapterOutput]) -> [DemandRow] {
    chapters.flatMap { chapter -> [DemandRow] in
      let (document, results) = (outputs[chapter.slug]?.document, outputs[chapter.slug]?.results)
      func row(_ title: String, _ finding: Demand.Finding?) -> DemandRow {
        DemandRow(
          chapter: chapter.slug, chapterTitle: document?.title ?? chapter.title, title: title, finding: finding)
      }
      return chapter.demands.map { demand in
        row(demand.title, document.flatMap { document in results.map { demand.judge($0, document) } })
      } + [row("the code", SubmissionCode.finding(chapter, home))]
    }
  }

  /// The answers of a report.
  struct Answers {
    /// Every question, how far its answer has come, and what has moved since that was accepted.
    var rows: [AnswerRow]
    /// The same answers, held against what was accepted.
    var review: AnswerReview
    /// What the chapters left.
    var outputs: [String: ChapterOutput]
  }

  /// The answers as they are now.
  func answers() throws(WorkflowError) -> Answers {
    let base = environment.workingFolder
    do {
      let outputs = try ChapterOutput.all(in: folder, chapters.map(\.slug), pathsRelativeTo: base)
      let rows = try AnswerRow.rows(in: folder, chapters: chapterInputs, outputs: outputs, pathsRelativeTo: base)
      let review = try AnswerReview(of: rows, outputs: outputs, in: folder, base: base)
      return Answers(rows: review.marked(rows), review: review, outputs: outputs)
    } catch let error as RenderingError {
      throw .incomplete(error.problems.map(\.description))
    } catch {
      throw .incomplete(["\(error)"])
    }
  }
}
