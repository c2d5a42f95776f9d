/** Strokes of a pen: their bytes (docs/annotations.md), how they are drawn, and which a finger meets. */
import { unit } from "./types.ts";

export interface Stroke {
  width: number;
  points: [number, number][];
  /** 0 to 255 for each point, or none. */
  pressure: number[];
}

export const mostPoints = 4000;

export function encode({ width, points, pressure }: Stroke): string {
  const out: number[] = [1, pressure.length > 0 ? 1 : 0];
  varint(out, width);
  varint(out, points.length);
  let [x, y] = [0, 0];
  for (const [px, py] of points) {
    varint(out, zigzag(px - x));
    varint(out, zigzag(py - y));
    [x, y] = [px, py];
  }
  return btoa(binary(out.concat(pressure)));
}

export function decode(base64: string): Stroke | null {
  let bytes: Uint8Array;
  try {
    bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  } catch {
    return null;
  }
  if (bytes[0] !== 1 || bytes.length < 4) return null;
  let at = 2;
  const next = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80 || shift > 28) return value;
    }
  };
  const width = next();
  const count = next();
  if (count < 1 || count > mostPoints) return null;
  const points: [number, number][] = [];
  let [x, y] = [0, 0];
  for (let i = 0; i < count; i++) {
    x += unzigzag(next());
    y += unzigzag(next());
    points.push([x, y]);
  }
  const pressure = bytes[1] === 1 ? Array.from(bytes.slice(at, at + count)) : [];
  return { width, points, pressure };
}

function varint(out: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    out.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  out.push(rest);
}

const zigzag = (n: number) => (n >= 0 ? 2 * n : -2 * n - 1);
const unzigzag = (n: number) => (n % 2 === 0 ? n / 2 : -(n + 1) / 2);

function binary(bytes: number[]): string {
  let out = "";
  for (const byte of bytes) out += String.fromCharCode(byte);
  return out;
}

/** A stroke as paths, one for each run of like pressure. */
export function paths({ width, points, pressure }: Stroke): { d: string; width: number }[] {
  const first = points[0];
  if (!first) return [];
  const step = (i: number) => (pressure.length > 0 ? Math.round(((pressure[i] ?? 128) / 255) * 5) : 3);
  const wide = (level: number) => width * (0.4 + level * 0.2);
  if (points.length === 1) return [{ d: `M${first[0]} ${first[1]}h0.1`, width: wide(step(0)) }];
  const out: { d: string; width: number }[] = [];
  let level = step(1);
  let d = `M${first[0]} ${first[1]}`;
  for (let i = 1; i < points.length; i++) {
    const [x, y] = points[i] as [number, number];
    if (step(i) !== level) {
      out.push({ d, width: wide(level) });
      const [px, py] = points[i - 1] as [number, number];
      d = `M${px} ${py}`;
      level = step(i);
    }
    d += `L${x} ${y}`;
  }
  out.push({ d, width: wide(level) });
  return out;
}

/** Whether a stroke comes within reach of a place. */
export function meets({ points, width }: Stroke, x: number, y: number, reach: number): boolean {
  const near = reach + width / 2;
  return points.some(([bx, by], i) => {
    const [ax, ay] = points[i - 1] ?? [bx, by];
    const length = (bx - ax) ** 2 + (by - ay) ** 2;
    const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length));
    return Math.hypot(x - ax - share * (bx - ax), y - ay - share * (by - ay)) <= near;
  });
}

/** Gathers the points of a pen that moves, leaving out those too near to tell. */
export class Drawing {
  readonly points: [number, number][] = [];
  readonly pressure: number[] = [];
  private readonly pen: boolean;

  constructor(pen: boolean) {
    this.pen = pen;
  }

  /** Adds a point; false where it is as good as the last. */
  add(x: number, y: number, pressure: number): boolean {
    const point: [number, number] = [Math.max(0, Math.round(x)), Math.max(0, Math.round(y))];
    const last = this.points.at(-1);
    if (last && Math.hypot(last[0] - point[0], last[1] - point[1]) < unit * 0.6) return false;
    if (this.points.length >= mostPoints) return false;
    this.points.push(point);
    if (this.pen) this.pressure.push(Math.max(0, Math.min(255, Math.round(pressure * 255))));
    return true;
  }

  stroke(width: number): Stroke {
    return { width, points: this.points, pressure: this.pressure };
  }
}
