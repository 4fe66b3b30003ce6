/** To be drawn. */
export function create() {
  return { update() {} };
}
