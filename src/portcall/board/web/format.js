/** Times in a zone, mission time and numbers, as people read them. */

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DASH = "\u2013";
const MINUS = "\u2212";

/** @type {Map<string, Intl.DateTimeFormat>} */
const formatters = new Map();

function partsFormatter(zone) {
  let made = formatters.get(zone);
  if (!made) {
    made = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric",
      hour: "numeric", minute: "numeric", second: "numeric",
    });
    formatters.set(zone, made);
  }
  return made;
}

/** @param {string} zone @returns {boolean} whether the browser knows this IANA name */
export function isZone(zone) {
  try {
    partsFormatter(zone);
    return Boolean(zone);
  } catch {
    return false;
  }
}

/** The wall clock of a zone. @param {number} ms @param {string} zone */
export function wallClock(ms, zone) {
  const at = {};
  for (const { type, value } of partsFormatter(zone).formatToParts(ms)) at[type] = Number(value);
  return /** @type {{year: number, month: number, day: number, hour: number, minute: number, second: number}} */ (at);
}

/** How far a zone's clock is ahead of UTC. @returns {number} ms */
export function zoneOffsetMs(ms, zone) {
  if (zone === "UTC") return 0;
  const w = wallClock(ms, zone);
  const local = Date.UTC(w.year, w.month - 1, w.day, w.hour, w.minute, w.second);
  return local - Math.floor(ms / 1000) * 1000;
}

/** "UTC+3", "UTC+5:30", "UTC" */
export function zoneLabel(ms, zone) {
  const minutes = Math.round(zoneOffsetMs(ms, zone) / 60000);
  if (!minutes) return "UTC";
  const whole = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return `UTC${minutes < 0 ? MINUS : "+"}${whole}${rest ? `:${two(rest)}` : ""}`;
}

function two(n) {
  return String(n).padStart(2, "0");
}

/** "19:32:40" @param {number} ms @param {string} zone */
export function formatClock(ms, zone, seconds = true) {
  const w = wallClock(ms, zone);
  return `${two(w.hour)}:${two(w.minute)}${seconds ? `:${two(w.second)}` : ""}`;
}

/** "3 Jul" or "3 Jul 2025" */
export function formatDay(ms, zone, year = true) {
  const w = wallClock(ms, zone);
  return `${w.day} ${MONTHS[w.month - 1]}${year ? ` ${w.year}` : ""}`;
}

/** "Jul 2025" */
export function formatMonth(ms, zone) {
  const w = wallClock(ms, zone);
  return `${MONTHS[w.month - 1]} ${w.year}`;
}

/** "3 Jul 2025, 19:32:40" @param {number} ms @param {string} zone */
export function formatTime(ms, zone, seconds = true) {
  return `${formatDay(ms, zone)}, ${formatClock(ms, zone, seconds)}`;
}

/** ISO 8601 in UTC, to the second or, with a part of one, to the millisecond. */
export function formatIso(ms) {
  return new Date(ms).toISOString().replace(".000Z", "Z");
}

/** Mission time: "T+2 d 02:01:06", "T\u221200:05:00". @param {number|null} s */
export function formatMet(s, seconds = true) {
  if (s === null || s === undefined || !Number.isFinite(s)) return "T " + DASH;
  const whole = Math.floor(Math.abs(s) + (s < 0 ? 0.999 : 0));
  const days = Math.floor(whole / 86400);
  const clock = `${two(Math.floor(whole / 3600) % 24)}:${two(Math.floor(whole / 60) % 60)}`;
  return `T${s < 0 ? MINUS : "+"}${days ? `${days} d ` : ""}${clock}${seconds ? `:${two(whole % 60)}` : ""}`;
}

/** "3 min 20 s", "2.1 h", "12 days". @param {number} s */
export function formatDuration(s) {
  const size = Math.abs(s);
  if (size < 1) return `${size.toFixed(1)} s`;
  if (size < 90) return `${size < 10 ? Number(size.toFixed(1)) : Math.round(size)} s`;
  if (size < 3600) {
    const whole = Math.round(size);
    return `${Math.floor(whole / 60)} min${whole % 60 ? ` ${whole % 60} s` : ""}`;
  }
  if (size < 2 * 86400) return `${(size / 3600).toFixed(1)} h`;
  return `${Math.round(size / 86400)} days`;
}

/** A signed difference of times: "+8 min 47 s". */
export function formatError(s) {
  return `${s < 0 ? MINUS : "+"}${formatDuration(s)}`;
}

/** A number with a sensible count of digits and thin groups. @param {number|null} x */
export function formatNumber(x, digits = 3) {
  if (x === null || x === undefined || !Number.isFinite(x)) return DASH;
  if (x === 0) return "0";
  const size = Math.abs(x);
  if (size < 1e-3 || size >= 1e9) return x.toExponential(1).replace("-", MINUS);
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  const text = size.toFixed(Math.min(decimals, 6));
  const [whole, part] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, "\u202f");
  const kept = part?.replace(/0+$/, "");
  return (x < 0 ? MINUS : "") + grouped + (kept ? `.${kept}` : "");
}

/** "180 m", "2.50 km", "13 400 km". @param {number|null} m */
export function formatRange(m) {
  if (m === null || m === undefined || !Number.isFinite(m)) return DASH;
  const size = Math.abs(m);
  if (size < 10) return `${m.toFixed(2)} m`;
  if (size < 1000) return `${m.toFixed(size < 100 ? 1 : 0)} m`;
  return `${formatNumber(m / 1000, size < 100e3 ? 3 : 4)} km`;
}

/** "\u22120.13 m/s" */
export function formatSpeed(m_s) {
  if (m_s === null || m_s === undefined) return DASH;
  return `${m_s.toFixed(Math.abs(m_s) < 1 ? 3 : 2).replace("-", MINUS)} m/s`;
}

/** "45.9\u00b0 S, 161.7\u00b0 W" */
export function formatPlace(lat_deg, lon_deg) {
  const lat = `${Math.abs(lat_deg).toFixed(1)}\u00b0 ${lat_deg < 0 ? "S" : "N"}`;
  return `${lat}, ${Math.abs(lon_deg).toFixed(1)}\u00b0 ${lon_deg < 0 ? "W" : "E"}`;
}

/**
 * A typed time: an ISO instant (UTC when it names no zone), or mission time
 * ("T+50:01", "T+2d 02:01:06", "T-00:05").
 *
 * @param {string} text @param {number|null} liftoffMs @returns {number|null} ms
 */
export function parseWhen(text, liftoffMs) {
  const said = text.trim().replace(MINUS, "-");
  const met = /^T\s*([+-])\s*(?:(\d+)\s*d\s*)?(\d+):(\d{2})(?::(\d{2}(?:\.\d+)?))?$/i.exec(said);
  if (met) {
    if (liftoffMs === null) return null;
    const s = Number(met[2] ?? 0) * 86400 + Number(met[3]) * 3600 + Number(met[4]) * 60 + Number(met[5] ?? 0);
    return liftoffMs + (met[1] === "-" ? -s : s) * 1000;
  }
  const iso = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?$/i.exec(said);
  if (!iso) return null;
  const zone = !iso[3] || /^(Z|UTC)$/i.test(iso[3]) ? "Z" : iso[3].replace(/^(.\d{2})(\d{2})$/, "$1:$2");
  const ms = Date.parse(`${iso[1]}T${iso[2] ?? "00:00"}${zone}`);
  return Number.isNaN(ms) ? null : ms;
}
