extension WordEmbeddings.Settings {
  static var meanings: [String: String] { reading.merging(asking) { $1 }.merging(training) { $1 } }

  /// What is read, and how it becomes words.
  private static let reading = [
    "data": "Where the texts come from: names of the catalogue, files, folders of files or patterns such as "
      + "reviews/*.json.gz; several are one corpus.",
    "column": "The column or field that holds the text; unless said the first usual one that there is, which is "
      + "named.",
    "strip_markup": "Whether tags and entities of HTML are taken out of the texts; unless said only of the film "
      + "reviews "
      + "that stand in for the assignment's data.",
    "deacc": "Whether accents are removed, as by gensim's deacc.",
    "max_malformed": "The share of records that cannot be read from which on the data is refused; fewer are "
      + "left out and "
      + "told.",
    "memory_limit": "How many MiB of token ids stay in memory, a longer corpus going to a temporary file; and "
      + "how many "
      + "MiB other vectors may take.",
    "unpacked_limit": "How many MiB a compressed file may unpack to; unless said, no more than any real text does.",
    "min_len": "The fewest characters of a word.",
    "max_len": "The most characters of a word.",
    "keep_numbers": "Whether digits belong to words, as in 4g.",
    "keep_hyphens": "Whether a hyphen between two letters belongs to the word, as in hands-free.",
    "stop_words": "Words that are left out before the training; english stands for scikit-learn's list.",
    "phrases": "Whether pairs of words that belong together become one word, as battery_life, by gensim's Phrases.",
    "phrase_threshold": "The score above which a pair of words is a phrase.",
    "phrase_min_count": "What is taken off a pair's count before it is scored, so that rare pairs are no phrases.",
  ]

  /// What is asked of the vectors.
  private static let asking = [
    "words": "The words whose nearest words are looked for.",
    "topn": "How many nearest words of each.",
    "vectors": "A file of vectors that is asked instead of a training: word2vec's text or binary, fastText's, "
      + "GloVe's.",
    "vectors_limit": "How many vectors of that file to read, the first ones.",
    "projection_words": "How many of the most frequent words the projection shows.",
    "map_words": "How many words the t-SNE map shows, those that bunch in some texts.",
    "explorer_words": "How many of the most frequent words the HTML's explorer holds; 0 leaves it out.",
    "save_vectors": "The forms in which the submission carries the vectors: word2vec's binary (true means that "
      + "one), its "
      + "text, and the two files of the TensorBoard Projector.",
    "analogies": "Analogies a : b = c : d, as a b c d; without the last there is no expected answer.",
    "doesnt_match": "Sets of words, of each of which the one that fits least is named.",
    "pairs": "Word pairs that people judged: wordsim-353, simlex-999, files, or folders of files.",
    "pairs_otherwise": "Files of pairs that stand in where none of the collections can be had.",
    "analogy_files": "Files of analogies in sections, as gensim's questions-words.txt, or folders of them.",
    "other_vectors": "Vectors to compare with: a file of them, or a language model whose word pieces are taken; "
      + "none for "
      + "none.",
    "other_vectors_limit": "How many of the other vectors to read, the first of the file.",
    "review": "A text, counted from 0, whose nearest texts are shown; the section is left out unless one is named.",
    "reviews_topn": "How many nearest texts.",
    "stability_seeds": "How many further seeds to train under, to see which nearest words stay.",
    "grid": "Which further trainings show what single parameters do: small on a tenth of the texts, full on "
      + "all, none.",
  ]

  /// How the vectors are trained, by gensim's names.
  private static let training = [
    "vector_size": "The numbers of a word's vector.",
    "window": "The words on either side that count as context, at most.",
    "min_count": "The occurrences below which a word is left out.",
    "sample": "The share of the corpus above which a word is thinned out; 0 keeps every occurrence.",
    "negative": "The random words that each word is told from; 0 only where hs is set, which does without.",
    "ns_exponent": "The power of the counts by which random words are drawn.",
    "cbow_mean": "Whether CBOW takes the mean of the context's vectors, or their sum.",
    "sg": "Whether to train skip-gram, or CBOW.",
    "hs": "Whether words are predicted by hierarchical softmax instead of negative samples.",
    "hogwild": "Whether threads train without waiting for each other: no two runs give the same vectors, and "
      + "none are kept.",
    "shared_negatives": "Whether neighbouring pairs of skip-gram share their random words, which is faster.",
    "epochs": "How many times the corpus is gone through.",
    "alpha": "The learning rate at the start.",
    "min_alpha": "The learning rate at the end.",
    "subword": "Whether words also have vectors of their pieces, as fastText's.",
    "min_n": "The fewest characters of a piece.",
    "max_n": "The most characters of a piece.",
    "bucket": "How many vectors all pieces share.",
  ]
}
