/** A text about visits is pasted, and comes back with each claim marked: what holds, what cannot be, what was meant. */

import { call } from "./api.js";
import { html, setText } from "./dom.js";
import { formatNumber, formatTime } from "./format.js";

const SIGNS = { holds: "\u2713", contradicts: "\u2717", cannot_check: "?" };
const WORDS = { holds: "holds", contradicts: "contradicts", cannot_check: "cannot check" };
const WORST = ["contradicts", "cannot_check", "holds"];
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/;

function valueWords(one, zone) {
  if (one.value_kg !== undefined) return `${formatNumber(one.value_kg)} kg`;
  if (one.value_s !== undefined) return `${formatNumber(Math.round(one.value_s / 360) / 10)} h`;
  if (one.value_people !== undefined) return `${one.value_people} people`;
  if (one.value_names) return one.value_names.join(", ");
  if (INSTANT.test(one.value ?? "")) return formatTime(Date.parse(one.value), zone);
  return [one.weekday, one.value].filter(Boolean).join(", ");
}

function verdictLine(claims) {
  if (!claims.length) return "No claim about a visit was found; nothing was checked.";
  const many = (verdict) => claims.filter((claim) => claim.verdict === verdict).length;
  return `${claims.length} claims: ${many("holds")} hold, ${many("contradicts")} contradict, ${many("cannot_check")} cannot be checked.`;
}

/**
 * The text as pieces, cut wherever a claim begins or ends. Places count characters, not the halves that
 * JavaScript counts.
 *
 * @returns {{words: string, under: object[], ended: object[]}[]}
 */
export function pieces(text, claims) {
  const characters = Array.from(text);
  const inside = claims.filter((one) => one.start >= 0 && one.start < one.end && one.end <= characters.length);
  const edges = [...new Set([0, characters.length, ...inside.flatMap((one) => [one.start, one.end])])].sort((a, b) => a - b);
  return edges.slice(0, -1).map((first, index) => {
    const last = edges[index + 1];
    return {
      words: characters.slice(first, last).join(""),
      under: inside.filter((one) => one.start <= first && one.end >= last),
      ended: inside.filter((one) => one.end === last),
    };
  });
}

function goTo(id) {
  const target = document.getElementById(id);
  target?.scrollIntoView({ block: "nearest" });
  target?.focus({ preventScroll: true });
}

function marked(text, claims) {
  return html("div", { class: "said", dir: "auto" }, pieces(text, claims).map(({ words, under, ended }) => {
    const verdict = WORST.find((one) => under.some((claim) => claim.verdict === one));
    const piece = verdict ? html("mark", { "data-verdict": verdict }, words) : words;
    const signs = ended.map((claim) => html("button", {
      type: "button", class: "sign", id: `press-mark-${claim.number}`, "data-verdict": claim.verdict,
      "aria-label": `Claim ${claim.number}: ${WORDS[claim.verdict]}`, onclick: () => goTo(`press-claim-${claim.number}`),
    }, `${claim.number} ${SIGNS[claim.verdict]}`));
    return [piece, signs];
  }));
}

function note(claim, zone) {
  const { verdict, correction } = claim;
  const kind = `${claim.planned ? "planned " : ""}${claim.kind}`;
  const of = claim.subject && claim.subject !== claim.value ? ` of ${claim.subject}` : "";
  const why = correction && !claim.reason.includes(correction.why) ? `: ${correction.why}` : "";
  return html("li", { id: `press-claim-${claim.number}`, tabindex: -1, "data-verdict": verdict },
    html("p", {}, `${claim.number} `, html("span", { class: "word", "data-verdict": verdict }, `${SIGNS[verdict]} ${WORDS[verdict]}`),
      ` ${kind}${of}, ${valueWords(claim, zone)}`),
    html("p", { class: "quiet" }, "\u201c", html("bdi", {}, claim.quote), "\u201d"),
    claim.reason ? html("p", {}, claim.reason) : null,
    correction ? html("p", {}, "Probably meant: ", html("span", { class: "meant" }, valueWords(correction, zone)), why) : null);
}

/** @param {HTMLElement} root @param {import("./store.js").Store} store */
export function create(root, store) {
  const text = html("textarea", { id: "press-text", spellcheck: "false", placeholder: "Paste a news text about a launch, a docking, a landing" });
  const day = html("input", { type: "date", id: "press-day" });
  const ask = html("button", { type: "submit", class: "main" }, "Check");
  const told = html("p", { role: "alert", class: "refusal" });
  const found = html("div", { id: "press-found" });
  let audit = null;

  function show() {
    if (!audit) return;
    const { zone } = store.get();
    const line = audit.language ? verdictLine(audit.claims) : "No grammar reads this language; nothing was checked.";
    const wrongFirst = [...audit.claims].sort((a, b) => (b.verdict === "contradicts") - (a.verdict === "contradicts") || a.number - b.number);
    found.replaceChildren(
      html("p", { class: "found", role: "status" }, line),
      ...audit.notes.map((one) => html("p", { class: "quiet" }, one)),
      html("div", { class: "pasted" }, marked(audit.text, audit.claims),
        html("ol", { class: "claims", "aria-label": "Claims, those that contradict first" }, wrongFirst.map((claim) => note(claim, zone)))));
  }

  root.append(html("form", { "aria-label": "Check a text", onsubmit: async (event) => {
    event.preventDefault();
    ask.disabled = true;
    setText(told, "");
    try {
      audit = await call("POST", "press", { text: text.value, ...(day.value ? { dateline: day.value } : {}) });
      show();
    } catch (error) {
      setText(told, error.message);
    }
    ask.disabled = false;
  } }, html("label", {}, "Text", text), html("div", { class: "row" }, html("label", {}, "Its day, if it names none", day), ask), told), found);
  setText(document.getElementById("press-note"), "what of it holds, what cannot be true, what was probably meant");
  return { update: show };
}
