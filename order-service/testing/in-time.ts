/** What has to end, or the test says what it hangs on. */
export async function inTime<T>(what: string, ending: Promise<T>, timeoutMs = 60_000): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new Error(`not within ${timeoutMs} ms: ${what}`);
    timer = setTimeout(() => reject(error), timeoutMs);
  });
  return Promise.race([ending, late]).finally(() => clearTimeout(timer));
}
