/** The server's own types, generated from docs/openapi.yaml by "npm run api". */
import type { components } from "./schema.d.ts";

/** A type of the API by its name there: Schema<"MeView">. */
export type Schema<Name extends keyof components["schemas"]> = components["schemas"][Name];
export type SchemaName = keyof components["schemas"];
