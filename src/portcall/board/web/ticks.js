/** Where an axis of time has its ticks: steps that fit the width, round in the chosen zone. */

import { formatClock, formatDay, formatMonth, wallClock, zoneOffsetMs } from "./format.js";

const SECOND = 1e3;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE,
  15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 4 * DAY, 7 * DAY, 14 * DAY,
];
const MONTH_STEPS = [1, 2, 3, 6, 12];
const MONTH = 30.44 * DAY;
const LABEL_PX = 92;

/** The instant at which a zone's clock shows this. */
function instantOf(localMs, zone) {
  const first = localMs - zoneOffsetMs(localMs, zone);
  return localMs - zoneOffsetMs(first, zone);
}

function monthTicks([from, to], step, zone) {
  const start = wallClock(from, zone);
  const found = [];
  let month = Math.floor((start.month - 1) / step) * step;
  for (; ; month += step) {
    const ms = instantOf(Date.UTC(start.year, month, 1), zone);
    if (ms > to) return found;
    if (ms >= from) found.push({ ms, text: formatMonth(ms, zone) });
  }
}

function clockTicks([from, to], step, zone) {
  const found = [];
  const local = Math.ceil((from + zoneOffsetMs(from, zone)) / step) * step;
  for (let at = local; ; at += step) {
    const ms = instantOf(at, zone);
    if (ms > to) return found;
    if (ms < from) continue;
    const day = at % DAY === 0;
    const clock = formatClock(ms, zone, step < MINUTE);
    const text = day ? formatDay(ms, zone, step >= DAY && to - from > 200 * DAY)
      : found.length ? clock : `${formatDay(ms, zone, false)}, ${clock}`;
    found.push({ ms, text });
  }
}

/**
 * @param {[number, number]} range ms @param {number} width_px @param {string} zone
 * @returns {{ms: number, text: string}[]}
 */
export function timeTicks(range, width_px, zone) {
  const least = ((range[1] - range[0]) * LABEL_PX) / Math.max(width_px, LABEL_PX);
  const step = STEPS.find((one) => one >= least);
  if (step) return clockTicks(range, step, zone);
  const months = MONTH_STEPS.find((one) => one * MONTH >= least) ?? 12 * Math.ceil(least / MONTH / 12);
  return monthTicks(range, months, zone);
}
