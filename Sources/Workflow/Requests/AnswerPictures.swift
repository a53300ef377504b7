import Basics
import Foundation
import Notebook
import Rendering

/// Pictures that answers from elsewhere show: they come along to where the answer looks for them.
enum AnswerPictures {
  /// Copies what each answer shows from beside the text to beside the answer, under the same name.
  ///
  /// What lies elsewhere, or is no file, is warned of; rendering then names it with the answer's file and line.
  static func copy(of imported: AnswerImport, beside text: URL, into folder: ReportFolder, _ context: Context) throws {
    let source = text.deletingLastPathComponent()
    for answer in imported.answers {
      let place = folder.answer(answer.question.id, of: answer.chapter).deletingLastPathComponent()
      for name in names(in: answer.text) {
        let steps = name.split(separator: "/", omittingEmptySubsequences: false)
        let file = source.appending(path: name)
        guard !name.hasPrefix("/"), !steps.contains(".."), FileKind(of: file, followingLinks: true) == .file else {
          context.warn(
            "\(answer.chapter)/\(answer.question.id) shows “\(name)”, which does not lie beside the text; "
              + "put it beside the answer")
          continue
        }
        try AtomicFile.write(InputFile.data(of: file, limit: largest), to: place.appending(path: name))
      }
    }
  }

  /// The most bytes of a picture: 64 MiB.
  private static let largest = 64 << 20

  /// The files that a text shows as pictures, as it names them.
  private static func names(in text: String) -> [String] {
    var names: [String] = []
    for match in text.matches(of: /!\[[^\]\n]*\]\(\s*(?:<([^>\n]+)>|([^\s()<>]+))/) {
      let written = String(match.output.1 ?? match.output.2 ?? "")
      let name = LinkDestination.path(of: written) ?? written
      guard !name.isEmpty, !name.contains(":"), !name.hasPrefix("#"), !names.contains(name) else { continue }
      names.append(name)
    }
    return names
  }
}
