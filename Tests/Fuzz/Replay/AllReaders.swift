import FuzzArchives
import FuzzAssets
import FuzzBasics
import FuzzEmbeddings
import FuzzImages
import FuzzNotebook
import FuzzPreview
import FuzzRendering
import FuzzSupport
import FuzzTransformers

extension FuzzReader {
  /// Every reader of strangers' bytes.
  static let all =
    archives + assets + basics + embeddings + images + notebook + preview + rendering + transformers

  /// Those whose promises are dear, since a report is stitched or a server asked for every input.
  static let slow: Set<String> = [
    "answers", "answer", "pages", "chapter", "results", "clip-model", "open-clip", "preprocessor",
    "adapter",
  ]
}
