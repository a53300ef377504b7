import ArgumentParser
import Basics
import Foundation
import Notebook
import Rendering

/// Stitches a report that lies on the workbench.
struct Stitching {
  let bench: Workbench
  let output: OutputFolder
  let cancellation: Cancellation

  init(_ bench: Workbench, into output: OutputFolder, _ cancellation: Cancellation) {
    (self.bench, self.output, self.cancellation) = (bench, output, cancellation)
  }

  /// Makes the formats and tells of what was wrong.
  ///
  /// - Throws: an exit with code 3 where a text cannot be stitched; the last good report then stands as it was.
  func stitch(_ formats: [ReportFormat]) throws -> RenderResult {
    let surroundings = bench.surroundings
    let renderer = ReportRenderer(
      folder: bench.folder, settings: bench.settings, chapters: bench.chapterInputs,
      templates: bench.home.appending(path: "templates"),
      sourceDateEpoch: surroundings.sourceDate.map { Int($0.timeIntervalSince1970) },
      pathsRelativeTo: URL(filePath: FileManager.default.currentDirectoryPath))
    do {
      let engine = surroundings.python.map {
        PDFEngine(python: $0, environment: surroundings.engineEnvironment, cancellation: cancellation)
      }
      let result = try renderer.render(Set(formats), into: output, pdfEngine: engine)
      for warning in result.warnings { Console.complain("warning: \(warning)") }
      for format in formats where result.files[format] == nil {
        let old = bench.folder.report(format.rawValue)
        if FileSystem.exists(old) { Console.complain("warning: \(FileSystem.shown(old)) is from an earlier run") }
      }
      return result
    } catch let error as RenderingError {
      throw Console.exit(.incomplete, error.problems.map(\.description) + [Self.lastStands])
    } catch let error as FileError {
      throw Console.exit(.incomplete, ["\(error)", Self.lastStands])
    } catch is CancellationError {
      throw Console.exit(.interrupted, "interrupted; the last good report stands as it was")
    } catch {
      throw Console.exit(.chapterFailed, "\(error)")
    }
  }
}

extension Stitching {
  private static let lastStands = "the report was not made anew; the last good one stands"
}

extension Workbench {
  /// What the renderer is told of the chapters.
  var chapterInputs: [ChapterInput] {
    chapters.map {
      ChapterInput(slug: $0.slug, title: $0.title, assignmentSection: $0.assignmentSection, questions: $0.questions)
    }
  }

  /// The formats that the command line names, or else the settings.
  func formats(_ list: String?) throws -> [ReportFormat] {
    let names =
      list.map { $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } } ?? settings.outputs
    guard !names.isEmpty else { throw Console.settings("--to names no format; there are md, html and pdf") }
    return try names.map { name in
      guard let format = ReportFormat(rawValue: name) else {
        throw Console.settings("--to: there is no format “\(name)”; there are md, html and pdf")
      }
      return format
    }
  }

  /// Refuses names of chapters that the report does not have.
  func requireChapters(_ names: [String]) throws {
    for name in names where !chapters.contains(where: { $0.slug == name }) {
      let known = chapters.map(\.slug)
      let near =
        nearestName(to: name, among: known).map { "did you mean \($0)?" } ?? "it has \(known.joined(separator: ", "))"
      throw Console.settings("the report has no chapter “\(name)”; \(near)")
    }
  }

  /// Every question and how far its answer has come.
  func answers() throws -> [AnswerRow] {
    do {
      return try AnswerRow.rows(
        in: folder, chapters: chapterInputs,
        pathsRelativeTo: URL(filePath: FileManager.default.currentDirectoryPath))
    } catch let error as RenderingError {
      throw Console.exit(.incomplete, error.problems.map(\.description))
    } catch {
      throw Console.exit(.incomplete, "\(error)")
    }
  }
}
