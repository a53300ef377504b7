extension Wording {
  /// The blank before a French colon or semicolon and within quotation marks, which no line breaks at.
  private static let narrow = "\u{202F}"

  /// French, with the singular for everything below two.
  package static let french = Wording(
    tag: "fr", name: "French",
    figure: "Figure", table: "Tableau", question: "Question", section: "Section",
    footnote: "Note de bas de page", colon: "\(narrow):", captionSign: "\(narrow):",
    columns: { "Colonnes \($0) à \($1)" },
    contents: "Table des matières", completeness: "État des réponses", remarks: "Remarques",
    remarksOpening: "Avis de Quire lors de la production de ce rapport\(narrow):", references: "Références",
    conclusion: "Conclusion", substitutions: "Substitutions",
    numbersOfWhole:
      "Seul ce que citent les réponses est imprimé ici, avec les numéros du rapport complet, le fichier HTML.",
    data: "Données", code: "Code", codeOfChapter: "Le code de ce chapitre",
    settingsOfRun: "Les réglages de l’exécution",
    filesShown: { shown, count, folder in
      let files = shown == 1 ? "Un fichier est montré" : "\(shown) fichiers sont montrés"
      return "\(files) sur les \(count) que l’archive du rendu contient dans `\(folder)`."
    },
    chapterColumn: "Chapitre", questionColumn: "Question", pointsColumn: "Points", stateColumn: "État",
    present: "présent", absent: "manquant",
    answered: "réponse donnée", placeholder: "texte provisoire", empty: "réponse vide", missing: "réponse manquante",
    toBeReadAgain: "à relire",
    notAnswered: "Pas encore de réponse",
    write: { "Écrivez la réponse dans `\($0)`." },
    replacePlaceholder: { "Remplacez le texte provisoire de `\($0)`." },
    tally: { answered, count, points, isSingular in
      let questions =
        switch (answered, count) {
        case (1, 1): "La question a reçu une réponse"
        case (0, 1): "La question n’a pas reçu de réponse"
        case (count, count): "Les \(count) questions ont reçu une réponse"
        case (0, _): "Aucune des \(count) questions n’a reçu de réponse"
        case (1, _): "1 question sur \(count) a reçu une réponse"
        default: "\(answered) questions sur \(count) ont reçu une réponse"
        }
      return questions + (points.map { "\(narrow); \($0) \(isSingular ? "est" : "sont") en jeu" } ?? "") + "."
    },
    onePoint: "point", manyPoints: "points", isSingular: { abs($0) < 2 }, decimalMark: ",",
    note: "Note", tip: "Conseil", important: "Important", warning: "Avertissement", caution: "Attention",
    chapterFailed: "Ce chapitre a échoué",
    latestRunFailed: "Sa dernière exécution s’est terminée par cette erreur\(narrow):",
    nothingEarlier: "Il n’y a pas de résultat antérieur à montrer.",
    earlierRunFollows: "Ce qui suit provient d’une exécution antérieure.",
    chapterNotRun: "Ce chapitre n’a pas encore été exécuté",
    run: { "Exécutez-le avec `\($0)`." },
    notComputed: { "\($0)\(narrow): pas encore calculé" },
    notMade: { "\($0.lowercased()) \($1)\(narrow): n’existe pas encore" },
    done: "fait", open: "à faire",
    page: { "page \($0) sur \($1)" },
    results: { "Résultats de «\(narrow)\($0)\(narrow)»" },
    date: { day, month, year in
      let months = [
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
        "décembre",
      ]
      return "\(day == 1 ? "1er" : "\(day)") \(months[month - 1]) \(year)"
    },
    skip: "Aller au rapport", questionsAndStates: "Questions et état de leurs réponses",
    backToText: "Retour au texte", footnotes: { "Notes de bas de page\(narrow): \($0)" })
}
