/** Whether a text is a claims request (OpenID Connect Core, 5.5): a JSON object of objects. */
export function isClaimsRequest(text: string): boolean {
  try {
    const parsed = JSON.parse(text) as unknown;
    return isObject(parsed) && Object.values(parsed).every(isObject);
  } catch {
    return false;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
