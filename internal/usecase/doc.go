// Package usecase holds the acts that change two rooms at once, over both rooms'
// ports and in one transaction. What a room must only know of another is a port
// of that room, wired in cmd.
package usecase
