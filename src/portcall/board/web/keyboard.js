/** Keys: to come. */
export function listenToKeys() {}
