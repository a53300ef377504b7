/// What is known of a picture that comes with Quire.
struct ShippedPicture {
  /// True descriptions of it, and captions that are false of it.
  let descriptions, falseCaptions: [String]
  /// Pairs that were put together for it.
  let pairs: [(isTrue: String, isFalse: String)]

  /// Those pictures by their names.
  static let all = [
    "two-cats-three-dogs.png": twoCatsThreeDogs, "dog-and-cat.png": dogAndCat, "two-cats.png": twoCats,
  ]

  /// One true caption, and false ones that each change another thing: the numbers, the side, the kinds, a kind and the ground.
  private static let twoCatsThreeDogs = ShippedPicture(
    descriptions: [
      "two cats and three dogs on a green background", "two cats to the left of three dogs on a green background",
    ],
    falseCaptions: [
      "three cats and two dogs on a green background", "two cats to the left of three foxes on a green background",
    ],
    pairs: [
      "three cats to the left of two dogs", "two cats to the right of three dogs", "two dogs to the left of three cats",
      "two foxes to the left of three dogs",
    ].map { ("two cats to the left of three dogs", $0) } + [
      (
        "two cats to the left of three dogs on a green background",
        "two cats to the left of three dogs on a blue background"
      )
    ])

  private static let beside = "a big dog to the left of a small cat on a green background"

  /// One true caption, and false ones that each change another thing: places, the side, sizes, kind and ground.
  private static let dogAndCat = ShippedPicture(
    descriptions: [
      "a dog and a cat on a green background", "a dog to the left of a cat on a green background",
    ],
    falseCaptions: [
      "a dog above a cat on a green background", "a dog to the left of a fox on a green background",
      "a bear to the left of a cat on a green background",
    ],
    pairs: [
      "a small cat to the left of a big dog on a green background",
      "a big dog to the right of a small cat on a green background",
      "a small dog to the left of a big cat on a green background",
      "a big dog to the left of a small fox on a green background",
      "a big dog to the left of a small cat on a blue background",
    ].map { (beside, $0) })

  private static let twoCats = ShippedPicture(
    descriptions: [
      "two cats", "two cats on an orange background", "a cat to the left of a cat on an orange background",
    ],
    falseCaptions: [
      "two cats sleeping", "two cats with hats", "two cats in the rain", "two cats sleeping on an orange background",
      "two cats with hats on an orange background", "two cats in the rain on an orange background",
      "a cat above a cat on an orange background",
    ],
    pairs: [
      (
        "a small cat to the right of a big cat on an orange background",
        "a small cat to the left of a big cat on an orange background"
      ),
      ("an image of a small cat to the right of a big cat", "an image of a small cat to the left of a big cat"),
      (
        "a big cat to the left of a small cat on an orange background",
        "a small cat to the left of a big cat on an orange background"
      ),
    ])
}
