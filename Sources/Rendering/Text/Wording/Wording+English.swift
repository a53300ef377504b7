extension Wording {
  /// English.
  package static let english = Wording(
    tag: "en", name: "English",
    figure: "Figure", table: "Table", question: "Question", section: "Section",
    footnote: "Footnote", colon: ":", captionSign: ".", columns: { "Columns \($0) to \($1)" },
    contents: "Contents", completeness: "Completeness", remarks: "Remarks",
    remarksOpening: "Told by Quire when it made this report:", references: "References",
    conclusion: "Conclusion", substitutions: "Substitutions",
    numbersOfWhole:
      "Only what the answers cite is printed here; figures and tables keep the numbers that they have in the HTML file, the whole report.",
    data: "Data",
    code: "Code", codeOfChapter: "The code of this chapter", settingsOfRun: "The settings of the run",
    filesShown: { shown, count, folder in
      "\(shown == 1 ? "Shown is" : "Shown are") \(shown) of the \(count) files that the submission’s archive holds in `\(folder)`."
    },
    chapterColumn: "Chapter", questionColumn: "Question", pointsColumn: "Points", stateColumn: "State",
    present: "there", absent: "missing",
    answered: "answered", placeholder: "placeholder", empty: "empty", missing: "missing",
    toBeReadAgain: "to be read again",
    notAnswered: "Not answered yet",
    write: { "Write `\($0)`." },
    replacePlaceholder: { "Replace the placeholder in `\($0)`." },
    tally: { answered, count, points, isSingular in
      let questions =
        switch (answered, count) {
        case (1, 1): "The question is answered"
        case (0, 1): "The question is not answered"
        case (count, count): "All \(count) questions are answered"
        default: "\(answered) of \(count) questions \(answered == 1 ? "is" : "are") answered"
        }
      return questions + (points.map { "; \($0) \(isSingular ? "is" : "are") at stake" } ?? "") + "."
    },
    onePoint: "point", manyPoints: "points", isSingular: { $0 == 1 }, decimalMark: ".",
    note: "Note", tip: "Tip", important: "Important", warning: "Warning", caution: "Caution",
    chapterFailed: "This chapter failed",
    latestRunFailed: "Its latest run ended with this error:",
    nothingEarlier: "There is no earlier output to show.",
    earlierRunFollows: "What follows is from an earlier run.",
    chapterNotRun: "This chapter has not been run",
    run: { "Run it with `\($0)`." },
    notComputed: { "\($0): not computed yet" },
    notMade: { "\($0.lowercased()) \($1): not made yet" },
    done: "done", open: "open",
    page: { "page \($0) of \($1)" },
    results: { "Results of “\($0)”" },
    date: { day, month, year in
      let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
      ]
      return "\(day) \(months[month - 1]) \(year)"
    },
    skip: "Skip to the report", questionsAndStates: "Questions and the state of their answers",
    backToText: "Back to the text", footnotes: { "Footnotes of \($0)" })
}
