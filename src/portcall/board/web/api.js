/** Calls of the server, with its refusals in its own words. */

const BASE = "api/v1/";

/** A refusal or a silence, as one sentence. */
export class ApiError extends Error {
  /** @param {string} words @param {number} status 0: nobody answered */
  constructor(words, status) {
    super(words);
    this.status = status;
  }
}

/** The server's error body as one sentence. */
export function errorWords(error) {
  const value = error.value ? `: ${error.value}` : "";
  const limit = error.limit ? ` (limit: ${error.limit})` : "";
  const where = error.where ? ` [${error.where}]` : "";
  return `${error.what}${value}${limit}${where}${error.remedy ? `; ${error.remedy}` : ""}`;
}

/**
 * @param {"GET"|"POST"|"PATCH"|"DELETE"} method @param {string} path below /api/v1/
 * @param {object} [body] @param {object} [options] of fetch
 * @returns {Promise<any>}
 */
export async function call(method, path, body, options = {}) {
  let answer;
  try {
    answer = await fetch(BASE + path, {
      method, ...options,
      headers: body ? { "Content-Type": "application/json" } : {},
      body: body ? JSON.stringify(body) : undefined,
    });
  } catch {
    throw new ApiError("the server does not answer", 0);
  }
  const said = await answer.json().catch(() => null);
  if (answer.ok) return said;
  throw new ApiError(said?.error ? errorWords(said.error) : `the server answered ${answer.status}`, answer.status);
}

/** A path's part made of what others wrote. */
export function part(text) {
  return encodeURIComponent(text);
}
