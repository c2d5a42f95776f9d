package usecase

import (
	"context"
	"fmt"
	"strings"

	"ecabinet/dossiers"
	"ecabinet/meetings/tasks"
)

// TaskCourse notes in the history of a matter the tasks that follow from it: that they
// were given, closed, recalled. dossier gives the dossiers' view of a task's act.
func TaskCourse(dossier func(tasks.Tx) dossiers.Tx) func(context.Context, tasks.Tx, *tasks.Task, string) error {
	return func(ctx context.Context, tx tasks.Tx, t *tasks.Task, what string) error {
		switch what {
		case "task.given", "task.closed", "task.recalled":
		default:
			return nil
		}
		if t.Source.Matter == "" {
			return nil
		}
		return dossiers.Followed(ctx, dossier(tx), t.Source.Matter, t.ID, fmt.Sprintf("%d/%d", t.Number, t.Year), strings.TrimPrefix(what, "task."))
	}
}
