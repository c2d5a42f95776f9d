package demo

import (
	"fmt"
	"time"
)

// paper is an official text in the form of Decree 30/2020/NĐ-CP: national title
// and motto, issuing agency, number and sign, place and date, kind and subject,
// content, recipients and signer.
type paper struct {
	Agency     string // in capitals
	Sign       string // "412/TTr-BTC"; of a draft what follows the number
	Date       time.Time
	Name       string // "TỜ TRÌNH"
	Subject    string
	To         string // "Chính phủ", "" for none
	Body       []block
	Recipients []string
	Post       string // of the signer
	Signer     string
	Draft      bool // marked DỰ THẢO, without number, day and name
}

// block is one paragraph of a paper.
type block struct {
	Kind blockKind
	Text string
}

type blockKind int

const (
	plain   blockKind = iota
	chapter           // centred, bold
	article           // bold
)

// lay sets the paper on pages.
func (p paper) lay() *sheet {
	s := newSheet()
	p.head(s)
	for _, b := range p.Body {
		switch b.Kind {
		case chapter:
			if s.y > pageHeight-marginBottom-30 {
				s.turn()
			}
			s.y = s.centred(marginLeft, textWidth, s.y+2, bold, 14, b.Text) + 3
		case article:
			s.paragraph(bold, 14, b.Text)
		default:
			s.paragraph(regular, 14, b.Text)
		}
	}
	p.foot(s)
	return s
}

func (p paper) head(s *sheet) {
	const left, leftWidth, right, rightWidth = 25.0, 66.0, 93.0, 102.0
	top := s.y
	y := s.centred(left, leftWidth, top, bold, 12, p.Agency)
	s.rule(left, leftWidth, 22, y+1.6)
	sign := "Số: " + p.Sign
	date := fmt.Sprintf("Hà Nội, ngày %02d tháng %02d năm %d", p.Date.Day(), int(p.Date.Month()), p.Date.Year())
	if p.Draft {
		sign = "Số:        /" + p.Date.Format("2006") + "/" + p.Sign
		date = fmt.Sprintf("Hà Nội, ngày ..... tháng ..... năm %d", p.Date.Year())
	}
	below := s.centred(left, leftWidth, y+3, regular, 13, sign)
	if p.Draft {
		below = s.centred(left, leftWidth, below+2, bold, 13, "DỰ THẢO")
	}
	y = s.centred(right, rightWidth, top, bold, 12, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
	y = s.centred(right, rightWidth, y, bold, 13, "Độc lập - Tự do - Hạnh phúc")
	s.rule(right, rightWidth, 60, y+1.6)
	y = s.centred(right, rightWidth, y+3, italic, 13, date)

	y = s.centred(marginLeft, textWidth, max(y, below)+7, bold, 14, p.Name)
	y = s.centred(marginLeft+8, textWidth-16, y, bold, 14, p.Subject)
	s.rule(marginLeft, textWidth, 40, y+2)
	s.y = y + 7
	if p.To != "" {
		s.y = s.centred(marginLeft, textWidth, y+5, regular, 14, "Kính gửi: "+p.To+".") + 4
	}
}

// foot sets recipients and signer, which stay together on one page.
func (p paper) foot(s *sheet) {
	if s.y > pageHeight-marginBottom-52 {
		s.turn()
	}
	top := s.y + 4
	y := s.left(top, italic, 12, "Nơi nhận:")
	for i, r := range p.Recipients {
		end := ";"
		if i == len(p.Recipients)-1 {
			end = "."
		}
		y = s.left(y, regular, 11, "- "+r+end)
	}
	y = s.centred(112, 80, top, bold, 13, p.Post)
	if !p.Draft {
		s.centred(112, 80, y+20, bold, 14, p.Signer)
	}
	s.y = y + 30
}
