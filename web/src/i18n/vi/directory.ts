/** Looking people up, in any room. */
export const directory = {
  "directory.pick_hint": "Gõ vài chữ của họ tên",
  "directory.pick_found": "{count} người",
  "directory.choose_other": "Chọn người khác",
  "directory.choose_other_named": "Chọn người khác: {label}",
  "directory.none_found": "Không có ai khớp",
} as const;
