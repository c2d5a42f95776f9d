/** Handing a synthesis over for approval, and sending it back. */
export const submission = {
  "submission.act": "Trình duyệt bản {version}",
  "submission.again": "Trình lại bản {version}",
  "submission.title": "Trình duyệt bảng tổng hợp bản {version}?",
  "submission.lead":
    "{opinions} ý kiến, {rows} dòng, {points} ý. Văn phòng thấy bảng này trong danh sách chờ phê duyệt. Bảng không bị khóa; nếu sửa thêm, xin trình lại.",
  "submission.moved": "Bảng vừa được sửa sau khi mở cửa sổ này. Xin xem lại bảng hiện tại rồi tiếp tục.",
  "submission.looked": "Đã xem bảng hiện tại",
  "submission.sending": "Đang trình…",
  "submission.waits": "Chờ phê duyệt",
  "submission.waits_version": "Chờ phê duyệt, bản {version}",
  "submission.waits_count": "Chờ phê duyệt ({count})",
  "submission.returned": "Bị trả lại",
  "submission.returned_version": "Bị trả lại, bản {version}",
  "submission.returned_count": "Bị trả lại ({count})",
  "submission.changed": "đã thay đổi sau khi trình",
  "submission.by_at": "{name} trình lúc {at}",
  "submission.returned_by": "{name} trả lại lúc {at}",
  "submission.reason_is": "Lý do: {reason}",
  "submission.banner_waits": "{name} đã trình duyệt bảng này lúc {at}",
  "submission.banner_wait": "Đang chờ Văn phòng phê duyệt.",
  "submission.banner_judge": "Xin phê duyệt, hoặc trả lại kèm lý do.",
  "submission.banner_changed": "Bảng đã thay đổi sau khi trình",
  "submission.banner_changed_analyst":
    "{name} trình lúc {at}. Bảng đang hiện khác bảng đã trình; sửa xong, xin trình lại để Văn phòng biết.",
  "submission.banner_changed_judge":
    "{name} trình lúc {at}. Bảng đang hiện khác bảng đã trình; phê duyệt là phê duyệt bảng đang hiện. Xin xem “Các bản, ai đã làm gì” để biết đã sửa gì.",
  "submission.banner_returned": "{name} đã trả lại bảng này lúc {at}",
  "submission.banner_returned_analyst": "Sửa xong, xin trình lại.",
  "submission.return": "Trả lại",
  "submission.return_title": "Trả lại bảng tổng hợp bản {version}?",
  "submission.return_lead":
    "Người phân tích thấy bảng bị trả lại ngay, cùng tên người trả lại và lý do. Bảng không thay đổi.",
  "submission.reason": "Lý do trả lại, cần sửa gì",
  "submission.return_act": "Trả lại kèm lý do",
  "submission.returning": "Đang trả lại…",
  "submission.meanwhile": "Bảng vừa được trình lại. Xin xem bảng hiện tại rồi trả lại tiếp.",
  "submission.meanwhile_typed":
    "Lý do dưới đây gõ cho lần trình trước, bản {version}. Nay bảng đã được trình lại: xin xem bảng hiện tại, sửa lý do chỗ không còn đúng rồi trả lại.",
  "submission.meanwhile_gone":
    "Bảng không còn chờ phê duyệt: người khác vừa trả lại, phê duyệt hoặc lập bản mới. Lý do đang gõ vẫn còn.",
  "submission.event_submitted": "Trình duyệt bản {version}",
  "submission.event_returned": "Trả lại bản {version}. Lý do: {reason}",
} as const;
