// Colours: what the page's style sheet says at this moment, scales for numbers, and colours for things that are told apart.

Quire.colour = (() => {
  // The paper figures' own scales: matplotlib's viridis at every sixteenth, and blue–white–orange about zero.
  const viridis = [
    [68, 1, 84], [72, 24, 106], [71, 45, 123], [66, 64, 134], [59, 82, 139], [51, 99, 141], [44, 114, 142],
    [38, 130, 142], [33, 145, 140], [31, 160, 136], [40, 174, 128], [63, 188, 115], [94, 201, 98], [132, 212, 75],
    [173, 220, 48], [216, 226, 25], [253, 231, 37],
  ];
  const ends = {
    viridis: { light: viridis, dark: viridis },
    diverging: {
      light: [[20, 82, 150], [91, 148, 204], [246, 246, 246], [232, 150, 80], [170, 72, 8]],
      dark: [[130, 190, 250], [62, 112, 170], [32, 36, 41], [172, 96, 34], [255, 176, 104]],
    },
    // From the page's own ground to one strong colour: for matrices in which most is nothing.
    ground: {
      light: [[255, 255, 255], [198, 219, 239], [107, 160, 208], [24, 94, 163], [8, 48, 107]],
      dark: [[21, 24, 27], [28, 58, 92], [46, 104, 160], [112, 174, 234], [214, 234, 255]],
    },
  };

  /// The colour at `t`, from 0 to 1, between the given ones.
  const between = (stops, t) => {
    const place = Quire.clamp(Number.isFinite(t) ? t : 0, 0, 1) * (stops.length - 1);
    const low = Math.min(stops.length - 2, Math.floor(place));
    return stops[low].map((value, part) => Math.round(value + (stops[low + 1][part] - value) * (place - low)));
  };

  // Sixteen and more that stay apart for the colour-blind in pairs of hue and lightness; each is also numbered where it is used.
  const series = {
    light: [
      "#0072b2", "#d55e00", "#00795c", "#b0498a", "#8a6d00", "#5b4bb5", "#a3333d", "#2b7a9b", "#4f7f1f", "#8c5a3c",
      "#6b6f76", "#c2410c", "#1f5f8b", "#9d3fb0", "#3f6f5a", "#7a4a00", "#d6336c", "#36568f", "#5f7d00", "#70415f",
      "#00767a", "#97501f", "#5a5ac8", "#7d2f2f", "#4a6b86",
    ],
    dark: [
      "#56b4e9", "#ff9a57", "#3fd0a4", "#ea9bcb", "#f0e442", "#b3a5ff", "#ff8f99", "#7fd4f2", "#b0dd6b", "#dcb08d",
      "#c3c8ce", "#ffb38a", "#8fc1ea", "#df9cf0", "#9fd6bf", "#f2c66a", "#ff9dc0", "#a9bff5", "#cfe06a", "#dcb0c8",
      "#63d6d8", "#f0b48a", "#bcbcff", "#eaa5a5", "#b4cee0",
    ],
  };

  const isMatching = (query) => typeof matchMedia === "function" && matchMedia(query).matches;

  /// The colours of this moment; asked again whenever something is drawn.
  const theme = () => {
    const isDark = isMatching("(prefers-color-scheme: dark)");
    const isForced = isMatching("(forced-colors: active)");
    const style = getComputedStyle(document.documentElement);
    const value = (name, forced) => (isForced ? forced : style.getPropertyValue(name).trim());
    const tone = isDark ? "dark" : "light";
    const scale = (name) => (t) => `rgb(${between(ends[name][tone], t).join(",")})`;
    return {
      isDark, isForced, scale,
      text: value("--ink", "CanvasText"), quiet: value("--quiet", "CanvasText"), line: value("--rule", "GrayText"),
      paper: value("--paper", "Canvas"), wash: value("--wash", "Canvas"), accent: value("--accent", "Highlight"),
      mark: value("--mark", "CanvasText"), series: series[tone], family: value("--sans", style.getPropertyValue("--sans")),
      table: (name) => table(name, tone),
      /// Black or white, whichever is read on a colour of a scale.
      on: (name, t) => (luminance(between(ends[name][tone], t)) > 0.18 ? "#000000" : "#ffffff"),
    };
  };

  /// A scale's 256 colours, three bytes each.
  const tables = new Map();
  const table = (name, tone) => {
    const key = name + tone;
    if (!tables.has(key)) {
      const bytes = new Uint8ClampedArray(256 * 3);
      for (let step = 0; step < 256; step++) bytes.set(between(ends[name][tone], step / 255), step * 3);
      tables.set(key, bytes);
    }
    return tables.get(key);
  };

  /// Relative luminance by WCAG 2.2.
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };

  return { between, luminance, series, theme, table, ends };
})();

Quire.theme = () => Quire.colour.theme();
