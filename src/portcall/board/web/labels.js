/** Labels that do not lie on each other: the important ones first, the others beside or not at all. */

const GAP_PX = 5;
const FONT = "system-ui, 'DejaVu Sans', sans-serif";

/** @typedef {{x: number, y: number, text: string, color: string, rank: number, size?: number, bold?: boolean, must?: boolean}} Label */
/** @typedef {Label & {left: number, top: number, width: number, height: number}} Placed */

let ruler = null;

export function fontOf(label) {
  return `${label.bold ? "700" : "500"} ${label.size ?? 12}px ${FONT}`;
}

/** @param {string} text @param {string} font @returns {number} pixels */
export function textWidth(text, font) {
  ruler ??= document.createElement("canvas").getContext("2d");
  if (!ruler) return text.length * 7;
  ruler.font = font;
  return ruler.measureText(text).width;
}

function boxAt(label, side, width, height) {
  const { x, y } = label;
  const far = GAP_PX + 3;
  switch (side) {
    case "right":
      return { left: x + far, top: y - height / 2 };
    case "left":
      return { left: x - far - width, top: y - height / 2 };
    case "above":
      return { left: x - width / 2, top: y - far - height };
    case "below":
      return { left: x - width / 2, top: y + far };
    case "rightUp":
      return { left: x + GAP_PX, top: y - height - GAP_PX };
    case "rightDown":
      return { left: x + GAP_PX, top: y + GAP_PX };
    case "leftUp":
      return { left: x - GAP_PX - width, top: y - height - GAP_PX };
    default:
      return { left: x - GAP_PX - width, top: y + GAP_PX };
  }
}
const SIDES = ["right", "rightUp", "rightDown", "left", "leftUp", "leftDown", "above", "below"];

function overlap(a, b) {
  return (
    a.left < b.left + b.width + 2 &&
    b.left < a.left + a.width + 2 &&
    a.top < b.top + b.height &&
    b.top < a.top + a.height
  );
}

/**
 * @param {Label[]} labels lower rank is placed first
 * @param {{left?: number, top?: number, width: number, height: number, taken?: {left: number, top: number, width: number, height: number}[]}} area
 * @returns {Placed[]} those that found room
 */
export function placeLabels(labels, area) {
  const placed = [];
  const points = labels.map((one) => ({ left: one.x - 4, top: one.y - 4, width: 8, height: 8, of: one }));
  for (const label of [...labels].sort((a, b) => a.rank - b.rank)) {
    const height = (label.size ?? 12) * 1.25;
    const width = textWidth(label.text, fontOf(label));
    const inside = (box) =>
      box.left >= (area.left ?? 0) + 2 &&
      box.top >= (area.top ?? 0) + 1 &&
      box.left + width <= area.width - 2 &&
      box.top + height <= area.height - 2;
    const free = (box) =>
      [...placed, ...(area.taken ?? [])].every((other) => !overlap({ ...box, width, height }, other)) &&
      points.every(
        (point) => point.of === label || point.of.rank > label.rank + 1 || !overlap({ ...box, width, height }, point),
      );
    let box = SIDES.map((side) => boxAt(label, side, width, height)).find((one) => inside(one) && free(one));
    if (!box && label.must) {
      const first = boxAt(label, "right", width, height);
      box = {
        left: Math.max((area.left ?? 0) + 2, Math.min(first.left, area.width - width - 2)),
        top: Math.max(2, first.top),
      };
      // slides down past what is there already
      while (placed.some((other) => overlap({ ...box, width, height }, other)) && box.top < area.height - height)
        box.top += 4;
    }
    if (box) placed.push({ ...label, ...box, width, height });
  }
  return placed;
}

/** Writes placed labels with a halo, so that they read on anything. */
export function drawLabels(ctx, placed, halo) {
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  ctx.lineJoin = "round";
  for (const one of placed) {
    ctx.font = fontOf(one);
    ctx.lineWidth = 3.5;
    ctx.strokeStyle = halo;
    ctx.strokeText(one.text, one.left, one.top + one.height / 2);
    ctx.fillStyle = one.color;
    ctx.fillText(one.text, one.left, one.top + one.height / 2);
  }
}
