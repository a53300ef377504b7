/// What the renderer itself writes into a report, in the report's language.
///
/// One member for each text, none optional: a language that lacks one does not compile. Texts that stand around something
/// are functions of it, so that every language has its own order and its own plural. What comes in is put in as it is; what
/// comes out is plain text, and where it says so a sentence in which backticks set code.
///
/// Chapters are written in English and stay so; messages of the terminal, and remarks that repeat them, are English too.
package struct Wording: Sendable {
  /// The language of these words, as a BCP 47 tag.
  package let tag: String
  /// What English calls the language.
  package let name: String

  /// “Figure”, as it stands before a number; the same holds for the next four.
  package let figure: String
  package let table: String
  package let question: String
  package let section: String
  package let footnote: String
  /// The colon between a label and its text: “Question 2: Size”.
  package let colon: String
  /// What ends the label of a caption: “Figure 2. The loss.”
  package let captionSign: String
  /// What stands above a part of a table that is cut by columns: “Columns 3 to 5”.
  package let columns: @Sendable (_ first: String, _ last: String) -> String

  /// The heading of the table of contents.
  package let contents: String
  /// The heading of the table of questions and the state of their answers.
  package let completeness: String
  /// The heading of what was read otherwise than it may be meant.
  package let remarks: String
  /// What stands below that heading.
  package let remarksOpening: String
  /// The heading of the bibliography.
  package let references: String
  /// The heading of what the chapters found, together.
  package let conclusion: String
  /// The title of the box that says which data and models stand in for those that were asked for.
  package let substitutions: String
  /// What is said where only a part of the report is printed: a sentence.
  package let numbersOfWhole: String
  /// What stands above the statements on where the data come from.
  package let data: String
  /// The title of code that has none, and of the appendix of all code on paper.
  package let code: String
  /// What a reader opens to see a chapter's code, and the title of the settings that it was run with.
  package let codeOfChapter, settingsOfRun: String
  /// A sentence in which backticks set code: how many of how many files are shown, and the folder of the archive that holds all.
  package let filesShown: @Sendable (_ shown: Int, _ count: Int, _ folder: String) -> String

  /// The columns of the table of questions.
  package let chapterColumn: String
  package let questionColumn: String
  package let pointsColumn: String
  package let stateColumn: String
  /// The states of what the assignment asks for beside answers.
  package let present, absent: String

  /// The states of an answer.
  package let answered: String
  package let placeholder: String
  package let empty: String
  package let missing: String
  /// An answer that rests on values which have moved since.
  package let toBeReadAgain: String
  /// What stands in the place of an answer.
  package let notAnswered: String
  /// A sentence in which backticks set code: where an answer is to be written.
  package let write: @Sendable (_ path: String) -> String
  /// A sentence in which backticks set code: where a placeholder waits for an answer.
  package let replacePlaceholder: @Sendable (_ path: String) -> String
  /// How many of how many questions are answered, and what is at stake, if anything: a number of points as `points(_:)`
  /// writes it, and whether it takes the singular.
  let tally: @Sendable (_ answered: Int, _ count: Int, _ points: String?, _ isSingular: Bool) -> String

  /// What follows a number of points: “point” and “points”.
  let onePoint: String
  let manyPoints: String
  /// Whether a number of points takes the singular.
  let isSingular: @Sendable (Double) -> Bool
  /// What stands before the decimals of a number of points.
  var decimalMark: String

  /// The titles of callouts.
  package let note: String
  package let tip: String
  package let important: String
  package let warning: String
  package let caution: String

  /// The title of a chapter's notice that its latest run failed, what stands before the error, and what comes below it.
  package let chapterFailed: String
  package let latestRunFailed: String
  package let nothingEarlier: String
  package let earlierRunFollows: String
  /// The title of a chapter's notice that it never ran, and a sentence in which backticks set code.
  package let chapterNotRun: String
  package let run: @Sendable (_ command: String) -> String
  /// In the place of a value of a chapter that never ran.
  package let notComputed: @Sendable (_ name: String) -> String
  /// In the place of a reference to a figure, table or section, as a label names it, of a chapter that never ran.
  package let notMade: @Sendable (_ label: String, _ name: String) -> String

  /// Whether an item of a list of tasks is done.
  package let done: String
  package let open: String

  /// “page 3 of 20”.
  package let page: @Sendable (_ number: String, _ count: String) -> String
  /// What is said of the results that the PDF carries.
  package let results: @Sendable (_ chapter: String) -> String
  /// A date: its day, its month from 1 to 12, its year.
  package let date: @Sendable (_ day: Int, _ month: Int, _ year: Int) -> String

  /// What is read aloud: the link to the text, the table of questions, the way back from a footnote, a chapter's footnotes.
  package let skip: String
  package let questionsAndStates: String
  package let backToText: String
  package let footnotes: @Sendable (_ chapter: String) -> String
}
