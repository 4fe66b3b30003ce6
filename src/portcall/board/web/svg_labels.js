/** Placed labels as SVG text. */

import { svg } from "./dom.js";
import { fontOf, placeLabels } from "./labels.js";

/** @param {import("./labels.js").Label[]} labels @param {import("./palette.js").Palette} colors */
export function labelText(labels, area, colors) {
  return placeLabels(labels, area).map((one) => {
    const text = svg(
      "text",
      {
        x: one.left,
        y: one.top + one.height * 0.76,
        fill: one.color === "site" ? colors.ground : one.color,
        "font-size": one.size,
        "font-weight": one.bold ? 700 : 500,
      },
      one.text,
    );
    text.style.font = fontOf(one); // what was measured is what is written
    return text;
  });
}
