/** A value that follows what is typed a quarter of a second behind, so that not every letter asks the server. */
import { useEffect, useState } from "react";

export function useLate(value: string): string {
  const [late, setLate] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), 250);
    return () => clearTimeout(timer);
  }, [value]);
  return late;
}
