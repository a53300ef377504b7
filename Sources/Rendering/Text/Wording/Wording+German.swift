extension Wording {
  /// German, in words that Switzerland spells as Germany does: none has a sharp s.
  package static let german = Wording(
    tag: "de", name: "German",
    figure: "Abbildung", table: "Tabelle", question: "Frage", section: "Abschnitt",
    footnote: "Anmerkung", colon: ":", captionSign: ":", columns: { "Spalten \($0) bis \($1)" },
    contents: "Inhalt", completeness: "Vollständigkeit", remarks: "Bemerkungen",
    remarksOpening: "Hinweise von Quire beim Erstellen dieses Berichts:", references: "Literatur",
    conclusion: "Fazit", substitutions: "Ersatz",
    numbersOfWhole:
      "Gedruckt ist nur, worauf die Antworten verweisen, mit den Nummern des ganzen Berichts, der HTML-Datei.",
    data: "Daten",
    code: "Code", codeOfChapter: "Der Code dieses Kapitels", settingsOfRun: "Die Einstellungen des Laufs",
    filesShown: { shown, count, folder in
      let files = shown == 1 ? "Gezeigt wird eine" : "Gezeigt werden \(shown)"
      return "\(files) der \(count) Dateien, die das Archiv der Abgabe in `\(folder)` enthält."
    },
    chapterColumn: "Kapitel", questionColumn: "Frage", pointsColumn: "Punkte", stateColumn: "Stand",
    present: "vorhanden", absent: "fehlt",
    answered: "beantwortet", placeholder: "Platzhalter", empty: "leer", missing: "fehlt", toBeReadAgain: "neu zu lesen",
    notAnswered: "Noch nicht beantwortet",
    write: { "Schreiben Sie die Antwort in `\($0)`." },
    replacePlaceholder: { "Ersetzen Sie den Platzhalter in `\($0)`." },
    tally: { answered, count, points, _ in
      let questions =
        switch (answered, count) {
        case (1, 1): "Die Frage ist beantwortet"
        case (0, 1): "Die Frage ist nicht beantwortet"
        case (count, count): "Alle \(count) Fragen sind beantwortet"
        case (0, _): "Keine der \(count) Fragen ist beantwortet"
        case (1, _): "1 von \(count) Fragen ist beantwortet"
        default: "\(answered) von \(count) Fragen sind beantwortet"
        }
      return questions + (points.map { "; es geht noch um \($0)" } ?? "") + "."
    },
    onePoint: "Punkt", manyPoints: "Punkte", isSingular: { $0 == 1 }, decimalMark: ",",
    note: "Hinweis", tip: "Tipp", important: "Wichtig", warning: "Warnung", caution: "Vorsicht",
    chapterFailed: "Dieses Kapitel ist fehlgeschlagen",
    latestRunFailed: "Der letzte Lauf endete mit diesem Fehler:",
    nothingEarlier: "Es gibt kein früheres Ergebnis zu zeigen.",
    earlierRunFollows: "Was folgt, stammt aus einem früheren Lauf.",
    chapterNotRun: "Dieses Kapitel wurde noch nicht ausgeführt",
    run: { "Führen Sie es mit `\($0)` aus." },
    notComputed: { "\($0): noch nicht berechnet" },
    notMade: { "\($0) \($1): noch nicht vorhanden" },
    done: "erledigt", open: "offen",
    page: { "Seite \($0) von \($1)" },
    results: { "Ergebnisse von „\($0)“" },
    date: { day, month, year in
      let months = [
        "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
        "Dezember",
      ]
      return "\(day). \(months[month - 1]) \(year)"
    },
    skip: "Zum Bericht springen", questionsAndStates: "Fragen und Stand ihrer Antworten",
    backToText: "Zurück zum Text", footnotes: { "Anmerkungen zu \($0)" })
}
