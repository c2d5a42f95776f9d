package main

import (
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"ecabinet/summaries/openai/fake"
)

// The command says in both languages what an endpoint can do.
func TestAITest(t *testing.T) {
	for persona, want := range map[fake.Persona]struct {
		code int
		says []string
	}{
		fake.Honest:  {0, []string{"ok      Trả lời đúng lược đồ / obeys the schema", "ok      Đọc đủ độ dài đã khai báo"}},
		fake.Garbage: {exitWrong, []string{"NOT OK  Trả lời đúng lược đồ", "Hãy", "Run this part again"}},
		fake.Broken:  {exitWrong, []string{"Máy chủ của mô hình đang lỗi", "The endpoint has a fault"}},
	} {
		server := httptest.NewServer(&fake.Endpoint{Persona: persona})
		var out strings.Builder
		err := run(t.Context(), []string{"ai-test", "-endpoint", server.URL + "/v1", "-model", "fake"}, &out)
		server.Close()
		var ended *exit
		if errors.As(err, &ended) && ended.code != want.code || (err == nil) != (want.code == 0) {
			t.Errorf("%s: %v", persona, err)
		}
		for _, w := range want.says {
			if !strings.Contains(out.String(), w) {
				t.Errorf("%s: no %q in\n%s", persona, w, out.String())
			}
		}
	}
}
