import Notebook

/// Tables and figures as LaTeX that a document reads by `\input`.
enum LaTeXExport {
  /// A table between the rules of `booktabs`, with its caption and a label that says chapter and name.
  static func table(_ table: BookTable, of slug: String) -> String {
    let columns = table.columns.map { column in
      switch column.alignment {
      case .leading: "l"
      case .trailing: "r"
      case .center: "c"
      }
    }.joined()
    func row(_ cells: [String]) -> String { "    " + cells.joined(separator: " & ") + " \\\\\n" }
    let rows = table.rows.map { cells in
      row(zip(table.columns, cells).map { $0.isCode ? "\\texttt{\(text($1))}" : text($1) })
    }.joined()
    return """
      % \(table.label); needs \\usepackage{booktabs}
      \\begin{table}
        \\centering
        \\caption{\(text(caption(table.caption)))}
        \\label{tab:\(slug)-\(table.id)}
        \\begin{tabular}{\(columns)}
          \\toprule
      \(row(table.columns.map { text($0.title) }))    \\midrule
      \(rows)    \\bottomrule
        \\end{tabular}
      \\end{table}

      """
  }

  /// A figure that shows the PDF beside it at its own size, or as wide as the text where that is less.
  static func figure(_ figure: BookFigure, of slug: String) -> String {
    """
    % \(figure.label); needs \\usepackage{graphicx}, and \\graphicspath where this file lies elsewhere
    \\begin{figure}
      \\centering
      \\includegraphics[width=\\ifdim\(number(figure.width))bp>\\linewidth\\linewidth\\else\(number(figure.width))bp\\fi]{figure-\(figure.id).pdf}
      \\caption{\(text(caption(figure.caption)))}
      \\label{fig:\(slug)-\(figure.id)}
    \\end{figure}

    """
  }

  /// A text as LaTeX that sets it and nothing else.
  static func text(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      if let sign = signs[scalar] {
        result += sign
      } else if scalar.properties.generalCategory != .control {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func caption(_ caption: Prose) -> String {
    caption.inlines.map(\.plainText).joined().split(whereSeparator: { $0 == " " || $0.isNewline }).joined(
      separator: " ")
  }

  private static func number(_ points: Double) -> String { "\((points * 10).rounded() / 10)" }

  /// What TeX takes for its own, and signs that pdfLaTeX has no letters for.
  private static let signs: [Unicode.Scalar: String] = [
    "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "#": "\\#", "%": "\\%", "_": "\\_",
    "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "\u{A0}": "~", "\u{202F}": "\\,", "\u{AD}": "\\-",
    "\u{2212}": "$-$",
    "×": "$\\times$", "·": "$\\cdot$", "√": "$\\surd$", "≤": "$\\le$", "≥": "$\\ge$", "≠": "$\\ne$", "≈": "$\\approx$",
    "→": "$\\to$", "←": "$\\leftarrow$", "±": "$\\pm$", "°": "$^\\circ$", "′": "$'$", "∞": "$\\infty$",
    "Σ": "$\\Sigma$", "α": "$\\alpha$",
    "ρ": "$\\rho$", "τ": "$\\tau$", "σ": "$\\sigma$", "μ": "$\\mu$", "²": "$^2$", "³": "$^3$", "₂": "$_2$",
  ]
}
