/** What the timeline shows, as data: lanes of bars, from a scene and the traffic. */

import { formatDuration, formatTime } from "./format.js";

const at = (text) => (text ? Date.parse(text) : null);

const CONFLICT_ROWS = 3;
const PHASE_FILL = {
  ascent: "red", phasing: "orange", rendezvous: "orange", approach: "green", docked: "blue",
  departure: "green", coast: "orange", deorbit: "red", entry: "red", landed: "gray",
};
const CONSTRAINTS = [
  ["launch window", "Launch window", "violet"], ["eclipse", "Night", "night"],
  ["no ground contact", "No contact", "gray"], ["closed area", "Closed area", "red"],
];

function phaseBars(scene, zone) {
  return scene.phases.map((phase) => ({
    from: at(phase.start_utc), to: at(phase.end_utc), fill: PHASE_FILL[phase.id] ?? "gray", text: phase.name,
    title: `${phase.name}: ${formatTime(at(phase.start_utc), zone)} for ${formatDuration((at(phase.end_utc) - at(phase.start_utc)) / 1000)}`,
  }));
}

function stayBar(stay, end, own, zone) {
  const from = at(stay.from_earliest_utc);
  const to = at(stay.to_latest_utc);
  const until = to === null ? "no departure known" : `to ${formatTime(at(stay.to_earliest_utc) ?? to, zone, false)}`;
  return {
    from, sure_from: at(stay.from_latest_utc) ?? from,
    sure_to: to === null ? end : at(stay.to_earliest_utc) ?? to, to: to ?? end,
    fill: stay.role === "crew" ? "violet" : "blue", text: stay.name, own, key: stay.ship,
    title: `${stay.name} (${stay.role}): ${formatTime(from, zone, false)} ${until}${own ? "; as recorded" : ""}`,
  };
}

/** @param {object} traffic @param {object|null} scene */
function portLanes(traffic, scene, zone) {
  const end = at(traffic.to_utc);
  return traffic.ports.map((port) => ({
    id: port.id, name: port.name, height: 14, kind: "port",
    bars: traffic.stays.filter((stay) => stay.port === port.id)
      .map((stay) => stayBar(stay, end, stay.ship === scene?.run.flight, zone)),
    hatches: traffic.breaks.filter((one) => one.ports.includes(port.id)).map(breakBar),
  }));
}

/** A rule of traffic that is broken; one that only warns, or of which nobody can say, is hatched more quietly. */
function breakBar(one) {
  const unsure = one.verdict === "cannot say";
  const quiet = unsure || one.severity === "notice";
  const word = unsure ? "Cannot say" : quiet ? "Notice" : "Conflict";
  const rule = one.rule.replaceAll("-", " ");
  return {
    from: Date.parse(one.first_utc), to: Math.max(Date.parse(one.last_utc), Date.parse(one.first_utc) + 3600e3),
    quiet, text: `${word}: ${rule}, ${one.found} (${one.limit})`,
    title: `${word}: ${rule}. ${one.ships.join(", ")}: ${one.found}, limit ${one.limit}. ${one.suggestion}`,
  };
}

/** Conflicts with their reason in words, in as few rows as hold them side by side. */
function conflictLanes(traffic, range) {
  const rows = [];
  const shown = traffic.breaks.map(breakBar).filter((bar) => bar.to > range[0] && bar.from < range[1])
    .sort((a, b) => a.quiet - b.quiet || a.from - b.from);
  for (const bar of shown) {
    const row = rows.find((one) => one.every((other) => other.to <= bar.from || bar.to <= other.from));
    if (row) row.push(bar);
    else if (rows.length < CONFLICT_ROWS) rows.push([bar]);
  }
  return rows.map((bars, i) => ({
    id: `conflicts-${i}`, name: i ? "" : "Conflicts", height: 14, kind: "breaks",
    bars: bars.map((bar) => ({ ...bar, fill: bar.quiet ? "notice" : "conflict", least_px: 4, reason: true })),
  }));
}

function crewBars(traffic) {
  const end = at(traffic.to_utc);
  return traffic.crew.map((step, i) => {
    const count = step.count_low === step.count_high ? `${step.count_low}` : `${step.count_low} to ${step.count_high}`;
    return {
      from: at(step.utc), to: at(traffic.crew[i + 1]?.utc) ?? end, fill: i % 2 ? "green" : "greenish",
      text: count, title: `${count} people on board`, tight: true,
    };
  });
}

function walkBars(traffic, zone) {
  return traffic.spacewalks.map((walk) => {
    const from = at(walk.start_utc);
    const who = walk.people.length ? `, ${walk.people.join(", ")}` : "";
    return {
      from, to: from + walk.duration_s * 1000, fill: "orange", text: walk.name, least_px: 3,
      title: `${walk.name}${walk.airlock ? ` from ${walk.airlock}` : ""}: ${formatTime(from, zone, false)}, ${formatDuration(walk.duration_s)}${who}`,
    };
  });
}

function constraintLanes(scene, zone) {
  const lanes = CONSTRAINTS.map(([kind, name, fill]) => ({
    id: kind, name, height: 11, kind: "constraint",
    bars: scene.constraints.filter((one) => one.kind === kind).map((one) => ({
      from: at(one.start_utc), to: at(one.end_utc), fill, text: one.name, least_px: 2,
      title: `${one.name}: ${formatTime(at(one.start_utc), zone)} for ${formatDuration((at(one.end_utc) - at(one.start_utc)) / 1000)}`,
    })),
  }));
  return lanes.filter((lane) => lane.bars.length);
}

/** @param {import("./store.js").State} state @returns {object[]} lanes from top to bottom */
export function lanesOf({ scene, other, traffic, zone, range }) {
  const lanes = [];
  if (scene) lanes.push({ id: "ship", name: scene.run.short_name, height: 24, kind: "ship", bars: phaseBars(scene, zone) });
  if (other) {
    const bars = phaseBars(other, zone).map((bar) => ({ ...bar, beside: true }));
    lanes.push({ id: "beside", name: `Beside: ${other.run.what_if ?? other.run.short_name}`, height: 18, kind: "beside", bars });
  }
  if (traffic) {
    lanes.push(...portLanes(traffic, scene, zone));
    lanes.push({ id: "crew", name: "People aboard", height: 14, kind: "crew", bars: crewBars(traffic) });
    if (traffic.spacewalks.length) {
      lanes.push({ id: "walks", name: "Spacewalks", height: 11, kind: "crew", bars: walkBars(traffic, zone) });
    }
  }
  if (scene) lanes.push(...constraintLanes(scene, zone));
  if (traffic) lanes.push(...conflictLanes(traffic, range));
  return lanes;
}
