/** Plays: to come. */
export function createLive() {
  return { begin() {} };
}
