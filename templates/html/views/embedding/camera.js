// What part of a map is seen: its middle, and the scale in pixels for the whole map's width.

Quire.embedding.camera = (() => {
  const extent = 65535;

  /// The scale at which the whole map is seen.
  const fit = ({ width, height }) => Math.max(64, Math.min(width, height) - 40);

  /// A camera over the whole map.
  const whole = (size) => ({ x: 0.5, y: 0.5, scale: fit(size) });

  /// The camera held within the map.
  const held = (camera, size, greatest) => ({
    x: Quire.clamp(camera.x, 0, 1), y: Quire.clamp(camera.y, 0, 1),
    scale: Quire.clamp(camera.scale, fit(size) * 0.75, Math.max(greatest, fit(size))),
  });

  /// Where a place of the map is on the screen.
  const screen = (camera, size, x, y) => ({
    x: (x / extent - camera.x) * camera.scale + size.width / 2,
    y: (y / extent - camera.y) * camera.scale + size.height / 2,
  });

  /// The camera moved so that the drawing goes along by some pixels.
  const moved = (camera, dx, dy) => ({ ...camera, x: camera.x - dx / camera.scale, y: camera.y - dy / camera.scale });

  /// The camera at another scale, with the place under a point of the screen where it is.
  const zoomed = (camera, size, factor, at, greatest) => {
    const scale = held({ ...camera, scale: camera.scale * factor }, size, greatest).scale;
    const shift = (place, length) => (place - length / 2) * (1 / camera.scale - 1 / scale);
    return { x: camera.x + shift(at.x, size.width), y: camera.y + shift(at.y, size.height), scale };
  };

  /// The camera over a place, no further off than it is.
  const over = (camera, x, y, scale = camera.scale) => ({ x: x / extent, y: y / extent, scale: Math.max(scale, camera.scale) });

  /// A value between two, `t` from 0 to 1, slow at both ends.
  const eased = (t) => (t < 0.5 ? 2 * t * t : 1 - (2 - 2 * t) ** 2 / 2);

  return { eased, extent, fit, held, moved, over, screen, whole, zoomed };
})();
