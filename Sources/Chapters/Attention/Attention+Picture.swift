internal import Basics
internal import Foundation
internal import Images
internal import Notebook
internal import Transformers

extension Attention {
  /// The section on a picture: what the heads of a CLIP's image tower attend to in it.
  func lookAtPicture(_ settings: Settings, on page: inout Page) throws -> Results.Picture {
    let (model, picture) = (try page.input(settings.pictureModel), try page.input(settings.picture))
    page.cite("\(model.provenance), and the picture \(picture.provenance)")
    try page.checkCancellation()
    page.report("looking at the picture")
    let image = try ImageFile.decode(
      InputFile.bytes(of: picture.file, limit: ImageLimits.standard.bytes), name: settings.picture
    ).image
    let clip = try CLIPModel(folder: model.file.deletingLastPathComponent(), threads: page.threads)
    let attention = try PictureAttention(SeenPicture(image, by: clip), by: clip)
    let (pixels, map) = (attention.picture.pixels, attention.map)
    page.section("picture")
    page.write(
      """
      Attention does not ask for words. The picture is \(picture.provenance), the model \(model.provenance). Its image
      tower cuts the picture into \(pixels.rows) × \(pixels.columns) patches, each a token, and puts one more before
      them: the class token, whose vector becomes the picture's. {{figure:attention/picture-heads}} shows what the class
      token attends to in each of \(map.layers * map.heads) heads, {{figure:attention/picture-head}} the head that is
      surest of where to look.
      """)
    try page.figure(attention.headsFigure(id: "picture-heads"))
    try page.figure(attention.surestHeadFigure(id: "picture-head"))
    let surest = attention.surestHead
    return Results.Picture(
      name: settings.picture, model: settings.pictureModel, layers: map.layers, heads: map.heads,
      patches: pixels.rows * pixels.columns, surest: Results.Head(layer: surest.layer, head: surest.head))
  }
}
