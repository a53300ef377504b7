// One drawing, two papers: the same calls paint on a canvas and write SVG, so that what is saved is what is seen.

Quire.pen = (() => {
  const fontOf = (size, weight, family) => `${weight ?? 400} ${size}px ${family}`;

  /// A pen that paints on a canvas' context.
  const onCanvas = (context, family) => ({
    rect(x, y, w, h, { fill, stroke, width = 1, radius = 0, alpha = 1, dash } = {}) {
      context.globalAlpha = alpha;
      context.setLineDash(dash ?? []);
      context.beginPath();
      // Browsers of 2022 draw corners as they are.
      if (radius && context.roundRect) context.roundRect(x, y, w, h, radius);
      else context.rect(x, y, w, h);
      if (fill) { context.fillStyle = fill; context.fill(); }
      if (stroke) { context.strokeStyle = stroke; context.lineWidth = width; context.stroke(); }
      context.globalAlpha = 1;
      context.setLineDash([]);
    },
    line(x1, y1, x2, y2, { stroke, width = 1, alpha = 1, dash } = {}) {
      context.globalAlpha = alpha;
      context.setLineDash(dash ?? []);
      context.strokeStyle = stroke;
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
      context.stroke();
      context.globalAlpha = 1;
      context.setLineDash([]);
    },
    curve(x1, y1, x2, y2, { stroke, width = 1, alpha = 1 } = {}) {
      const middle = (x1 + x2) / 2;
      context.globalAlpha = alpha;
      context.strokeStyle = stroke;
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(x1, y1);
      context.bezierCurveTo(middle, y1, middle, y2, x2, y2);
      context.stroke();
      context.globalAlpha = 1;
    },
    circle(x, y, r, { fill, stroke, width = 1, alpha = 1 } = {}) {
      context.globalAlpha = alpha;
      context.beginPath();
      context.arc(x, y, r, 0, 2 * Math.PI);
      if (fill) { context.fillStyle = fill; context.fill(); }
      if (stroke) { context.strokeStyle = stroke; context.lineWidth = width; context.stroke(); }
      context.globalAlpha = 1;
    },
    text(string, x, y, { fill, size = 12, align = "left", baseline = "middle", weight, maxWidth, angle, alpha = 1 } = {}) {
      context.globalAlpha = alpha;
      context.fillStyle = fill;
      context.font = fontOf(size, weight, family);
      context.textAlign = align;
      context.textBaseline = baseline;
      // Each word as its letters run; where it stands does not depend on them.
      context.direction = "ltr";
      if (angle) {
        context.save();
        context.translate(x, y);
        context.rotate(angle);
        context.fillText(string, 0, 0, maxWidth);
        context.restore();
      } else {
        context.fillText(string, x, y, maxWidth);
      }
      context.globalAlpha = 1;
    },
    pixels(x, y, w, h, image) {
      context.imageSmoothingEnabled = false;
      context.drawImage(canvasOf(image), x, y, w, h);
    },
    image(x, y, w, h, element) {
      context.imageSmoothingEnabled = true;
      context.drawImage(element, x, y, w, h);
    },
    measure(string, { size = 12, weight } = {}) {
      context.font = fontOf(size, weight, family);
      return context.measureText(string).width;
    },
  });

  /// A canvas that holds raw pixels, which drawImage can scale and putImageData cannot.
  const canvasOf = ({ width, height, rgba }) => {
    const canvas = document.createElement("canvas");
    canvas.width = width;
    canvas.height = height;
    canvas.getContext("2d").putImageData(new ImageData(rgba, width, height), 0, 0);
    return canvas;
  };

  const escaped = (text) =>
    // Letters that XML has no way to say are shown as what they are not.
    String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
      .replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]);

  /// A pen that writes SVG; `finish()` gives the file.
  const onSVG = (width, height, theme) => {
    const parts = [];
    const ruler = document.createElement("canvas").getContext("2d");
    const digits = (number) => String(Math.round(number * 100) / 100);
    const attributes = (values) =>
      Object.entries(values).filter(([, value]) => value !== undefined && value !== null)
        .map(([key, value]) => ` ${key}="${escaped(typeof value === "number" ? digits(value) : value)}"`).join("");
    const paint = ({ fill, stroke, width = 1, alpha, dash }) => attributes({
      fill: fill ?? "none", stroke, "stroke-width": stroke ? width : undefined,
      opacity: alpha === undefined || alpha === 1 ? undefined : alpha, "stroke-dasharray": dash?.join(" "),
    });
    const embedded = (x, y, w, h, canvas, isSmooth) => parts.push(
      `<image${attributes({ x, y, width: w, height: h, preserveAspectRatio: "none", href: canvas.toDataURL("image/png") })}` +
      `${isSmooth ? "" : ' style="image-rendering:pixelated"'}/>`);
    return {
      rect: (x, y, w, h, style = {}) => parts.push(
        `<rect${attributes({ x, y, width: Math.max(0, w), height: Math.max(0, h), rx: style.radius || undefined })}${paint(style)}/>`),
      line: (x1, y1, x2, y2, style = {}) => parts.push(`<line${attributes({ x1, y1, x2, y2 })}${paint(style)}/>`),
      curve: (x1, y1, x2, y2, style = {}) => {
        const middle = digits((x1 + x2) / 2);
        parts.push(
          `<path d="M${digits(x1)} ${digits(y1)}C${middle} ${digits(y1)} ${middle} ${digits(y2)} ${digits(x2)} ${digits(y2)}"` +
          `${paint({ ...style, fill: undefined })}/>`);
      },
      circle: (x, y, r, style = {}) => parts.push(`<circle${attributes({ cx: x, cy: y, r })}${paint(style)}/>`),
      text: (string, x, y, { fill, size = 12, align = "left", baseline = "middle", weight, maxWidth, angle, alpha } = {}) => {
        ruler.font = fontOf(size, weight, theme.family);
        const isSqueezed = maxWidth !== undefined && ruler.measureText(string).width > maxWidth;
        const shift = { middle: 0.35, top: 0.8, hanging: 0.8, bottom: -0.2, alphabetic: 0 }[baseline] ?? 0.35;
        parts.push(
          `<text${attributes({
            x, y: y, dy: shift * size, fill, "font-size": size, "font-weight": weight, opacity: alpha,
            "text-anchor": { center: "middle", right: "end", end: "end" }[align],
            textLength: isSqueezed ? maxWidth : undefined, lengthAdjust: isSqueezed ? "spacingAndGlyphs" : undefined,
            transform: angle ? `rotate(${digits((angle * 180) / Math.PI)} ${digits(x)} ${digits(y)})` : undefined,
          })}>${escaped(string)}</text>`);
      },
      pixels: (x, y, w, h, image) => embedded(x, y, w, h, canvasOf(image), false),
      image: (x, y, w, h, element) => {
        const canvas = document.createElement("canvas");
        canvas.width = Math.max(1, Math.round(w * 2));
        canvas.height = Math.max(1, Math.round(h * 2));
        canvas.getContext("2d").drawImage(element, 0, 0, canvas.width, canvas.height);
        embedded(x, y, w, h, canvas, true);
      },
      measure: (string, { size = 12, weight } = {}) => {
        ruler.font = fontOf(size, weight, theme.family);
        return ruler.measureText(string).width;
      },
      finish: () =>
        `<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg"${attributes({
          width, height, viewBox: `0 0 ${digits(width)} ${digits(height)}`, "font-family": theme.family,
        })}>\n<rect width="100%" height="100%" fill="${escaped(theme.paper)}"/>\n${parts.join("\n")}\n</svg>\n`,
    };
  };

  return { onCanvas, onSVG };
})();
