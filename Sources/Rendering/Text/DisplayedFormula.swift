/// A formula on lines of its own.
package struct DisplayedFormula: Sendable, Equatable {
  /// A number at the right of one of its lines.
  package struct Number: Sendable, Equatable {
    /// The line of the formula, counted from nought.
    package var line: Int
    /// What stands between the parentheses: “3”.
    package var text: String
    /// What links point to; empty for a number that nothing refers to.
    package var anchor: String
  }

  /// The TeX; once it is numbered, blanks stand where its labels and tags were.
  package var tex: String
  /// How many lines it has, as `\\` divides them.
  package var lines = 1
  /// The numbers of its lines, in order.
  package var numbers: [Number] = []

  /// A formula without a number.
  package init(_ tex: String) { self.tex = tex }
}
