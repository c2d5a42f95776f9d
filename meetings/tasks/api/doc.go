// Package api is the tasks over HTTP and in the live stream: boards, a task with its
// history, the acts on it, evidence, notices, figures and their files. It holds no rule
// and no SQL; its types never embed those of the room.
//
// Evidence goes to internal/files as attachments do, and not through the dossiers:
// their path normalises, pictures and searches what members read, belongs to a matter
// and its rights, and would keep an agency waiting for a workshop. Evidence is kept as
// it came and only handed out again.
package api
