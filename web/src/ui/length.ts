/** How long a text is, as the server counts: in characters, not in units of UTF-16. */

/** By how many characters a text is longer than it may be; 0 where it is not. */
export function overrun(text: string, max: number | undefined): number {
  if (max === undefined || text.length <= max) return 0;
  return Math.max(0, [...text].length - max);
}
