// Package api is the meetings room over HTTP and the live stream: its routes, its
// API types and the views that several people share. It holds no rule and writes no
// SQL; its types never embed those of the room.
package api
