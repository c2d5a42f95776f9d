/**
 * Vietnamese for the strings that React Aria speaks itself (it ships none).
 * One export for each of its dictionaries; tools/ariaStrings.ts puts them in
 * place and aria.test.ts compares the keys with those of the installed version.
 */
type Args = Record<string, string | number | boolean>;
type Formatter = {
  number(value: unknown): string;
  select(options: Record<string, string | (() => string)>, value: unknown): string;
};
type Text = string | ((args: Args, formatter: Formatter) => string);
export type Dictionary = Record<string, Text>;

export const autocomplete: Dictionary = { collectionLabel: "Gợi ý" };

export const breadcrumbs: Dictionary = { breadcrumbs: "Đường dẫn trang" };

export const calendar: Dictionary = {
  previous: "Trước",
  next: "Sau",
  selectedDateDescription: (a) => `Ngày đã chọn: ${a.date}`,
  selectedRangeDescription: (a) => `Khoảng đã chọn: ${a.dateRange}`,
  todayDate: (a) => `Hôm nay, ${a.date}`,
  todayDateSelected: (a) => `Hôm nay, ${a.date}, đã chọn`,
  dateSelected: (a) => `${a.date}, đã chọn`,
  startRangeSelectionPrompt: "Bấm để chọn ngày bắt đầu",
  finishRangeSelectionPrompt: "Bấm để chọn ngày kết thúc",
  minimumDate: "Ngày sớm nhất có thể chọn",
  maximumDate: "Ngày muộn nhất có thể chọn",
  dateRange: (a) => `${a.startDate} đến ${a.endDate}`,
};

export const color: Dictionary = {
  colorPicker: "Bảng chọn màu",
  twoDimensionalSlider: "Thanh trượt hai chiều",
  colorNameAndValue: (a) => `${a.name}: ${a.value}`,
  colorInputLabel: (a) => `${a.label}, ${a.channelLabel}`,
  colorSwatch: "mẫu màu",
  transparent: "trong suốt",
};

export const combobox: Dictionary = {
  focusAnnouncement: (a, f) =>
    `${a.isGroupChange ? `Vào nhóm ${a.groupTitle}, ${f.number(a.groupCount)} lựa chọn. ` : ""}${a.optionText}${a.isSelected ? ", đã chọn" : ""}`,
  countAnnouncement: (a, f) => `Có ${f.number(a.optionCount)} lựa chọn.`,
  selectedAnnouncement: (a) => `${a.optionText}, đã chọn`,
  buttonLabel: "Hiện gợi ý",
  listboxLabel: "Gợi ý",
};

export const datepicker: Dictionary = {
  era: "kỷ nguyên",
  year: "năm",
  month: "tháng",
  day: "ngày",
  hour: "giờ",
  minute: "phút",
  second: "giây",
  dayPeriod: "SA/CH",
  calendar: "Lịch",
  startDate: "Ngày bắt đầu",
  endDate: "Ngày kết thúc",
  weekday: "thứ trong tuần",
  timeZoneName: "múi giờ",
  selectedDateDescription: (a) => `Ngày đã chọn: ${a.date}`,
  selectedRangeDescription: (a) => `Khoảng đã chọn: ${a.startDate} đến ${a.endDate}`,
  selectedTimeDescription: (a) => `Giờ đã chọn: ${a.time}`,
};

export const dnd: Dictionary = {
  dragItem: (a) => `Kéo ${a.itemText}`,
  dragSelectedItems: (a, f) => `Kéo ${f.number(a.count)} mục đã chọn`,
  dragDescriptionKeyboard: "Bấm Enter để bắt đầu kéo.",
  dragDescriptionKeyboardAlt: "Bấm Alt + Enter để bắt đầu kéo.",
  dragDescriptionTouch: "Chạm hai lần để bắt đầu kéo.",
  dragDescriptionVirtual: "Bấm để bắt đầu kéo.",
  dragDescriptionLongPress: "Nhấn giữ để bắt đầu kéo.",
  dragSelectedKeyboard: (a, f) => `Bấm Enter để kéo ${f.number(a.count)} mục đã chọn.`,
  dragSelectedKeyboardAlt: (a, f) => `Bấm Alt + Enter để kéo ${f.number(a.count)} mục đã chọn.`,
  dragSelectedLongPress: (a, f) => `Nhấn giữ để kéo ${f.number(a.count)} mục đã chọn.`,
  dragStartedKeyboard: "Đã bắt đầu kéo. Bấm Tab để đến nơi thả, rồi bấm Enter để thả, hoặc Escape để hủy.",
  dragStartedTouch: "Đã bắt đầu kéo. Đến nơi thả rồi chạm hai lần để thả.",
  dragStartedVirtual: "Đã bắt đầu kéo. Đến nơi thả rồi bấm chuột hoặc bấm Enter để thả.",
  endDragKeyboard: "Đang kéo. Bấm Enter để hủy kéo.",
  endDragTouch: "Đang kéo. Chạm hai lần để hủy kéo.",
  endDragVirtual: "Đang kéo. Bấm để hủy kéo.",
  dropDescriptionKeyboard: "Bấm Enter để thả. Bấm Escape để hủy kéo.",
  dropDescriptionTouch: "Chạm hai lần để thả.",
  dropDescriptionVirtual: "Bấm để thả.",
  dropCanceled: "Đã hủy thả.",
  dropComplete: "Đã thả xong.",
  dropIndicator: "vị trí thả",
  dropOnRoot: "Thả vào",
  dropOnItem: (a) => `Thả vào ${a.itemText}`,
  insertBefore: (a) => `Chèn trước ${a.itemText}`,
  insertBetween: (a) => `Chèn giữa ${a.beforeItemText} và ${a.afterItemText}`,
  insertAfter: (a) => `Chèn sau ${a.itemText}`,
};

export const grid: Dictionary = {
  deselectedItem: (a) => `Đã bỏ chọn ${a.item}.`,
  select: "Chọn",
  selectedCount: (a, f) => (a.count === 0 ? "Chưa chọn mục nào." : `Đã chọn ${f.number(a.count)} mục.`),
  selectedAll: "Đã chọn tất cả.",
  selectedItem: (a) => `Đã chọn ${a.item}.`,
  longPressToSelect: "Nhấn giữ để vào chế độ chọn.",
};

export const menu: Dictionary = {
  longPressMessage: "Nhấn giữ hoặc bấm Alt + Mũi tên xuống để mở danh mục",
};

export const numberfield: Dictionary = {
  decrease: (a) => `Giảm ${a.fieldLabel}`,
  increase: (a) => `Tăng ${a.fieldLabel}`,
  numberField: "Ô nhập số",
};

export const overlays: Dictionary = { dismiss: "Đóng" };

export const previewtrigger: Dictionary = { longPressMessage: "Nhấn giữ để xem trước" };

export const searchfield: Dictionary = { "Clear search": "Xóa nội dung tìm" };

export const spinbutton: Dictionary = { Empty: "Trống" };

export const steplist: Dictionary = { steplist: "Danh sách các bước" };

export const table: Dictionary = {
  select: "Chọn",
  selectAll: "Chọn tất cả",
  sortable: "cột sắp xếp được",
  ascending: "tăng dần",
  descending: "giảm dần",
  ascendingSort: (a) => `đã sắp xếp tăng dần theo cột ${a.columnName}`,
  descendingSort: (a) => `đã sắp xếp giảm dần theo cột ${a.columnName}`,
  columnSize: (a) => `${a.value} điểm ảnh`,
  resizerDescription: "Bấm Enter để bắt đầu đổi độ rộng",
  expand: "Mở rộng",
  collapse: "Thu gọn",
};

export const tag: Dictionary = {
  removeDescription: "Bấm Delete để bỏ thẻ này.",
  removeButtonLabel: "Bỏ",
};

export const toast: Dictionary = {
  close: "Đóng",
  notifications: (a, f) => `${f.number(a.count)} thông báo.`,
};

export const tree: Dictionary = { expand: "Mở rộng", collapse: "Thu gọn" };

export const colorState: Dictionary = {
  hue: "Sắc độ",
  saturation: "Độ bão hòa",
  lightness: "Độ sáng",
  brightness: "Độ chói",
  red: "Đỏ",
  green: "Lục",
  blue: "Lam",
  alpha: "Độ đục",
  colorName: (a) => `${a.hue} ${a.chroma} ${a.lightness}`,
  transparentColorName: (a) => `${a.hue} ${a.chroma} ${a.lightness}, trong suốt ${a.percentTransparent}`,
  "very dark": "rất tối",
  dark: "tối",
  light: "sáng",
  "very light": "rất sáng",
  pale: "nhạt",
  grayish: "xám",
  vibrant: "rực",
  black: "đen",
  white: "trắng",
  gray: "xám",
  pink: "hồng",
  "pink red": "đỏ hồng",
  "red orange": "cam đỏ",
  brown: "nâu",
  orange: "cam",
  "orange yellow": "vàng cam",
  "brown yellow": "vàng nâu",
  yellow: "vàng",
  "yellow green": "lục vàng",
  "green cyan": "lục lam",
  cyan: "lơ",
  "cyan blue": "lam lơ",
  "blue purple": "tím lam",
  purple: "tím",
  "purple magenta": "tím đỏ",
  magenta: "đỏ tía",
  "magenta pink": "hồng tía",
};

export const datepickerState: Dictionary = {
  rangeUnderflow: (a) => `Phải từ ${a.minValue} trở đi.`,
  rangeOverflow: (a) => `Phải đến ${a.maxValue} trở về trước.`,
  rangeReversed: "Ngày bắt đầu phải trước ngày kết thúc.",
  unavailableDate: "Không chọn được ngày này.",
};

export const components: Dictionary = {
  selectPlaceholder: "Chọn một mục",
  tableResizer: "Thanh đổi độ rộng",
  dropzoneLabel: "Vùng thả tệp",
  colorSwatchPicker: "Các mẫu màu",
};
