import Basics
import Foundation
import Notebook

extension Stitcher {
  /// A figure's view with the places of its data; one whose data is gone is told of, and the image serves.
  mutating func view(of view: FigureView, _ slug: String) -> BookView? {
    let links = LinkPolicy(folder: reader.folder.chapter(slug), prefix: "chapters/\(slug)/")
    var sources: [BookView.Source] = []
    for name in [view.data, view.further].compactMap(\.self) {
      guard case .file(_, let file)? = try? links.destination(name) else {
        let file = reader.folder.chapter(slug).appending(path: name)
        let remark = RenderingError.Problem(
          file: reader.display(file), message: "is gone, so its figures are images alone; run chapter “\(slug)” again")
        if !remarks.contains(where: { $0.file == remark.file }) { remarks.append(remark) }
        return nil
      }
      let stem = Anchors.slug(file.deletingPathExtension().lastPathComponent)
      sources.append(.init(block: "view-\(slug)-\(stem)", file: file))
    }
    return BookView(view: view, data: sources[0], further: sources.dropFirst().first)
  }

  /// Whether what stands after `#` is a view and a state that it can show.
  func leadsToView(_ address: String) -> Bool {
    guard let state = LinkDestination.state(of: "#" + address),
      let name = targets["figure"]?.first(where: { $0.value.anchor == state.anchor })?.key, let view = views[name]
    else { return false }
    return view.fault(of: state.query) == nil
  }
}
