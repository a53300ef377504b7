extension WordEmbeddings.Settings {
  static let units = [
    "memory_limit": "MiB", "unpacked_limit": "MiB",
    "min_len": "characters", "max_len": "characters", "min_n": "characters", "max_n": "characters",
    "topn": "words", "projection_words": "words", "map_words": "words", "explorer_words": "words", "window": "words",
    "negative": "words", "min_count": "occurrences", "phrase_min_count": "occurrences",
    "vectors_limit": "vectors", "other_vectors_limit": "vectors", "bucket": "vectors",
    "vector_size": "numbers", "reviews_topn": "texts", "stability_seeds": "seeds", "epochs": "passes over the corpus",
  ]
}
