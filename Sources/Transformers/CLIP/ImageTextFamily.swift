/// The kinds of models that have a vector for pictures and one for captions in one space.
public enum ImageTextFamily: String, Sendable {
  /// Radford et al. 2021: a caption is as probable as the softmax over the captions beside it says.
  case clip
  /// Zhai et al. 2023: a caption has a score of its own, the logistic function of its logit, whatever stands beside it.
  case siglip
}
