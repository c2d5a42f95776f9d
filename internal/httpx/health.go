package httpx

import (
	"context"
	"maps"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics are the figures of this router, in a registry of its own.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "ecabinet_http_requests_total", Help: "Requests by route and status.",
		}, []string{"route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "ecabinet_http_request_seconds", Help: "Time to answer by route.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"route"}),
	}
	m.registry.MustRegister(m.requests, m.seconds, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Metrics is the registry behind /metrics, for the figures of other packages.
func (r *Router) Metrics() *prometheus.Registry { return r.metrics.registry }

// Admin serves /healthz, /readyz and /metrics: for a listener of its own that only
// the operator reaches.
func (r *Router) Admin() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", r.healthz)
	mux.HandleFunc("GET /readyz", r.readyz)
	mux.Handle("GET /metrics", promhttp.HandlerFor(r.metrics.registry, promhttp.HandlerOpts{}))
	return mux
}

// loopbackMetrics serves the metrics to this machine only. Behind a proxy every
// call seems to come from this machine, so there it serves nobody.
func (r *Router) loopbackMetrics(w http.ResponseWriter, req *http.Request) {
	addr, err := netip.ParseAddrPort(req.RemoteAddr)
	forwarded := req.Header.Get("X-Forwarded-For") != "" || req.Header.Get("Forwarded") != ""
	if err != nil || !addr.Addr().IsLoopback() || forwarded || len(r.cfg.Proxies) > 0 {
		http.NotFound(w, req)
		return
	}
	promhttp.HandlerFor(r.metrics.registry, promhttp.HandlerOpts{}).ServeHTTP(w, req)
}

// healthz says that the process answers.
func (r *Router) healthz(w http.ResponseWriter, _ *http.Request) {
	plain(w, http.StatusOK, "ok\n")
}

// readyz asks every check; the answer names what is not ready, without its error,
// which stands in the log.
func (r *Router) readyz(w http.ResponseWriter, req *http.Request) {
	ctx, cancel := context.WithTimeout(req.Context(), 2*time.Second)
	defer cancel()
	var missing []string
	for _, name := range slices.Sorted(maps.Keys(r.cfg.Ready)) {
		if err := r.cfg.Ready[name](ctx); err != nil {
			r.cfg.Logger.WarnContext(ctx, "not ready", "check", name, "error", clip(err.Error(), 500))
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		plain(w, http.StatusServiceUnavailable, "not ready: "+strings.Join(missing, ", ")+"\n")
		return
	}
	plain(w, http.StatusOK, "ready\n")
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	w.Write([]byte(text))
}

// observe writes the access log and the figures. The log names the route and not
// the path with its ids, no query and no content; files of the client are not in it.
func (r *Router) observe(rec *recorder, req *http.Request, c *call) {
	if c.quiet {
		return
	}
	took := r.cfg.Clock().Sub(c.start)
	status := rec.status
	if status == 0 {
		status = http.StatusOK
	}
	if c.route == "" {
		if !strings.HasPrefix(req.URL.Path, "/api/") {
			return
		}
		c.route = "none"
	}
	r.metrics.requests.WithLabelValues(c.route, strconv.Itoa(status)).Inc()
	r.metrics.seconds.WithLabelValues(c.route).Observe(took.Seconds())
	r.cfg.Logger.InfoContext(req.Context(), "request",
		"request", c.id, "route", c.route, "method", req.Method, "status", status,
		"bytes", rec.bytes, "ms", took.Milliseconds(), "ip", c.client.IP.String(), "socket", c.socket)
}
