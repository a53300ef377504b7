extension ReportSettings {
  /// What there is to set of the report as a whole, with what the settings say of it.
  ///
  /// - Parameters:
  ///   - reader: The reader of the top level, by which the settings have been read.
  ///   - slugs: The chapters that there are, whose settings are described by themselves.
  public static func described(by reader: SettingsReader, slugs: [String]) -> [SettingDescription] {
    reader.described.filter { setting in !slugs.contains { setting.name.hasPrefix($0 + ".") } }.map { setting in
      var setting = setting
      setting.meaning = meanings[setting.name] ?? ""
      return setting
    }
  }

  /// What each key of the report means, in a sentence or two, by its name.
  static let meanings = [
    "title": "The title on the cover.",
    "subtitle": "A line below the title.",
    "course": "The course that the report is handed in to.",
    "author": "Who wrote the report, with name and id.",
    "authors": "Several who wrote it, each with name and id.",
    "anonymous": "Whether the report names no author, on its pages, in its files and in what is packed.",
    "submission.name":
      "The name of the packed archive, in which {surname}, {name}, {id}, {course} and {title} may stand.",
    "submission.pdf": "The name of the PDF in the archive, with the same fields.",
    "submission.limit": "The largest that the archive may be, such as 20MB; unless said any size.",
    "date": "The date on the cover, as it is written here; unless said that of SOURCE_DATE_EPOCH, or none.",
    "language": "The language of the text, as a tag such as en or es-CO.",
    "chapters": "The chapters, in order; all unless said.",
    "outputs": "The formats that are made where the command line names none.",
    "exports": "What tables and figures are written as beside the report.",
    "style": "A style sheet in the report's folder that comes after Quire's own.",
    "views": "Whether the HTML carries the interactive views of figures, or their images alone.",
    "code": "Where the chapters' code is shown.",
    "form": "What of the report the PDF has, each question with its answer and its figures unless said.",
    "cover": "Where title and authors stand; by the form unless said.",
    "paper": "The size of the paper.",
    "font_size": "The size of running text, from 6pt to 24pt.",
    "margin": "The space above and below the text, and at its sides: lengths in mm, cm, in or pt.",
    "question_starts_page": "Whether each question starts a new page of the PDF.",
    "number_sections": "Whether the headings of the first two levels are numbered.",
    "seed": "The seed of everything random.",
    "threads": "How many threads to use; as many as there are processors unless said.",
  ]
}
