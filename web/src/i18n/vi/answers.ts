/** The page of answers: the approved table, its points and how far they are answered. */
export const answers = {
  "answers.filter": "Lọc các ý của bảng",
  "answers.search": "Tìm ý",
  "answers.search_hint": "Tên cơ quan, lời góp ý hoặc câu trả lời; gõ không dấu cũng được.",
  "answers.state": "Tình trạng",
  "answers.state_all": "Mọi tình trạng ({count})",
  "answers.state_waits": "Chờ trả lời ({count})",
  "answers.state_none": "Chưa có câu trả lời được chấp nhận ({count})",
  "answers.state_sent_back": "Bị trả lại ({count})",
  "answers.state_answered": "Chờ kiểm tra ({count})",
  "answers.state_checked": "Đã chấp nhận ({count})",
  "answers.rows": "Các dòng của bảng",
  "answers.row": "Dòng của bảng",
  "answers.all_rows": "Tất cả các dòng",
  "answers.far": "{number}/{total} ý đã trả lời",
  "answers.tag_waits": "{count} chờ trả lời",
  "answers.tag_none": "{count} chưa có trả lời",
  "answers.tag_sent_back": "{count} bị trả lại",
  "answers.tag_answered": "{count} chờ kiểm tra",
  "answers.tag_checked": "Đã chấp nhận",
  "answers.shown": "Đang hiện {count}/{total} ý",
  "answers.none": "Không có ý nào khớp",
  "answers.none_lead": "Xin bớt điều kiện lọc để xem các ý khác.",
  "answers.clear": "Bỏ lọc",
  "answers.next_answer": "Ý cần trả lời tiếp theo ({count})",
  "answers.next_check": "Câu cần kiểm tra tiếp theo ({count})",
  "answers.keys": "Phím N sang ý tiếp theo (phím tắt một chữ cái trên trình duyệt này)",
  "answers.write": "Trả lời ý này",
  "answers.rewrite": "Sửa câu trả lời",
  "answers.stored": "Đã ghi: {name}, {at}",
  "answers.typing": "Nội dung đang nhập, chưa ghi",
  "answers.sent_back_meanwhile":
    "Văn phòng vừa trả lại nội dung đã ghi, lý do ở ngay trên. Nội dung đang nhập vẫn còn.",
  "answers.point_changed":
    "Ý này vừa đổi lời theo bản mới được phê duyệt, nên câu trả lời cũ không còn dùng được. Nội dung đang nhập vẫn còn.",
  "answers.drop": "Bỏ điều đang gõ",
  "answers.passed_meanwhile":
    "Văn phòng vừa chấp nhận nội dung đã ghi, nên không sửa được nữa. Nội dung đang nhập chưa được ghi, vẫn còn dưới đây để chép lại.",
  "answers.checked_meanwhile":
    "Người khác vừa kiểm tra câu trả lời này, hoặc câu trả lời không còn. Lời nhận xét đang gõ chưa ghi, vẫn còn dưới đây để chép lại.",
  "answers.point_gone":
    "Ý này không còn như trước trong bản vừa phê duyệt. Nội dung đang nhập chưa được ghi, vẫn còn dưới đây để chép lại.",
} as const;
