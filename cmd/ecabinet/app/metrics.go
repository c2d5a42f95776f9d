package app

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"ecabinet/internal/db"
	"ecabinet/realtime"
)

// figures are those of the database, which opens before the router exists.
type figures struct {
	batch  prometheus.Histogram
	commit prometheus.Histogram
	trials *prometheus.CounterVec
}

func newFigures() *figures {
	return &figures{
		batch: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "ecabinet_db_batch_acts", Help: "Acts committed by one commit.", Buckets: []float64{1, 2, 4, 8, 16, 31, 32},
		}),
		commit: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "ecabinet_db_commit_seconds", Help: "Time of one commit.", Buckets: prometheus.ExponentialBuckets(.0005, 2, 12),
		}),
		trials: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "ecabinet_db_again_total", Help: "Batches run again alone, and acts that left their batch for a lock.",
		}, []string{"why"}),
	}
}

func (f *figures) register(r *prometheus.Registry) { r.MustRegister(f.batch, f.commit, f.trials) }

func (f *figures) observeDB(m db.Measure, value float64) {
	switch m {
	case db.BatchActs:
		f.batch.Observe(value)
	case db.CommitSeconds:
		f.commit.Observe(value)
	case db.BatchFailed, db.ActAlone:
		f.trials.WithLabelValues(string(m)).Add(value)
	}
}

// observeLive watches the sockets.
func observeLive(r *prometheus.Registry) realtime.Observe {
	sockets := prometheus.NewGauge(prometheus.GaugeOpts{Name: "ecabinet_live_sockets", Help: "Open sockets."})
	closed := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "ecabinet_live_closed_total", Help: "Ended sockets by close code."}, []string{"code"})
	refused := prometheus.NewCounterVec(prometheus.CounterOpts{Name: "ecabinet_live_refused_total", Help: "Refused handshakes by reason."}, []string{"why"})
	frames := prometheus.NewCounter(prometheus.CounterOpts{Name: "ecabinet_live_frames_total", Help: "Frames delivered."})
	gaps := prometheus.NewCounter(prometheus.CounterOpts{Name: "ecabinet_live_gaps_total", Help: "Gaps announced."})
	lag := prometheus.NewHistogram(prometheus.HistogramOpts{
		Name: "ecabinet_live_lag_seconds", Help: "From the log to the socket.", Buckets: prometheus.ExponentialBuckets(.001, 2, 12),
	})
	r.MustRegister(sockets, closed, refused, frames, gaps, lag)
	return realtime.Observe{
		Opened:  sockets.Inc,
		Closed:  func(code int, _ time.Duration) { sockets.Dec(); closed.WithLabelValues(strconv.Itoa(code)).Inc() },
		Refused: func(why string) { refused.WithLabelValues(why).Inc() },
		Delivered: func(n int, behind time.Duration) {
			frames.Add(float64(n))
			lag.Observe(behind.Seconds())
		},
		Gap: gaps.Inc,
	}
}
