/** What a port is at an instant, from who stays on it when. */

import { formatDay, formatTime } from "./format.js";

const DAY_MS = 86400e3;
const DUE_MS = 3 * DAY_MS;

const at = (text, otherwise) => (text ? Date.parse(text) : otherwise);

function held(stay, utcMs) {
  const from = [at(stay.from_earliest_utc, 0), at(stay.from_latest_utc, at(stay.from_earliest_utc, 0))];
  const to = [at(stay.to_earliest_utc, Infinity), at(stay.to_latest_utc, Infinity)];
  if (utcMs < from[0] || utcMs >= to[1]) return "no";
  return utcMs >= from[1] && utcMs < to[0] ? "yes" : "perhaps";
}

/** A day, with its year when it is another one than the cursor's. */
function day(ms, utcMs, zone) {
  return formatDay(ms, zone, new Date(ms).getUTCFullYear() !== new Date(utcMs).getUTCFullYear());
}

function until(stay, utcMs, zone) {
  return stay.to_earliest_utc ? `till ${day(Date.parse(stay.to_earliest_utc), utcMs, zone)}` : "no end known";
}

function inDays(ms) {
  const hours = ms / 3600e3;
  return hours < 48 ? `in ${Math.max(1, Math.round(hours))} h` : `in ${Math.round(hours / 24)} d`;
}

/** The stays with that of the shown run as the run has it: what was recorded of its ship may differ by minutes, or by a port. */
export function staysWith(traffic, scene) {
  if (!scene || traffic.source !== "recorded") return traffic.stays;
  const { flight, port, name } = scene.run;
  const others = traffic.stays.filter((stay) => stay.ship !== flight);
  if (!scene.contact_utc) return others;
  const [from, to] = [scene.contact_utc, scene.undocking_utc];
  return [...others, {
    ship: flight, name: name.replace(/ \(.*\)$/, ""), port, own: true,
    from_earliest_utc: from, from_latest_utc: from, to_earliest_utc: to, to_latest_utc: to,
  }];
}

function portState(port, traffic, known, utcMs, zone) {
  const stays = known.filter((stay) => stay.port === port.id);
  const here = stays.find((stay) => held(stay, utcMs) === "yes");
  const broken = traffic.breaks.find((one) => one.verdict === "broken" && one.severity === "rule" && one.ports.includes(port.id)
    && Date.parse(one.first_utc) <= utcMs && utcMs <= Date.parse(one.last_utc));
  if (broken) return { state: "blocked", lines: here ? [here.name, "blocked"] : ["blocked"], words: `blocked: ${broken.rule.replaceAll("-", " ")}, ${broken.found} (${broken.limit})` };
  if (here) return { state: "occupied", lines: [here.name, until(here, utcMs, zone)], words: `occupied by ${here.name} ${until(here, utcMs, zone)}${here.own ? ", as in this run" : ""}` };
  const perhaps = stays.find((stay) => held(stay, utcMs) === "perhaps");
  if (perhaps) return { state: "cannot say", lines: [perhaps.name, "cannot say"], words: `cannot say: ${perhaps.name} comes or goes within these hours` };
  const next = stays.filter((stay) => Date.parse(stay.from_earliest_utc) > utcMs)
    .sort((a, b) => Date.parse(a.from_earliest_utc) - Date.parse(b.from_earliest_utc))[0];
  if (utcMs < Date.parse(traffic.from_utc) || utcMs > Date.parse(traffic.to_utc)) {
    return { state: "cannot say", lines: ["cannot say"], words: "cannot say: nothing is recorded for this day" };
  }
  if (!next) return { state: "free", lines: ["free"], words: "free, and nobody is due" };
  const ms = Date.parse(next.from_earliest_utc);
  const when = formatTime(ms, zone, false);
  if (ms - utcMs < DUE_MS) return { state: "due", lines: [next.name, `due ${inDays(ms - utcMs)}`], words: `free; ${next.name} is due ${when}${next.own ? ", as in this run" : ""}` };
  return { state: "free", lines: [`free till ${day(ms, utcMs, zone)}`], words: `free until ${next.name} comes, ${when}` };
}

/** @returns {Record<string, {state: string, lines: string[], words: string}>} by port id */
export function portStates(traffic, utcMs, zone, scene = null) {
  const known = staysWith(traffic, scene);
  return Object.fromEntries(traffic.ports.map((port) => [port.id, portState(port, traffic, known, utcMs, zone)]));
}
