package meetings

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"strconv"
	"strings"
	"time"

	"ecabinet"
)

// Scene is what the screens in the room are told to show.
type Scene string

// The scenes. What goes on is: the item, its page, who speaks, a vote, its result.
const (
	SceneRunning Scene = ""         // what goes on
	SceneCheckIn Scene = "check_in" // the code to check in with
	SceneSeats   Scene = "seats"    // who is there
	SceneBlank   Scene = "blank"    // the title alone
)

// ShowOnScreen tells the screens in the room what to show.
func (m *Meeting) ShowOnScreen(scene Scene) error {
	if !m.Allows(ActCheckIn) {
		return ecabinet.E(ecabinet.Refused, "meeting.screen_not_now")
	}
	m.Screen = scene
	return nil
}

// ShowOnScreen tells the screens in the room what to show.
func (s *Service) ShowOnScreen(ctx context.Context, id string, scene Scene) (string, error) {
	return s.change(ctx, id, anyRev, func(_ context.Context, tx Tx, m *Meeting) (string, error) {
		if err := m.ShowOnScreen(scene); err != nil {
			return "", err
		}
		emit(tx, m, "screen.set", "screen/"+m.ID, data{"scene": scene})
		return meetingRef(m), nil
	})
}

// The code that is on the screens turns with the clock: whoever types or scans it
// stands before one of them, or has it from somebody who does, a moment ago.
const (
	codeTurns = 30 * time.Second
	codeOld   = 2 // turns for which a code that has left the screen is still taken
	codeSize  = 8
	codeSigns = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ" // none that is taken for another
)

// CheckInCode is the code of a moment, and when the next one takes its place.
func (s *Service) CheckInCode(meeting string, at time.Time) (code string, until time.Time) {
	turn := at.UnixMilli() / codeTurns.Milliseconds()
	return s.codeOf(meeting, turn), time.UnixMilli((turn + 1) * codeTurns.Milliseconds()).UTC()
}

func (s *Service) codeOf(meeting string, turn int64) string {
	sum := sha256.Sum256([]byte(s.Seal.Seal([]byte("check-in " + meeting + " " + strconv.FormatInt(turn, 10)))))
	var b strings.Builder
	for _, x := range sum[:codeSize] {
		b.WriteByte(codeSigns[int(x)%len(codeSigns)])
	}
	return b.String()
}

// codeHolds says whether a code is, or was a moment ago, the one on the screens.
func (s *Service) codeHolds(meeting, code string, at time.Time) bool {
	code = strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(code))
	turn, good := at.UnixMilli()/codeTurns.Milliseconds(), 0
	for i := int64(-1); i <= codeOld; i++ { // another node's clock may be ahead
		good |= subtle.ConstantTimeCompare([]byte(s.codeOf(meeting, turn-i)), []byte(code))
	}
	return good == 1
}

// CheckInByCode enters the actor's own attendance in the room, by the code on its
// screens.
func (s *Service) CheckInByCode(ctx context.Context, meeting, code string) (string, error) {
	return s.checkIn(ctx, meeting, Presence{Person: ecabinet.ActorFrom(ctx).Person, Manner: AttendRoom, CameBy: ByCode}, func(now time.Time) error {
		if s.codeHolds(meeting, code, now) {
			return nil
		}
		e := ecabinet.E(ecabinet.Refused, "meeting.code_over")
		e.Fields = []ecabinet.FieldError{{Path: "code", Code: "meeting.code_over"}}
		return e
	})
}
