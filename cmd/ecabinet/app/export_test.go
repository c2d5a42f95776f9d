package app

import (
	"ecabinet"
	"ecabinet/realtime"
)

// Rights lists whose rights an event changes, as the live stream is told.
func (a *App) Rights(e ecabinet.Event) []realtime.Who { return a.rights(e) }
