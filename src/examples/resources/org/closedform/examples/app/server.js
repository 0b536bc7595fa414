// Sends questions to the server. An exported page has another module in the place of this one.

/** The answer to one question; what the server refuses becomes an error with its sentence. */
export async function answer(path, parameters) {
  const response = await fetch(`${path}?${new URLSearchParams(parameters)}`);
  if (!response.ok) {
    throw new Error(await response.text());
  }
  return response.json();
}
