/// Common English nouns: what pictures show, the classes of COCO among them.
enum EnglishThings {
  /// The nouns by what they are, in the singular; phrases of two words are one noun.
  static let byKind: [(kind: CaptionVocabulary.ThingKind, nouns: String)] = [
    (
      .person,
      """
      person, man, woman, boy, girl, child, baby, doctor, chef, farmer, soldier, dancer, teacher, skier, surfer
      """
    ),
    (
      .animal,
      """
      cat, dog, bird, horse, sheep, cow, elephant, bear, zebra, giraffe, rabbit, fox, panda, koala, tiger, lion, \
      pig, frog, monkey, mouse, wolf, penguin, owl, duck, turtle, snake, whale, octopus, crab, butterfly, bee, \
      snail, deer, goat, chicken, goose, swan, parrot, eagle, pigeon, squirrel, hedgehog, hamster, kangaroo, camel, \
      donkey, crocodile, lizard, dolphin, shark, fish, spider, ant, kitten, puppy, peacock, flamingo, seal, \
      gorilla, leopard
      """
    ),
    (
      .vehicle,
      """
      bicycle, car, motorcycle, airplane, bus, train, truck, boat, tractor, rocket, helicopter, van, taxi, scooter, \
      ship, ambulance, tram, canoe, skateboard, surfboard, sled, wagon, submarine
      """
    ),
    (
      .food,
      """
      banana, apple, sandwich, orange, carrot, hot dog, pizza, donut, cake, lemon, strawberry, mushroom, hamburger, \
      pear, peach, grape, cherry, pineapple, watermelon, tomato, potato, onion, pepper, cucumber, pumpkin, egg, \
      cookie, pie, cheese, loaf, croissant, pancake, sausage, steak, salad, ice cream, coconut, avocado, melon, \
      cupcake
      """
    ),
    (
      .household,
      """
      traffic cone, bottle, wine glass, cup, fork, knife, spoon, bowl, vase, book, clock, teddy bear, hair dryer, \
      toothbrush, laptop, keyboard, remote, phone, camera, computer, television, microwave, toaster, lamp, candle, \
      mirror, pillow, blanket, towel, basket, box, bucket, key, umbrella, guitar, piano, violin, drum, trumpet, \
      ball, balloon, kite, bell, plate, mug, teapot, kettle, pencil, pen, notebook, newspaper, \
      envelope, suitcase, backpack, handbag, purse, broom, hammer, screwdriver, ladder, rope, doll, toy, puzzle, \
      frisbee, tennis racket, baseball bat, snowboard, trophy, crown, ring, necklace, watch, coin, globe, \
      telescope, microphone, radio, fan, vacuum cleaner, potted plant
      """
    ),
    (
      .furniture,
      """
      chair, couch, bed, table, toilet, desk, bench, shelf, cupboard, stool, drawer, bathtub, sink, refrigerator, \
      oven, door, window
      """
    ),
    (
      .outdoors,
      """
      house, tree, flower, traffic light, fire hydrant, stop sign, bridge, tower, church, castle, \
      lighthouse, windmill, fence, tent, fountain, statue, mountain, rock, cactus, bush, cloud, barn, skyscraper, \
      street lamp, mailbox, rose, tulip, sunflower, leaf, pond, hill
      """
    ),
    (
      .clothing,
      """
      tie, hat, shoe, shirt, coat, jacket, dress, skirt, scarf, glove, sock, boot, helmet, cap, belt, sweater
      """
    ),
  ]

  /// Nouns that may name one and the same thing: where a picture has one of them, the others may be true as well.
  static let overlaps: [Set<String>] = [
    "person, man, boy, child, baby, doctor, chef, farmer, soldier, dancer, teacher, skier, surfer",
    "person, woman, girl, child, baby, doctor, chef, farmer, soldier, dancer, teacher, skier, surfer", "cat, kitten",
    "dog, puppy", "tiger, cat", "lion, cat", "leopard, cat", "wolf, dog", "bear, panda", "bear, koala",
    "bear, teddy bear", "monkey, gorilla",
    "bird, penguin, owl, duck, goose, swan, parrot, eagle, pigeon, peacock, flamingo, chicken", "goose, duck, swan",
    "horse, donkey", "horse, zebra", "sheep, goat", "mouse, hamster", "fish, shark, whale, dolphin",
    "bicycle, motorcycle, scooter", "skateboard, scooter", "car, taxi, van, truck, ambulance", "train, tram",
    "bus, van, tram", "boat, ship, canoe, submarine", "surfboard, snowboard, skateboard",
    "cake, cupcake, pie, donut, cookie, pancake", "sandwich, hamburger, hot dog", "hot dog, sausage",
    "melon, watermelon", "orange, lemon", "loaf, croissant", "cup, mug, wine glass", "bowl, plate", "teapot, kettle",
    "book, notebook", "computer, laptop, keyboard, television", "phone, camera", "remote, phone", "clock, watch",
    "suitcase, backpack, handbag, purse, basket", "box, basket", "pencil, pen",
    "toy, doll, teddy bear, ball, puzzle, frisbee, kite", "lamp, street lamp, candle", "guitar, violin",
    "vase, potted plant, flower", "flower, rose, tulip, sunflower, potted plant",
    "tree, bush, cactus, leaf, potted plant", "couch, chair, bench, stool", "couch, bed", "table, desk",
    "shelf, cupboard, drawer", "microwave, oven, toaster", "sink, bathtub",
    "house, church, castle, barn, tower, lighthouse, windmill, skyscraper", "rock, mountain, hill",
    "hat, cap, helmet, crown", "shoe, boot", "coat, jacket, sweater, shirt", "dress, skirt", "towel, blanket",
    "bottle, vase",
  ].map { Set($0.components) }

  /// Nouns that mean the same, the one of the list above first.
  static let synonyms = [
    ["couch", "sofa"], ["bicycle", "bike"], ["motorcycle", "motorbike"], ["airplane", "plane"], ["television", "tv"],
    ["phone", "telephone"], ["donut", "doughnut"], ["refrigerator", "fridge"], ["hamburger", "burger"],
    ["cupboard", "cabinet"],
  ]
}

extension String {
  /// The entries of a list with commas.
  var components: [String] {
    split(separator: ",").map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
  }
}
