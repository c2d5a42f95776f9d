/**
 * The screens under /ballots. Each area is a folder with its own routes.tsx, served
 * under /ballots/<area> and loaded when first visited; every other path is a member's.
 */
import { type ComponentType, lazy } from "react";
import { useLocation } from "wouter";

const files = import.meta.glob<{ default: ComponentType }>("./*/routes.tsx");

const areas = Object.fromEntries(
  Object.entries(files).map(([file, load]) => [file.split("/")[1] ?? "", lazy(load)] as const),
);

export default function BallotRoutes() {
  const [path] = useLocation();
  const name = path.split("/")[2] ?? "";
  const Area = areas[name] ?? areas.member;
  return Area ? <Area /> : null;
}
