extension Wording {
  /// Spanish as courses are taught in Colombia, where a student is addressed as *usted*.
  package static let spanish = Wording(
    tag: "es", name: "Spanish",
    figure: "Figura", table: "Tabla", question: "Pregunta", section: "Sección",
    footnote: "Nota al pie", colon: ":", captionSign: ".", columns: { "Columnas \($0) a \($1)" },
    contents: "Contenido", completeness: "Estado de las respuestas", remarks: "Observaciones",
    remarksOpening: "Avisos de Quire al generar este informe:",
    references: "Referencias", conclusion: "Conclusión", substitutions: "Sustituciones",
    numbersOfWhole:
      "Aquí se imprime solo lo que citan las respuestas, con los números del informe completo, que es el archivo HTML.",
    data: "Datos",
    code: "Código", codeOfChapter: "El código de este capítulo", settingsOfRun: "Los ajustes de la ejecución",
    filesShown: { shown, count, folder in
      let files = shown == 1 ? "Se muestra uno" : "Se muestran \(shown)"
      return "\(files) de los \(count) ficheros que el archivo de la entrega contiene en `\(folder)`."
    },
    chapterColumn: "Capítulo", questionColumn: "Pregunta", pointsColumn: "Puntos", stateColumn: "Estado",
    present: "está", absent: "falta",
    answered: "respondida", placeholder: "texto provisional", empty: "vacía", missing: "falta",
    toBeReadAgain: "por releer",
    notAnswered: "Aún sin respuesta",
    write: { "Escriba la respuesta en `\($0)`." },
    replacePlaceholder: { "Reemplace el texto provisional de `\($0)`." },
    tally: { answered, count, points, isSingular in
      let questions =
        switch (answered, count) {
        case (1, 1): "La pregunta está respondida"
        case (0, 1): "La pregunta no está respondida"
        case (count, count): "Las \(count) preguntas están respondidas"
        case (0, _): "Ninguna de las \(count) preguntas está respondida"
        case (1, _): "1 de \(count) preguntas está respondida"
        default: "\(answered) de \(count) preguntas están respondidas"
        }
      return questions + (points.map { "; \(isSingular ? "está" : "están") en juego \($0)" } ?? "") + "."
    },
    onePoint: "punto", manyPoints: "puntos", isSingular: { $0 == 1 }, decimalMark: ",",
    note: "Nota", tip: "Consejo", important: "Importante", warning: "Advertencia", caution: "Precaución",
    chapterFailed: "Este capítulo falló",
    latestRunFailed: "Su última ejecución terminó con este error:",
    nothingEarlier: "No hay un resultado anterior que mostrar.",
    earlierRunFollows: "Lo que sigue proviene de una ejecución anterior.",
    chapterNotRun: "Este capítulo no se ha ejecutado",
    run: { "Ejecútelo con `\($0)`." },
    notComputed: { "\($0): aún sin calcular" },
    notMade: { "\($0.lowercased()) \($1): aún no existe" },
    done: "hecho", open: "pendiente",
    page: { "página \($0) de \($1)" },
    results: { "Resultados de “\($0)”" },
    date: { day, month, year in
      let months = [
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
        "diciembre",
      ]
      return "\(day) de \(months[month - 1]) de \(year)"
    },
    skip: "Ir al informe", questionsAndStates: "Preguntas y estado de sus respuestas", backToText: "Volver al texto",
    footnotes: { "Notas al pie de \($0)" })
}
