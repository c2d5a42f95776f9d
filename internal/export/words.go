package export

import (
	"fmt"
	"time"
)

// The words that the form itself has.
var words = map[string]struct{ nation, motto, number, noNumber, to, noDate string }{
	"vi": {
		nation: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", motto: "Độc lập - Tự do - Hạnh phúc",
		number: "Số: %s", noNumber: "……/……", to: "Nơi nhận:", noDate: "ngày …… tháng …… năm ……",
	},
	"en": {
		nation: "SOCIALIST REPUBLIC OF VIET NAM", motto: "Independence - Freedom - Happiness",
		number: "No.: %s", noNumber: "……/……", to: "Recipients:", noDate: "…… …… ……",
	},
}

// locales are the languages as files name them.
var locales = map[string]string{"vi": "vi-VN", "en": "en-GB"}

func (h Head) numberLine(lang string) string {
	w := words[lang]
	if h.Number == "" {
		return fmt.Sprintf(w.number, w.noNumber)
	}
	return fmt.Sprintf(w.number, h.Number)
}

func (h Head) dateLine(lang string) string {
	place, date := h.Place, words[lang].noDate
	if place == "" {
		place = "……"
	}
	if !h.Date.IsZero() {
		date = LongDate(h.Date, lang)
	}
	return place + ", " + date
}

// LongDate is a date in words, in the zone of t. In Vietnamese days below 10 and
// the months 1 and 2 have two digits, so that none can be put before them (Decree
// 30/2020/NĐ-CP, appendix I).
func LongDate(t time.Time, lang string) string {
	if lang == "en" {
		return t.Format("2 January 2006")
	}
	month := fmt.Sprint(int(t.Month()))
	if t.Month() <= time.February {
		month = "0" + month
	}
	return fmt.Sprintf("ngày %02d tháng %s năm %d", t.Day(), month, t.Year())
}

// Stamp is the time of an electronic signature: ISO 8601 with the zone, in the zone
// of t.
func Stamp(t time.Time) string { return t.Format("2006-01-02T15:04:05-07:00") }
