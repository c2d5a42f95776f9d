/** Files that go with what is written. */
export const files = {
  "parts.files_add": "Gửi kèm tệp",
  "parts.files_hint": "PDF, PNG hoặc JPEG, mỗi tệp không quá 20 MB.",
  "parts.file_large": "{name} lớn hơn {max}. Chọn tệp nhỏ hơn.",
  "parts.file_kind": "{name}: chỉ nhận tệp PDF, PNG hoặc JPEG. Chọn tệp khác.",
  "parts.file_stop": "Dừng tải lên",
} as const;
