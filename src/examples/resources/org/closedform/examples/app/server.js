// Sends questions to the server. An exported page has another module in the place of this one.

/**
 * The answer to one question; what the server refuses becomes an error with its sentence. It is asked to refuse without an error status,
 * which the browser would log.
 */
export async function answer(path, parameters) {
  const response = await fetch(`${path}?${new URLSearchParams(parameters)}`, { headers: { Prefer: 'handling=lenient' } });
  if (response.headers.get('Content-Type') !== 'application/json') {
    throw new Error(await response.text());
  }
  return response.json();
}
