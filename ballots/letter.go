package ballots

import (
	"fmt"
	"time"
)

// Letter is one mail to a respondent with what is true when it is sent.
type Letter struct {
	Respondent Respondent
	Ballot     *Ballot
	Secret     string // of the link, "" where it was used already, or there is none
}

// Sender is from whom and where letters come.
type Sender struct {
	URL  string // of the application
	Body string // what the body is called
	Zone *time.Location
}

// LinkPath is where a link leads: its secret stands in the fragment, which no browser
// sends to a server.
func LinkPath(secret string) string { return "/respond#" + secret }

// Write words a letter: whose draft it is, until when, and where to answer; never a
// paper or an answer, and the title only where its class lets it leave.
func (s Sender) Write(l Letter) (subject, text string) {
	b, w := l.Ballot, letterWords[l.Respondent.News]
	title := b.Title
	if !b.MayLeave() {
		title = "-"
	}
	until := b.Deadline.At.In(s.Zone)
	whereVI, whereEN := "Xin đăng nhập và mở phiếu tham vấn:", "Please sign in and open the consultation:"
	address := s.URL + "/ballots/" + b.ID
	switch {
	case l.Respondent.News == NewsRecalled:
		whereVI, whereEN, address = "Ứng dụng:", "The application:", s.URL+"/"
	case l.Respondent.ByLink() && l.Secret != "":
		whereVI = "Xin mở liên kết riêng dưới đây. Liên kết chỉ dùng được một lần, trên một thiết bị; sau đó thiết bị ấy vào được đến hết hạn để xem lại và sửa. Không chuyển cho người ngoài đơn vị:"
		whereEN = "Please open your personal link below. It works once, on one device, which then may come back to look and to change until the deadline. Do not pass it on:"
		address = s.URL + LinkPath(l.Secret)
	case l.Respondent.ByLink():
		whereVI = "Liên kết riêng của đơn vị đã được mở. Xin vào lại trên chính thiết bị đã mở; nếu không còn thiết bị ấy, xin đề nghị cấp liên kết mới:"
		whereEN = "Your personal link was opened. Please come back on the device that opened it; if you no longer have it, ask for a new link:"
		address = s.URL + "/respond"
	}
	facts := func(about, lead, deadline, format string) string {
		return fmt.Sprintf("%s: %s\n%s: %s\n%s: %s\n", about, title, lead, b.Lead, deadline, until.Format(format))
	}
	return w.subject, fmt.Sprintf("Kính gửi %s,\n\n%s\n\n%s\n%s\n%s\n\n%s\n\n---\n\nDear %s,\n\n%s\n\n%s\n%s\n%s\n",
		l.Respondent.Name, w.vi, facts("Nội dung", "Cơ quan chủ trì", "Hạn trả lời", "15:04, 02/01/2006"), whereVI, address, s.Body,
		l.Respondent.Name, w.en, facts("About", "Lead agency", "Answers until", "15:04, 2 January 2006 (MST)"), whereEN, address)
}

var letterWords = map[News]struct{ subject, vi, en string }{
	NewsInvited: {
		"Đề nghị cho ý kiến / Invitation to a consultation", "Trân trọng đề nghị quý đơn vị cho ý kiến đối với dự thảo.",
		"You are kindly asked for your opinion on a draft.",
	},
	NewsReminded: {
		"Nhắc: đề nghị cho ý kiến / Reminder of a consultation", "Chúng tôi chưa nhận được ý kiến của quý đơn vị đối với dự thảo.",
		"We have not received your opinion on a draft yet.",
	},
	NewsExtended: {
		"Gia hạn cho ý kiến / Consultation extended", "Hạn cho ý kiến đối với dự thảo đã được gia hạn.", "There is more time for your opinion on a draft.",
	},
	NewsPapers: {
		"Thay tài liệu lấy ý kiến / Papers of a consultation replaced", "Một tài liệu của dự thảo đã được thay; xin xem lại và, nếu cần, sửa ý kiến.",
		"A paper of the draft was replaced; please look again and change your opinion where needed.",
	},
	NewsRecalled: {
		"Thu hồi đề nghị cho ý kiến / Consultation recalled", "Đề nghị cho ý kiến đối với dự thảo đã được thu hồi; quý đơn vị không phải trả lời.",
		"The consultation on a draft was recalled; there is nothing to answer.",
	},
}
