/**
 * The board's one state and who hears of its changes.
 *
 * @typedef {object} Frame what the board shows of one instant (see scene_at.js)
 * @typedef {object} State
 * @property {object|null} scene the visit that is shown
 * @property {object|null} other the run beside it, drawn dashed
 * @property {object|null} traffic ports, stays, crew, spacewalks, breaks
 * @property {object|null} stocks amounts on the station
 * @property {object[]} runs
 * @property {object[]} flights
 * @property {object[]} jobs
 * @property {object[]} log
 * @property {{id: string, name: string}[]} zones
 * @property {string} version
 * @property {number} utcMs the shared cursor
 * @property {string} zone IANA name
 * @property {"dark"|"light"} theme
 * @property {"globe"|"map"} view
 * @property {"3d"|"flat"} dockView
 * @property {boolean} webgl
 * @property {null|{id: string|null, rate: number, paused: boolean}} play id null: played in this page
 * @property {number|"auto"|"next"} speed what a run goes at: a rate, five seconds an event, or up to the next one
 * @property {"static"|"live"|"reconnecting"|"lost"} link
 * @property {Frame|null} frame
 * @property {[number, number]} range what the timeline shows, in ms
 * @property {{event?: string, port?: string, ship?: string}} selected
 *
 * @typedef {{get: () => State, set: (patch: Partial<State>) => void,
 *   subscribe: (hear: (changed: Set<string>) => void) => () => void}} Store
 */

/**
 * @param {State} initial
 * @returns {Store}
 */
export function createStore(initial) {
  let state = { ...initial };
  /** @type {Set<(changed: Set<string>) => void>} */
  const listeners = new Set();
  return {
    get: () => state,
    set(patch) {
      const changed = new Set(Object.keys(patch).filter((key) => patch[key] !== state[key]));
      if (!changed.size) return;
      state = { ...state, ...patch };
      for (const hear of listeners) hear(changed);
    },
    subscribe(hear) {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
  };
}
