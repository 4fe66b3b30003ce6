/** Places, lines and circles on a round Earth, and what of a track is near an instant. */

import { wrapDeg } from "./sun.js";

export const EARTH_RADIUS_M = 6371e3;
const EARTH_ROTATION_DEG_S = 360.98564736629 / 86400;
const RAD = Math.PI / 180;

/** @typedef {[number, number]} LonLat */
/** @typedef {{ms: number, lat_deg: number, lon_deg: number, altitude_m: number}} TrackPoint */

/** Half the angle of the cap of ground that sees a craft above the geometric horizon. @param {number} altitude_m */
export function horizonDeg(altitude_m) {
  return Math.acos(EARTH_RADIUS_M / (EARTH_RADIUS_M + Math.max(0, altitude_m))) / RAD;
}

/** Angle between two places. @returns {number} degrees */
export function angleDeg(a, b) {
  const cosine =
    Math.sin(a.lat_deg * RAD) * Math.sin(b.lat_deg * RAD) +
    Math.cos(a.lat_deg * RAD) * Math.cos(b.lat_deg * RAD) * Math.cos((a.lon_deg - b.lon_deg) * RAD);
  return Math.acos(Math.max(-1, Math.min(1, cosine))) / RAD;
}

/** The circle of a radius around a place. @returns {LonLat[]} closed */
export function circle(center, radius_deg, count = 90) {
  const [sinLat, cosLat] = [Math.sin(center.lat_deg * RAD), Math.cos(center.lat_deg * RAD)];
  const [sinR, cosR] = [Math.sin(radius_deg * RAD), Math.cos(radius_deg * RAD)];
  return Array.from({ length: count + 1 }, (_, i) => {
    const azimuth = (2 * Math.PI * i) / count;
    const sin = sinLat * cosR + cosLat * sinR * Math.cos(azimuth);
    const lon = Math.atan2(Math.sin(azimuth) * sinR * cosLat, cosR - sinLat * sin) / RAD;
    return /** @type {LonLat} */ ([wrapDeg(center.lon_deg + lon), Math.asin(sin) / RAD]);
  });
}

/**
 * The cap inside such a circle as a plane outline, whole even over a pole: longitudes may leave
 * -180..180, so draw it also one turn to either side.
 * @returns {LonLat[]}
 */
export function capOutline(center, radius_deg, step_deg = 1) {
  const [sin0, cos0] = [Math.sin(center.lat_deg * RAD), Math.cos(center.lat_deg * RAD)];
  const [south, north] = [Math.max(-90, center.lat_deg - radius_deg), Math.min(90, center.lat_deg + radius_deg)];
  const steps = Math.max(8, Math.ceil((north - south) / step_deg));
  const half = [];
  for (let i = 0; i <= steps; i += 1) {
    const lat = south + ((north - south) * i) / steps;
    const cosLat = Math.max(1e-9, Math.cos(lat * RAD));
    const cosine = (Math.cos(radius_deg * RAD) - Math.sin(lat * RAD) * sin0) / (cosLat * Math.max(1e-9, cos0));
    half.push([lat, Math.acos(Math.max(-1, Math.min(1, cosine))) / RAD]);
  }
  const east = half.map(([lat, width]) => /** @type {LonLat} */ ([center.lon_deg + width, lat]));
  const west = half.reverse().map(([lat, width]) => /** @type {LonLat} */ ([center.lon_deg - width, lat]));
  return [...east, ...west];
}

/** Cuts a line where it crosses 180 degrees. @param {LonLat[]} line @returns {LonLat[][]} */
export function cutAt180(line) {
  const parts = [];
  let part = [];
  line.forEach(([lon, lat], i) => {
    if (i) {
      const [lonBefore, latBefore] = line[i - 1];
      if (Math.abs(lon - lonBefore) > 180) {
        const edge = lonBefore > 0 ? 180 : -180;
        const turned = lon + (lonBefore > 0 ? 360 : -360);
        const share = turned === lonBefore ? 0 : (edge - lonBefore) / (turned - lonBefore);
        const latEdge = latBefore + share * (lat - latBefore);
        parts.push([...part, [edge, latEdge]]);
        part = [[-edge, latEdge]];
      }
    }
    part.push([lon, lat]);
  });
  return [...parts, part].filter((one) => one.length > 1);
}

/**
 * The points of a craft's tracks between two instants, one list for each stretch without a gap.
 * @returns {TrackPoint[][]}
 */
export function trackPoints(scene, craft, fromMs, toMs) {
  const stretches = [];
  for (const track of scene?.tracks ?? []) {
    if (track.craft !== craft) continue;
    const startMs = Date.parse(track.start_utc);
    const points = [];
    for (let i = 0; i < track.time_s.length; i += 1) {
      const ms = startMs + track.time_s[i] * 1000;
      if (ms < fromMs || ms > toMs) continue;
      points.push({ ms, lat_deg: track.lat_deg[i], lon_deg: track.lon_deg[i], altitude_m: track.altitude_m[i] });
    }
    if (!points.length) continue;
    const last = stretches.at(-1);
    // phases that touch are one line: the eye should see no seam
    if (last && points[0].ms - last.at(-1).ms < 130e3) last.push(...points);
    else stretches.push(points);
  }
  return stretches;
}

/** Cuts a stretch at an instant and puts the craft itself at the cut. @returns {[TrackPoint[], TrackPoint[]]} */
export function cutAtNow(points, nowMs, here) {
  const before = points.filter((point) => point.ms <= nowMs);
  const after = points.filter((point) => point.ms > nowMs);
  if (!here || !before.length || !after.length) return [before, after];
  const now = { ms: nowMs, lat_deg: here.lat_deg, lon_deg: here.lon_deg, altitude_m: here.altitude_m };
  return [
    [...before, now],
    [now, ...after],
  ];
}

/** Longitude in the frame that stands still with the Earth of `nowMs`: makes an orbit a closed loop. */
export function inertialLon(point, nowMs) {
  return point.lon_deg + EARTH_ROTATION_DEG_S * ((point.ms - nowMs) / 1000);
}
