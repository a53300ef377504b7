internal import Basics
internal import Foundation

// What needs no catalogue: its name says where it is.
extension Asset {
  /// A model in a repository of the Hugging Face hub, `nil` where `id` is not of the form `owner/name`.
  ///
  /// Which files it has is found out by asking the hub.
  init?(repository id: String) {
    guard id.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9_.-]*\/[A-Za-z0-9][A-Za-z0-9_.-]*/) != nil else { return nil }
    let source = AssetSource(
      title: id, licence: "see the model's card on the hub", place: .hub(repository: id, revision: "main"), files: [])
    self.init(name: id, kind: .model, description: "A model of the Hugging Face hub", sources: [source])
  }

  /// A picture at an address of the web, `nil` where `address` is none.
  ///
  /// - Throws: `AssetError.refused` for an address without a host, with blanks, or with a password, which a report would
  ///   show.
  init?(pictureAt address: String) throws(AssetError) {
    guard Asset.isAddress(address) else { return nil }
    guard let url = URL(string: address), let host = url.host(), !host.isEmpty,
      address.utf8.allSatisfy({ $0 > 32 && $0 < 127 && !"<>\"`\\^{|}".utf8.contains($0) })
    else { throw .refused(name: address, reason: "is not an address; blanks and the like are written %20") }
    guard url.user() == nil, url.password() == nil else {
      throw .refused(name: address, reason: "holds a user's name or password, which the report would show")
    }
    let slash = address.lastIndex(of: "/")!
    let file = AssetFile(
      name: Asset.fileName(of: url), path: String(address[address.index(after: slash)...]),
      maximumSize: Asset.maximumPictureSize)
    let source = AssetSource(
      title: file.name, licence: "not known", place: .url(String(address[..<slash])), files: [file])
    self.init(name: address, kind: .data, description: "A picture", sources: [source])
  }

  /// The most bytes that a picture may have: 256 MiB.
  static let maximumPictureSize: Int64 = 256 << 20

  /// Whether the asset is named by where it is.
  var isUncatalogued: Bool { name.contains("/") }

  /// Whether a name is an address of the web.
  public static func isAddress(_ name: String) -> Bool {
    ["http://", "https://"].contains(where: name.hasPrefix)
  }

  /// The folder of an asset in the cache: its name where that can be one, which a catalogue's always can.
  static func folderName(_ name: String) -> String {
    if isAddress(name) { return "picture-\(SHA256.hex(of: name).prefix(16))" }
    return name.replacing("/", with: "--")
  }

  /// What the last part of an address gives for the name of a file.
  private static func fileName(of url: URL) -> String {
    let name = url.lastPathComponent.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    let isSafe = name.first.map { $0.isLetter || $0.isNumber } ?? false
    return isSafe && name != AssetRecord.fileName ? String(name.suffix(80)) : "picture"
  }
}
