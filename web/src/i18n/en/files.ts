import type { files as vi } from "../vi/files.ts";

export const files: Record<keyof typeof vi, string> = {
  "parts.files_add": "Attach files",
  "parts.files_hint": "PDF, PNG or JPEG, at most 20 MB each.",
  "parts.file_large": "{name} is larger than {max}. Please choose a smaller file.",
  "parts.file_kind": "{name}: only PDF, PNG or JPEG files are taken. Please choose another.",
  "parts.file_stop": "Stop the upload",
};
