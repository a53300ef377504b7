internal import Basics
import Foundation
import Notebook
import Plotting

/// Tables and figures as files beside the report, for whoever pastes them into another document:
///
///     exports/<chapter>/table-<id>.csv, table-<id>.tex
///     exports/<chapter>/figure-<id>.svg, figure-<id>.pdf, figure-<id>.tex
///
/// They are named as prose refers to them, since numbers move. The same book gives the same bytes.
struct Exports {
  /// The folder below the report's output.
  static let folder = "exports/"

  let book: Book
  let kinds: Set<ExportKind>

  init(of book: Book) {
    self.book = book
    kinds = Set(book.settings.exports)
  }

  /// Every file by its path below the output.
  ///
  /// - Returns: The files, and what the user should know of those that could not be made.
  func files() -> (files: [(path: String, data: Data)], warnings: [String]) {
    var files: [(path: String, data: Data)] = []
    var warnings: [String] = []
    for chapter in kinds.isEmpty ? [] : book.chapters {
      for piece in chapter.pieces {
        switch piece {
        case .table(let table):
          let place = "\(Self.folder)\(chapter.slug)/table-\(table.id)"
          if kinds.contains(.csv) { files.append(("\(place).csv", Data(Self.csv(table).utf8))) }
          if kinds.contains(.latex) {
            files.append(("\(place).tex", Data(LaTeXExport.table(table, of: chapter.slug).utf8)))
          }
        case .figure(let figure):
          let place = "\(Self.folder)\(chapter.slug)/figure-\(figure.id)"
          do {
            for (ending, data) in try drawings(of: figure, in: chapter.slug) {
              files.append(("\(place).\(ending)", data))
            }
          } catch {
            warnings.append("exports: \(figure.label) of \(chapter.slug) is left out: \(error)")
          }
        default: break
        }
      }
    }
    return (files, warnings)
  }

  /// A figure's files by their endings.
  private func drawings(of figure: BookFigure, in slug: String) throws -> [(ending: String, data: Data)] {
    guard kinds.contains(.svg) || kinds.contains(.pdf) else { return [] }
    guard let file = figure.value else {
      throw FileError(figure.file, "has no value beside it; run chapter “\(slug)” again")
    }
    let value = try Figure(
      json: InputFile.data(of: file, limit: ReportReader.longestOutput), name: file.lastPathComponent)
    var drawings: [(ending: String, data: Data)] = []
    if kinds.contains(.svg) { drawings.append(("svg", Data(try value.svg()))) }
    guard kinds.contains(.pdf) else { return drawings }
    drawings.append(("pdf", Data(try value.pdf())))
    if kinds.contains(.latex) { drawings.append(("tex", Data(LaTeXExport.figure(figure, of: slug).utf8))) }
    return drawings
  }

  /// A table for spreadsheets and programs: numbers as numbers, everything else as it is shown.
  static func csv(_ table: BookTable) -> String {
    CSV.text(columns: table.columns.map(\.title), rows: table.rows.map { $0.map(cell) })
  }

  /// A cell that is a number and nothing else is one; `1e5` and `nan` are words.
  private static func cell(_ text: String) -> CSV.Cell {
    let plain = text.replacing("\u{2212}", with: "-")
    if plain.wholeMatch(of: /-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})/) != nil,
      let number = Int(plain.replacing(",", with: ""))
    {
      return .integer(number)
    }
    if plain.wholeMatch(of: /-?[0-9]{1,9}\.[0-9]{1,12}/) != nil, let number = Double(plain) { return .number(number) }
    return .text(text.replacing(/[\u{A0}\u{202F}]/, with: " "))
  }
}
