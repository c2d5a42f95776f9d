/** The links of the rooms whose own texts come with them. */
export const nav = {
  "nav.my_dossiers": "Hồ sơ của tôi",
  "nav.check": "Thẩm tra hồ sơ",
  "nav.meetings": "Phiên họp",
  "nav.tasks": "Nhiệm vụ",
  "nav.people": "Người dùng",
  "nav.requests": "Chờ người thứ hai",
  "nav.members": "Thành viên",
  "nav.agencies": "Cơ quan",
  "nav.body": "Thiết lập",
  "nav.policies": "Phân quyền",
  "nav.explain": "Vì sao được phép?",
  "nav.my_office": "Người giúp việc của tôi",
  "nav.audit": "Kiểm toán",
  "nav.journal": "Nhật ký",
  "rules.nav": "Quy tắc",
  "rules.nav_calendar": "Lịch làm việc",
} as const;
