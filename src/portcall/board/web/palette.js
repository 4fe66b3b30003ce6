/**
 * Colors by role for the drawn views, dark and light.
 *
 * Text roles have at least 4.5 : 1 on `panel` (WCAG 2.2 AA). Ship and station differ in hue and in
 * lightness (orange and blue: told apart in the common color blindnesses); a state always has a word too.
 */

const DARK = {
  panel: "#0b1424",
  space: "#050a14",
  text: "#e6edf7",
  faint: "#9fb0c8",
  line: "#2b3d5c",
  chaser: "#ffb454",
  station: "#6cc4ff",
  other: "#d0a6ff",
  port: "#ffffff",
  ok: "#4fdca0",
  warn: "#ffd166",
  bad: "#ff8a8a",
  idle: "#9fb0c8",
  corridor: "#3ed598",
  keepOut: "#ff7f8e",
  spread: "#ffb454",
  predicted: "#ffffff",
  sea: "#0f2238",
  land: "#2a3f5f",
  coast: "#8fabd2",
  graticule: "#20344f",
  night: "#02060e",
  nightOpacity: 0.26,
  ground: "#8df0c4",
  area: "#ff8a8a",
  footprint: "#ffd166",
  piece: "#ffd166",
  sun: "#ffe9a8",
  halo: "#060c18",
  module: "#c9d3e2",
  moduleDark: "#8b98ad",
  array: "#35599a",
  radiator: "#cfd8e6",
};

const LIGHT = {
  panel: "#ffffff",
  space: "#e9eff7",
  text: "#14202f",
  faint: "#4d5f77",
  line: "#c3cfdd",
  chaser: "#984200",
  station: "#0b5fa8",
  other: "#7440b5",
  port: "#14202f",
  ok: "#0b6b43",
  warn: "#7d5600",
  bad: "#b3202f",
  idle: "#4d5f77",
  corridor: "#0b7a4c",
  keepOut: "#b3202f",
  spread: "#b85a0c",
  predicted: "#14202f",
  sea: "#eef4fb",
  land: "#d6dfcc",
  coast: "#6a7c66",
  graticule: "#d5dfeb",
  night: "#1b2b4a",
  nightOpacity: 0.1,
  ground: "#0b6b43",
  area: "#b3202f",
  footprint: "#7d5600",
  piece: "#7d5600",
  sun: "#a87b00",
  halo: "#ffffff",
  module: "#9aa7b8",
  moduleDark: "#6f7d91",
  array: "#31558f",
  radiator: "#c5cedb",
};

/** @typedef {typeof DARK} Palette */

/** @param {"dark"|"light"} theme @returns {Palette} */
export function palette(theme) {
  return theme === "light" ? LIGHT : DARK;
}

/** Hands the colors to a view's style sheet. @param {HTMLElement} root @param {Palette} colors */
export function setColors(root, colors) {
  for (const [role, value] of Object.entries(colors)) root.style.setProperty(`--v-${role}`, String(value));
}

const SHEET = "scene.css";

/** Adds the views' style sheet where the page has not linked it. */
export function ensureStyles() {
  if (document.querySelector(`link[href*="${SHEET}"]`)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = new URL(`./${SHEET}`, import.meta.url).href;
  document.head.append(link);
}
