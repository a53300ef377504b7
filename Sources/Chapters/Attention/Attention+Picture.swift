internal import Basics
internal import Foundation
internal import Images
internal import Notebook
internal import Transformers

extension Attention {
  /// The section on a picture: what the heads of a CLIP's image tower attend to in it.
  func lookAtPicture(_ settings: Settings, on page: inout Page) throws -> Results.Picture {
    let (model, picture) = (try page.input(settings.pictureModel), try page.input(settings.picture))
    page.cite("\(HeldOut.name(of: model)), and the picture \(picture.provenance)")
    try page.checkCancellation()
    page.report("looking at the picture")
    let image = try ImageFile.decode(
      InputFile.bytes(of: picture.oneFile(), limit: ImageLimits.standard.bytes), name: settings.picture
    ).image
    let clip = try CLIPModel(folder: model.file.deletingLastPathComponent(), threads: page.threads)
    let seen = try SeenPicture(image, by: clip)
    let attention = try PictureAttention(seen, by: clip)
    let hiding = try PictureHiding(seen, whole: clip.imageVector(seen.pixels), by: clip, on: page)
    let agreement = PictureAgreement(attention, turns: hiding.turns)
    let (pixels, map) = (seen.pixels, attention.map)
    page.section("picture")
    page.warn(ofReading: clip.remarks)
    page.write(
      """
      Attention needs no words. The picture is \(picture.provenance), the model \(HeldOut.name(of: model)). Its image tower cuts
      the picture into \(pixels.rows) × \(pixels.columns) patches, each of them a token\(attention.readerClause) \
      {{figure:attention/picture-heads}} shows what the \(attention.reader) attends to in each of \
      \(attention.readingLayers.count * map.heads) heads.
      """)
    try page.figure(attention.headsFigure(id: "picture-heads"))
    if let figure = agreement.figure(id: "picture-agreement"), let best = agreement.best, let median = agreement.median
    {
      page.write(
        """
        Does a head look where it matters? {{figure:attention/picture-agreement}} hides one patch after the other and
        measures how far the picture's vector turns. The rank correlation of that with a head's attention is
        \(best.correlation.twoDecimals) at best, for layer \(best.layer), head \(best.head), and \(median.twoDecimals) in
        the median of \(agreement.heads.count) heads.
        """)
      try page.figure(figure)
    }
    let surest = attention.surestHead
    return Results.Picture(
      name: settings.picture, model: settings.pictureModel, layers: map.layers, heads: map.heads,
      patches: pixels.rows * pixels.columns, surest: Results.Head(layer: surest.layer, head: surest.head))
  }
}

extension PictureAttention {
  /// The rest of a sentence about the patches: what makes the picture's vector of them.
  fileprivate var readerClause: Markdown {
    hasClassToken
      ? ", and puts one more before them: the class token, whose vector becomes the picture's."
      : """
      ; no token stands for the picture until the last layer is done, when one query gathers them into its vector. That step is counted as \
      layer \(map.layers - 1).
      """
  }
}
