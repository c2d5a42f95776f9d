/** Texts of consultations: for who is asked, and for who runs them. */
export const consult = {
  "respond.title": "Cho ý kiến theo liên kết riêng",
  "respond.lead": "{body} đề nghị {name} cho ý kiến.",
  "respond.about": "Nội dung",
  "respond.asks": "Cơ quan chủ trì",
  "respond.until": "Hạn trả lời",
  "respond.who": "Nơi được tham vấn",
  "respond.over": "Đã quá hạn trả lời. Ý kiến gửi lúc này được lưu giữ và ghi là muộn.",
  "respond.once":
    "Liên kết chỉ mở được một lần, trên trình duyệt này. Sau đó vào lại bằng chính trình duyệt này để xem và sửa ý kiến, không cần tài khoản.",
  "respond.own_device": "Chỉ mở trên thiết bị của đơn vị; không mở trên máy dùng chung.",
  "respond.open": "Mở phiếu tham vấn",
  "respond.opening": "Đang mở…",
  "respond.other_link": "Trình duyệt này đang mở một phiếu tham vấn khác",
  "respond.other_link_lead":
    "Mở liên kết này thì phiếu kia sẽ không vào lại được trên trình duyệt này. Để giữ cả hai, xin mở liên kết này bằng trình duyệt hoặc thiết bị khác.",
  "respond.account": "Trình duyệt này đang đăng nhập bằng tài khoản",
  "respond.account_lead":
    "Mở liên kết này thì tài khoản sẽ bị đăng xuất ở đây. Nếu liên kết không phải gửi cho đơn vị mình, xin đừng mở.",
  "respond.used": "Liên kết này đã được mở",
  "respond.used_lead":
    "Xin vào lại bằng chính thiết bị và trình duyệt đã mở, ở địa chỉ {address}. Nếu không còn thiết bị ấy, hoặc không phải quý vị đã mở, xin báo nơi gửi để được cấp liên kết mới; ý kiến đã gửi vẫn được giữ.",
  "respond.no_link": "Trang này mở bằng liên kết riêng",
  "respond.no_link_lead":
    "Xin mở liên kết trong thư mời, và sao chép trọn cả phần sau dấu #. Nếu đã mở liên kết trước đây, xin vào lại bằng chính thiết bị và trình duyệt đã mở.",
  "respond.to_sign_in": "Đăng nhập bằng tài khoản",
  "respond.ended": "Trình duyệt này không còn vào được phiếu tham vấn",
  "respond.ended_lead":
    "Thời gian vào lại đã hết, hoặc đã có liên kết mới thay cho liên kết mở ở đây. Xin mở liên kết mới nhất; nếu không có, xin đề nghị nơi gửi cấp lại.",
  "respond.stays": "Vào lại bằng trình duyệt này đến {time}",
  "respond.leave": "Rời khỏi thiết bị này",
  "respond.leave_title": "Rời khỏi thiết bị này?",
  "respond.leave_lead":
    "Sau khi rời, trình duyệt này không vào lại được, và liên kết đã dùng không mở được lần nữa: muốn xem hoặc sửa ý kiến phải xin liên kết mới. Ý kiến đã gửi vẫn được giữ.",

  "consult.kind": "Tham vấn",
  "consult.mine": "Ý kiến của đơn vị",
  "consult.recalled_at": "Thu hồi lúc {time}. Lý do:",
  "consult.closed": "Tham vấn đã kết thúc",
  "consult.closed_lead": "Ý kiến nhận được sẽ được tổng hợp để cơ quan chủ trì nghiên cứu, tiếp thu, giải trình.",
  "ballot_state.consultation_open": "Đang tham vấn",
  "ballot_state.consultation_closed": "Đã kết thúc tham vấn",
} as const;
