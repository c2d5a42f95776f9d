package summaries

import (
	"context"

	"ecabinet"
)

// Assistant asks a model outside, one step at a time. It alone knows of a network; nothing
// of it is called within an act.
type Assistant interface {
	// Hosts are those that the operator lets be dialled, "name:port"; Keyed says that the
	// operator has set a key.
	Hosts() (list []string, keyed bool)
	// Misaddressed says what is wrong with the address and the model of the settings: codes
	// assist.address, assist.tls, assist.host.
	Misaddressed(a Assist) error
	// Refuses says why nothing of what was asked may leave under the settings, before
	// anything is dialled; as Misaddressed, and assist.off, assist.class,
	// assist.placeholder, assist.secret_vote.
	Refuses(a Assist, p Polled) error
	// Size is how much one step may hold.
	Size(a Assist) Size
	// Try tests the connection with texts of its own, also while assistance is off. What the
	// endpoint cannot do stands in the trial; the error says why nothing was tried.
	Try(ctx context.Context, a Assist) (Trial, error)
	// Ask asks for one step.
	Ask(ctx context.Context, q Asking) Heard
}

// Asking is one step with all that the assistant must know.
type Asking struct {
	Assist  Assist
	Polled  Polled
	Reading *Reading
	Step    Step
	Rows    []Row
	Spent   Spent // by the run so far: caps are reserved over it before the call
}

// Heard is what came of asking for one step.
type Heard struct {
	Result Result // its Spent counts also where it failed
	Code   string // why it failed; "" where it did not
	Divide bool   // halves may succeed
	Stop   bool   // no step can succeed: the run waits as it is
	Away   bool   // the endpoint did not answer
}

// Assist is what an administrator has set, or what is offered where nothing was.
func (s *Service) Assist(ctx context.Context) (Assist, error) { return s.Store.Assist(ctx) }

// SetAssist writes the settings, see [Assist.Set] and [Assistant.Misaddressed].
func (s *Service) SetAssist(ctx context.Context, next Assist, seen int64) error {
	return s.assist(ctx, "assist.set", func(tx Tx, a Assist, by string) (Assist, error) {
		a, err := a.Set(next, seen, by, tx.Now())
		if err == nil {
			err = s.Assistant.Misaddressed(a)
		}
		return a, err
	})
}

// TurnAssist turns assistance on or off, see [Assist.Turn].
func (s *Service) TurnAssist(ctx context.Context, on bool, seen int64) error {
	return s.assist(ctx, "assist.turned", func(tx Tx, a Assist, by string) (Assist, error) {
		if on {
			if err := s.Assistant.Misaddressed(a); err != nil {
				return a, err
			}
		}
		return a.Turn(on, seen, by, tx.Now())
	})
}

// AssistBars says why assistance could not be turned on as it is set; nil where it could, or
// is. Its codes are those of [Service.TurnAssist], and "assist.unset" and "assist.no_hosts"
// where an administrator or the operator has not begun.
func (s *Service) AssistBars(a Assist) error {
	if hosts, _ := s.Assistant.Hosts(); len(hosts) == 0 {
		return ecabinet.E(ecabinet.Refused, "assist.no_hosts")
	}
	if a.Endpoint == "" {
		return ecabinet.E(ecabinet.Refused, "assist.unset")
	}
	if err := s.Assistant.Misaddressed(a); err != nil {
		return err
	}
	_, err := a.Turn(true, a.Rev, a.By, a.At)
	return err
}

// TryAssist tests the connection as it is set, and keeps what came of it.
func (s *Service) TryAssist(ctx context.Context, seen int64) error {
	a, err := s.Store.Assist(ctx)
	if err == nil && a.Rev != seen {
		err = ecabinet.E(ecabinet.Stale, "assist.changed")
	}
	if err != nil {
		return err
	}
	trial, err := s.Assistant.Try(ctx, a)
	if err != nil {
		return err
	}
	return s.assist(ctx, "assist.tested", func(tx Tx, a Assist, by string) (Assist, error) {
		trial.By, trial.At = by, tx.Now()
		return a.Tried(trial, seen)
	})
}

func (s *Service) assist(ctx context.Context, what string, do func(tx Tx, a Assist, by string) (Assist, error)) error {
	_, err := s.Store.InTx(ctx, func(ctx context.Context, tx Tx) (string, error) {
		a, err := tx.LockAssist(ctx)
		if err != nil {
			return "", err
		}
		if a, err = do(tx, a, ecabinet.ActorFrom(ctx).Person); err != nil {
			return "", err
		}
		data := map[string]any{"rev": a.Rev, "on": a.On, "endpoint": a.Endpoint, "model": a.Model, "ceiling": a.Ceiling}
		if a.Trial != nil {
			data["tested"] = a.Trial.OK
		}
		tx.Emit(ecabinet.Event{Topic: "body", Type: what, Ref: "assist", Data: encoded(data)})
		return "assist", tx.SaveAssist(ctx, a)
	})
	return err
}
