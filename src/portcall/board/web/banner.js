/** Messages in the page: errors of the page itself, and what became of something that was asked for. */

import { html } from "./dom.js";

const MOST = 4;

/** @param {string} text @param {"error"|"notice"} kind */
export function say(text, kind = "error") {
  const banner = document.getElementById("banner");
  if (!banner) return;
  if ([...banner.children].some((line) => line.dataset.text === text)) return;
  const line = html("p", { class: kind, "data-text": text }, text);
  const close = html("button", {
    type: "button", "aria-label": "Close this message",
    onclick: () => {
      line.remove();
      banner.hidden = !banner.children.length;
    },
  }, "\u00d7");
  line.append(close);
  banner.append(line);
  while (banner.children.length > MOST) banner.firstElementChild.remove();
  banner.hidden = false;
}

/** Takes a message away again, if it is still there. */
export function unsay(text) {
  const banner = document.getElementById("banner");
  for (const line of banner ? [...banner.children] : []) if (line.dataset.text === text) line.remove();
  if (banner) banner.hidden = !banner.children.length;
}

/** Shows what goes wrong in the page, which nobody sees in a console. */
export function watchErrors() {
  window.addEventListener("error", (event) => {
    if (event.message) say(`An error in this page: ${event.message}`);
  });
  window.addEventListener("unhandledrejection", (event) => {
    say(`An error in this page: ${event.reason?.message ?? event.reason}`);
  });
}
