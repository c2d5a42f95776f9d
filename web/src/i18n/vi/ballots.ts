/** Texts of the screens in src/ballots. */
export const ballots = {
  "nav.ballots": "Phiếu lấy ý kiến",
  "nav.history": "Lịch sử của tôi",
  "nav.approvals": "Chờ duyệt",
  "nav.asked": "Phiếu tham vấn",
} as const;
