// A canvas that keeps pace with the page, and the keyboard's way over its cells.

Quire.surfaces = new Set();

/// A canvas as wide as its place, drawn again when its width, the screen's resolution or the reader's colours change.
///
/// - size(width): `{width, height}` of the drawing in CSS pixels, for the width that there is.
/// - draw(pen, theme): draws it.
/// - label(): what a reader who cannot see it is told.
Quire.surface = (host, { size, draw, label = () => "" }) => {
  const canvas = Quire.h("canvas", { role: "img" });
  const element = Quire.h("div", { class: "view-surface" }, canvas);
  const context = canvas.getContext("2d");
  const surface = { element, canvas, context, width: 0, height: 0 };
  let isScheduled = false;

  const redraw = () => {
    const available = element.clientWidth;
    if (!available) return;
    const { width, height } = size(available);
    const ratio = Math.min(3, window.devicePixelRatio || 1);
    if (surface.width !== width || surface.height !== height || surface.ratio !== ratio) {
      Object.assign(surface, { width, height, ratio });
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
      surface.onsize?.();
    }
    const theme = Quire.theme();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    try {
      draw(Quire.pen.onCanvas(context, theme.family), theme);
      canvas.setAttribute("aria-label", label());
    } catch (error) {
      host.fail?.(error);
      throw error;
    }
  };
  surface.redraw = redraw;

  /// Draws at the next frame, once, however often it is asked for.
  surface.schedule = () => {
    if (isScheduled) return;
    isScheduled = true;
    requestAnimationFrame(() => {
      isScheduled = false;
      redraw();
    });
  };

  /// The place of a pointer on the drawing, in CSS pixels.
  surface.at = (event) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  new ResizeObserver(surface.schedule).observe(element);
  Quire.surfaces.add(surface);
  return surface;
};

/// The keyboard's place on a surface: one cell that has the focus, moved by the arrow keys, told by the live region.
///
/// - rows, columns: how many there are, as functions, for they change.
/// - rect(row, column): `{x, y, width, height}` of a cell in CSS pixels.
/// - label(row, column): what the cell says.
/// - onmove(row, column), onpick(row, column, event): the cell is reached; Enter or the space bar is pressed on it.
/// - name: what the whole is, and `help`: which keys there are.
Quire.cursor = (host, surface, { rows, columns, rect, label, onmove, onpick, name, help = "" }) => {
  const helpId = `${host.id}-help-${Quire.cursor.count = (Quire.cursor.count ?? 0) + 1}`;
  const element = Quire.h("div", {
    class: "view-cursor", tabindex: "0", role: "application", "aria-roledescription": "cells", "aria-describedby": helpId,
  });
  const hint = Quire.h("span", { id: helpId, class: "view-unseen" },
    help || "Arrow keys move, Home and End go to the ends of a row, Page up and Page down to those of a column, Enter chooses.");
  surface.element.append(element, hint);
  const cursor = { element, row: 0, column: 0 };

  const place = () => {
    const box = rect(cursor.row, cursor.column);
    if (!box) return;
    Object.assign(element.style, {
      left: `${box.x}px`, top: `${box.y}px`, width: `${Math.max(4, box.width)}px`, height: `${Math.max(4, box.height)}px`,
    });
    element.setAttribute("aria-label", `${name}: ${label(cursor.row, cursor.column)}`);
  };

  /// Moves there; `isQuiet` without telling anybody, where something else has moved it.
  cursor.go = (row, column, isQuiet = false) => {
    cursor.row = Quire.clamp(row, 0, Math.max(0, rows() - 1));
    cursor.column = Quire.clamp(column, 0, Math.max(0, columns() - 1));
    place();
    if (isQuiet) return;
    reveal();
    onmove?.(cursor.row, cursor.column);
    host.say(label(cursor.row, cursor.column));
  };
  cursor.place = place;

  /// Brings the cell into sight, in whatever scrolls around it; the page itself moves only where the cell is outside the window.
  const reveal = () => element.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });

  element.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { row, column } = cursor;
    const moves = {
      ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1], ArrowUp: [row - 1, column], ArrowDown: [row + 1, column],
      Home: [row, 0], End: [row, columns() - 1], PageUp: [0, column], PageDown: [rows() - 1, column],
    };
    if (moves[event.key]) {
      event.preventDefault();
      cursor.go(...moves[event.key]);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      onpick?.(row, column, event);
    }
  });
  element.addEventListener("focus", () => {
    place();
    reveal();
    onmove?.(cursor.row, cursor.column);
    host.say(label(cursor.row, cursor.column));
  });
  surface.onsize = place;
  return cursor;
};
