/**
 * Where the Sun stands overhead.
 *
 * Low-precision formulas of the Astronomical Almanac (section C, "Low precision formulas for the Sun",
 * 0.01 deg from 1950 to 2050), sidereal time as in Meeus, Astronomical Algorithms, 2nd ed., eq. 12.4.
 * UTC is taken for UT1 and for terrestrial time: under 0.005 deg and 0.001 deg.
 */

const J2000_MS = Date.UTC(2000, 0, 1, 12);
const DAY_MS = 86400e3;
const RAD = Math.PI / 180;

/** Into -180 (included) to 180 degrees. @param {number} deg */
export function wrapDeg(deg) {
  return ((((deg + 180) % 360) + 360) % 360) - 180;
}

/** Greenwich mean sidereal time. @param {number} utcMs @returns {number} degrees */
export function siderealDeg(utcMs) {
  return wrapDeg(280.46061837 + 360.98564736629 * ((utcMs - J2000_MS) / DAY_MS));
}

/** @param {number} utcMs @returns {{lat_deg: number, lon_deg: number}} */
export function subsolarPoint(utcMs) {
  const n = (utcMs - J2000_MS) / DAY_MS;
  const mean = 280.46 + 0.9856474 * n;
  const anomaly = (357.528 + 0.9856003 * n) * RAD;
  const longitude = (mean + 1.915 * Math.sin(anomaly) + 0.02 * Math.sin(2 * anomaly)) * RAD;
  const obliquity = (23.439 - 4e-7 * n) * RAD;
  const rightAscension = Math.atan2(Math.cos(obliquity) * Math.sin(longitude), Math.cos(longitude)) / RAD;
  return {
    lat_deg: Math.asin(Math.sin(obliquity) * Math.sin(longitude)) / RAD,
    lon_deg: wrapDeg(rightAscension - siderealDeg(utcMs)),
  };
}
