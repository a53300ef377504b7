// Words near a point of the screen, and the next word in a direction.

Quire.embedding.nearby = (() => {
  /// The word nearest to a point, within `reach` pixels: its index, or `null`.
  const at = (points, x, y, reach) => {
    let [best, least] = [null, reach * reach];
    for (let word = 0; word < points.x.length; word++) {
      const [dx, dy] = [points.x[word] - x, points.y[word] - y];
      const squares = dx * dx + dy * dy;
      if (squares < least) [best, least] = [word, squares];
    }
    return best;
  };

  const directions = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  /// The next word from another one in the direction of an arrow key, among those that `isOffered`: the nearest within an eighth
  /// of a turn to either side, where what is off the direction counts double.
  const next = (points, word, key, isOffered) => {
    const [ux, uy] = directions[key];
    let [best, least] = [null, Infinity];
    for (let other = 0; other < points.x.length; other++) {
      if (other === word || !isOffered(other)) continue;
      const [dx, dy] = [points.x[other] - points.x[word], points.y[other] - points.y[word]];
      const along = dx * ux + dy * uy;
      const across = Math.abs(dx * uy - dy * ux);
      if (along <= 0 || across > along) continue;
      const cost = along + 2 * across;
      if (cost < least) [best, least] = [other, cost];
    }
    return best;
  };

  return { at, directions, next };
})();
