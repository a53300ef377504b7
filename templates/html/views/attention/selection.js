// Which heads are shown and which tokens are pinned: what presses on tiles and labels do, apart from the page.

Quire.attention.selection = (() => {
  const { range } = Quire.attention;
  // Two presses within this time isolate a head, by mouse, finger or keyboard.
  const twice = 450;

  // Heads that are on. A press switches one; a second soon after shows it alone, or all again where it was alone already.
  const heads = (count, initially = range(count)) => {
    const active = new Set(initially.length ? initially : range(count));
    let last = { head: -1, time: -Infinity, wasAlone: false };
    const selection = {
      has: (head) => active.has(head),
      list: () => [...active].sort((one, two) => one - two),
      get size() { return active.size; },
      isAlone: (head) => active.size === 1 && active.has(head),
      only(head) {
        active.clear();
        active.add(head);
      },
      all() {
        for (const head of range(count)) active.add(head);
      },
      // What happened: "on", "off", "kept" (the last one stays), "only" or "all".
      press(head, time) {
        const isSecond = last.head === head && time - last.time < twice;
        if (isSecond) {
          const { wasAlone } = last;
          last = { head: -1, time: -Infinity, wasAlone: false };
          if (wasAlone) {
            selection.all();
            return "all";
          }
          selection.only(head);
          return "only";
        }
        last = { head, time, wasAlone: selection.isAlone(head) };
        if (last.wasAlone) return "kept";
        if (active.delete(head)) return "off";
        active.add(head);
        return "on";
      },
    };
    return selection;
  };

  // The pinned tokens after a press on an item: it alone, or none where it was alone. With `several`, it is added or taken.
  const pinned = (tokens, positions, several) => {
    const has = positions.every((place) => tokens.includes(place));
    if (several) {
      return has
        ? tokens.filter((place) => !positions.includes(place))
        : [...tokens, ...positions.filter((place) => !tokens.includes(place))];
    }
    return has && tokens.length === positions.length ? [] : [...positions];
  };

  // "head 5", "mean of heads 2, 5 and 7", "mean of 12 heads".
  const title = (list) => {
    if (list.length === 1) return `head ${list[0]}`;
    if (list.length > 5) return `mean of ${list.length} heads`;
    return `mean of heads ${list.slice(0, -1).join(", ")} and ${list[list.length - 1]}`;
  };

  return { heads, pinned, title };
})();
