internal import Notebook

/// The model of a run: the one that the settings name, or the one that `auto` takes.
///
/// `auto` takes OpenAI's CLIP for a picture of the author's own where this machine has it, and MiniCLIP, which comes with
/// Quire, for everything else. A picture that comes with Quire stays with MiniCLIP, so that what the report says of it
/// depends on no cache.
struct ChosenModel {
  /// What `captions.model` says for the model to be chosen.
  static let automatic = "auto"
  /// The model that comes with Quire, by its name.
  static let shipped = "miniclip"
  /// OpenAI's CLIP ViT-B/32: its id on the Hugging Face hub.
  static let real = "openai/clip-vit-base-patch32"
  /// The catalogue's name for it, by which `quire fetch` gets it.
  static let realInCatalogue = "clip"

  /// What the report calls it: an id, a folder, or a name of what comes with Quire.
  let name: String
  /// The model's files.
  let input: LocatedInput
  /// Whether `auto` chose it.
  let isAutomatic: Bool
  /// Whether `auto` looked for OpenAI's CLIP and did not find it.
  let isRealMissing: Bool

  /// - Throws: `NotebookError.chapter` for a model that the chapter did not declare.
  init(_ settings: ImageCaptions.Settings, on page: Page) throws {
    isAutomatic = settings.model == Self.automatic
    guard isAutomatic, settings.looksForRealModel else {
      name = isAutomatic ? Self.shipped : settings.model
      input = try page.input(name)
      isRealMissing = false
      return
    }
    let found = Self.names.lazy.compactMap(page.optionalInput).first(where: \.hasWeights)
    (name, isRealMissing) = (found == nil ? Self.shipped : Self.real, found == nil)
    input = try found ?? page.input(Self.shipped)
  }

  /// The names by which OpenAI's CLIP may be on this machine.
  static let names = [realInCatalogue, real]
}

extension ImageCaptions.Settings {
  /// Whether the model is OpenAI's CLIP where this machine has it.
  var looksForRealModel: Bool { model == ChosenModel.automatic && ShippedPicture.all[image] == nil }

  /// What has to be at hand, and what is used where it is.
  var inputs: (needed: [String], optional: [String]) {
    ([model == ChosenModel.automatic ? ChosenModel.shipped : model, image], looksForRealModel ? ChosenModel.names : [])
  }
}

extension LocatedInput {
  /// Whether there is a checkpoint among the files: a cache may hold half a model.
  fileprivate var hasWeights: Bool { files.keys.contains { $0.hasSuffix(".safetensors") || $0.hasSuffix(".bin") } }
}
