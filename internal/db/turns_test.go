package db

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
)

func TestTurnsGoInTheOrderOfComing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turn := make(turns, 1)
		over, err := turn.take(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		left, leave := context.WithCancelCause(t.Context())
		why := errors.New("the caller left")
		var order []int
		for i := range 64 {
			ctx := t.Context()
			if i == 20 {
				ctx = left
			}
			go func() {
				over, err := turn.take(ctx)
				if i == 20 {
					if !errors.Is(err, why) {
						t.Errorf("whoever left got the error %v", err)
					}
					return
				}
				if err != nil {
					t.Error(err)
					return
				}
				order = append(order, i) // only one at a time has a turn
				over()
			}()
			synctest.Wait() // it waits now, behind those before it
		}
		if len(order) > 0 {
			t.Fatalf("%v went though the only turn was taken", order)
		}
		leave(why)
		synctest.Wait()
		over()
		synctest.Wait()
		if !slices.IsSorted(order) || len(order) != 63 {
			t.Errorf("the order was %v", order)
		}
	})
}
