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

  // Colours for what is told apart, found by search: of the first twelve any two differ by 0.075 in OKLab at least, also
  // as people without red, green or blue cones see them, and all stand out from the page by 3:1. The search is greedy, so the
  // further ones are as far from all before them as can be. Each is also numbered where it is used.
  const series = {
    light: [
      "#2d1e69", "#1ea52d", "#785aff", "#4b5a00", "#781e96", "#875ab4", "#5a0f00", "#1e6969", "#2d875a",
      "#004b4b", "#4b00e1", "#8787e1", "#a587a5", "#4b7800", "#ff4b87", "#b42d87", "#692d1e", "#8778b4",
      "#961eb4", "#4b1e2d", "#699669", "#0078d2", "#870f4b", "#691eff", "#874b4b",
    ],
    dark: [
      "#9687ff", "#e15ab4", "#0f780f", "#96f0ff", "#c39600", "#c31e96", "#e11e5a", "#1ed2a5", "#961ef0",
      "#c3f0a5", "#b4b4ff", "#e1c300", "#ffe13c", "#3cb478", "#a54bc3", "#5a785a", "#96d2e1", "#a55aff",
      "#b496e1", "#4b9687", "#d2d278", "#968700", "#87c369", "#c33c0f", "#7887d2",
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

  // System colours by name, as they are just now.
  let known = new Map();
  const forget = () => { known = new Map(); };

  /// A theme whose system colours are numbers: a file that is saved is looked at elsewhere, where their names mean nothing.
  const resolved = (theme) => {
    if (!theme.isForced) return theme;
    const probe = document.createElement("span");
    probe.style.forcedColorAdjust = "none";
    document.body.append(probe);
    const colour = (name) => {
      if (!known.has(name)) {
        probe.style.color = name;
        known.set(name, getComputedStyle(probe).color);
      }
      return known.get(name);
    };
    const names = ["text", "quiet", "line", "paper", "wash", "accent", "mark"];
    const colours = Object.fromEntries(names.map((name) => [name, colour(theme[name])]));
    probe.remove();
    return { ...theme, ...colours };
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

  return { between, forget, luminance, resolved, series, theme, table, ends };
})();

Quire.theme = () => Quire.colour.theme();
