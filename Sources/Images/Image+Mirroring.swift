extension Image {
  /// The picture with left and right exchanged.
  public func mirrored() -> Image { distant.map { Image($0.mirrored()) } ?? turnedUpright(from: .mirrored) }
}
