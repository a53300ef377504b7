extension PublishedLimits {
  /// All measurements, from the replaced object, which CLIP seldom misses, to where it does no better than guessing.
  ///
  /// Most are rows of one evaluation of 274 models (Oh et al. 2024, `individual_results.csv`, model ViT-B-32 of openai).
  static let rows = objects + attributes + counts + relations + orders + negations + details

  private static let objects = [
    Row(
      "one object replaced by another", "SugarCrepe, replace object", "90.92", "50", by: "hsieh2023", of: "hsieh2023",
      isShown: true),
    Row("one object replaced by another", "SugarCrepe, replace object", "90.9", "50", of: "hsieh2023"),
    Row("an object added", "SugarCrepe, add object", "77.2", "50", of: "hsieh2023"),
    Row("the object of a sentence", "SVO-Probes, object", "88.6", "50", of: "hendricks2021"),
    Row("the subject of a sentence", "SVO-Probes, subject", "84.1", "50", of: "hendricks2021"),
    Row("a large thing", "VL-CheckList, object size large", "87.2", "50", of: "zhao2022"),
    Row("a small thing", "VL-CheckList, object size small", "74.1", "50", of: "zhao2022"),
  ]

  private static let attributes = [
    Row("an attribute replaced", "SugarCrepe, replace attribute", "80.1", "50", of: "hsieh2023"),
    Row("an attribute added", "SugarCrepe, add attribute", "68.8", "50", of: "hsieh2023"),
    Row("two attributes swapped", "SugarCrepe, swap attribute", "64.0", "50", of: "hsieh2023"),
    Row("two attributes swapped", "ARO, attribution", "63.2", "50", by: "yuksekgonul2023", of: "yuksekgonul2023"),
    Row("colour", "VL-CheckList, attribute colour", "69.5", "50", of: "zhao2022"),
    Row("material", "VL-CheckList, attribute material", "69.8", "50", of: "zhao2022"),
    Row("size", "VL-CheckList, attribute size", "61.1", "50", of: "zhao2022"),
    Row("state", "VL-CheckList, attribute state", "67.3", "50", of: "zhao2022"),
    Row("what something does", "VL-CheckList, attribute action", "70.6", "50", of: "zhao2022"),
    Row(
      "attributes of rendered things, both matched", "EqBen, Kubric attribute, group", "22.2", "16.7", of: "wang2023"),
  ]

  private static let counts = [
    Row("one or more", "VALSE, plural", "57.6", "50", of: "parcalabescu2022"),
    Row("how many", "VALSE, counting hard", "64.5", "50", of: "parcalabescu2022"),
    Row("how many, of few", "VALSE, counting small", "61.9", "50", of: "parcalabescu2022"),
    Row("how many", "VALSE, counting adversarial", "58.2", "50", of: "parcalabescu2022", isShown: true),
    Row("how many rendered things, both matched", "EqBen, Kubric count, group", "6.1", "16.7", of: "wang2023"),
  ]

  private static let relations = [
    Row(
      "which way a relation holds", "ARO, relation", "59", "50", by: "yuksekgonul2023", of: "yuksekgonul2023",
      isShown: true),
    Row("a relation replaced", "SugarCrepe, replace relation", "69.2", "50", of: "hsieh2023"),
    Row("left, right, on or under", "What'sUp, subset A", "30.6", "25", of: "kamath2023", isShown: true),
    Row("left, right, in front or behind", "What'sUp, subset B", "30.9", "25", of: "kamath2023"),
    Row("the side of one of two things", "What'sUp, COCO, two things", "50.7", "50", of: "kamath2023"),
    Row("the side of one of two things", "What'sUp, Visual Genome, two things", "47.1", "50", of: "kamath2023"),
    Row("a relation of place", "VL-CheckList, spatial relation", "54.0", "50", of: "zhao2022"),
    Row("an action between two things", "VL-CheckList, relation action", "72.1", "50", of: "zhao2022"),
    Row("where rendered things are, both matched", "EqBen, Kubric location, group", "1.0", "16.7", of: "wang2023"),
    Row("the verb of a sentence", "SVO-Probes, verb", "79.7", "50", of: "hendricks2021"),
    Row("an action replaced", "VALSE, action replacement", "77.8", "50", of: "parcalabescu2022"),
    Row("who does what to whom", "VALSE, actant swap", "71.8", "50", of: "parcalabescu2022"),
  ]

  private static let orders = [
    Row(
      "two objects swapped", "SugarCrepe, swap object", "61.38", "50", by: "hsieh2023", of: "hsieh2023", isShown: true),
    Row("two objects swapped", "SugarCrepe, swap object", "61.2", "50", of: "hsieh2023"),
    Row("the order of the same words", "Winoground, text", "31.3", "25", of: "thrush2022"),
    Row("the order of the same words", "Winoground, image", "11.0", "25", of: "thrush2022"),
    Row(
      "the order of the same words, all matched", "Winoground, group", "8.8", "16.7", of: "thrush2022", isShown: true),
    Row("two colours swapped", "ColorSwap, text", "35.7", "25", of: "burapacheep2024"),
    Row("two colours swapped", "ColorSwap, image", "15.0", "25", of: "burapacheep2024"),
    Row("two colours swapped, all matched", "ColorSwap, group", "12.0", "16.7", of: "burapacheep2024"),
  ]

  private static let negations = [
    Row("whether there is any", "VALSE, existence", "69.3", "50", of: "parcalabescu2022"),
    Row("what is there", "NegBench, COCO, affirmative", "69.1", "25", by: "arXiv:2607.23271", of: "alhamoud2025"),
    Row("what is not there", "NegBench, COCO, negation", "6.8", "25", by: "arXiv:2607.23271", of: "alhamoud2025"),
    Row(
      "what is there and what is not", "NegBench, COCO, both", "39.3", "25", by: "arXiv:2607.23271", of: "alhamoud2025"),
    Row("what is not there", "NegBench, VOC, negation", "3.4", "25", by: "arXiv:2607.23271", of: "alhamoud2025"),
  ]

  private static let details = [
    Row("which way something faces, all matched", "MMVP-VLM, orientation", "0", "16.7", of: "tong2024"),
    Row("whether something is there, all matched", "MMVP-VLM, presence", "0", "16.7", of: "tong2024"),
    Row("state, all matched", "MMVP-VLM, state", "13", "16.7", of: "tong2024"),
    Row("how many, all matched", "MMVP-VLM, quantity", "0", "16.7", of: "tong2024"),
    Row("where, all matched", "MMVP-VLM, position", "0", "16.7", of: "tong2024"),
    Row("colour, all matched", "MMVP-VLM, colour", "13", "16.7", of: "tong2024"),
    Row("structure, all matched", "MMVP-VLM, structure", "13", "16.7", of: "tong2024"),
    Row("a written text, all matched", "MMVP-VLM, text", "7", "16.7", of: "tong2024"),
    Row("the viewpoint, all matched", "MMVP-VLM, viewpoint", "13", "16.7", of: "tong2024"),
  ]
}
