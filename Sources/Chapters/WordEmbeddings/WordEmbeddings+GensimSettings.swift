internal import Embeddings
internal import Notebook

extension WordEmbeddings.Settings {
  /// What is to be said of parameters that gensim's `Word2Vec` has, or had, and that are no settings here.
  static let gensimNames = [
    "size": "is gensim's old name of vector_size; write that",
    "iter": "is gensim's old name of epochs; write that",
    "workers": "is gensim's name of the threads, which are the whole report's: `threads: 4` at the top, or --threads 4",
    "seed": "belongs to the whole report: `seed: 1` at the top, or --seed 1",
    "sentences": "is gensim's name of what is trained on; name files or folders in data",
    "corpus_file": "is gensim's name of what is trained on; name files or folders in data",
    "corpus_iterable": "is gensim's name of what is trained on; name files or folders in data",
    "max_vocab_size": """
    is gensim's way to save memory while it counts words, at the price of wrong counts; here every word is counted, and \
    min_count says which are kept
    """,
    "max_final_vocab": "is not a setting here; min_count says how often a word must occur to be kept",
    "trim_rule": "is a function of Python; min_count says which words are kept",
    "sorted_vocab": "is not a setting here: words are always sorted by how often they occur; leave it out",
    "null_word": "is not a setting here, since it changes no vector of a word; leave it out",
    "shrink_windows": """
    is not a setting here: each place draws how far its window reaches, from 1 to window, as gensim does unless it is told \
    otherwise; leave it out
    """,
    "cbow": "is not a setting here; `sg: false` is CBOW",
    "compute_loss": "is not a setting here: the loss is always computed, and the report shows it; leave it out",
    "hashfxn": "is not a setting here: random numbers come from the seed alone; leave it out",
    "batch_words": "is not a setting here, since it changes no vector; leave it out",
    "callbacks": "are functions of Python; the report shows the loss of each epoch",
    "start_alpha": "is alpha here; write that",
    "end_alpha": "is min_alpha here; write that",
  ]

  /// Refuses values of the training that do not go together, and tells of such as have no effect beside others.
  func checkTraining(_ values: inout SettingsReader) {
    for (name, sentence) in Self.gensimNames { values.explain(name, sentence) }
    if training.alpha == 0 { values.report("alpha", "must be more than 0: with 0 nothing is learned") }
    if training.minAlpha > training.alpha, training.alpha > 0 {
      if values.isGiven("min_alpha") {
        values.report(
          "min_alpha", "must not be above alpha, which is \(training.alpha), found \(training.minAlpha); lower it")
      } else {
        values.report(
          "alpha",
          "must not be below min_alpha, to which it falls and which is \(training.minAlpha) unless said, "
            + "found \(training.alpha); raise it, or set min_alpha too")
      }
    }
    if training.hs {
      if values.isGiven("negative"), training.negative > 0 {
        values.remark(
          "negative",
          "is not used: hs trains through the tree alone, where gensim would train with both; "
            + "leave negative out or write 0, as for gensim when it is to do the same")
      }
      if values.isGiven("ns_exponent") { values.remark("ns_exponent", "is not used: with hs no words are drawn") }
      if training.sharedNegatives {
        values.report(
          "shared_negatives", "has nothing to share where hs is set, which draws no words; leave one of them out")
      }
    } else if training.negative == 0 {
      values.report(
        "negative",
        "must be at least 1, found 0: in gensim 0 turns negative sampling off, which takes `hs: true` beside it")
    }
    if training.sharedNegatives, !training.sg, !training.hs {
      values.remark(
        "shared_negatives", "has no effect on CBOW, which draws once for a window anyway; it is for `sg: true`")
    }
    if training.sg, !training.cbowMean { values.remark("cbow_mean", "has no effect on skip-gram") }
  }
}
