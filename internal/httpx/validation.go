package httpx

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"ecabinet"
)

// findings turns what huma says of a field into our code and its parameters. name
// is that of the one submatch; empty: the sentence has none.
var findings = []struct {
	says, code, name string
}{
	{`^expected required property (\S+) to be present$`, "field.required", "property"},
	{`^expected property (\S+) to be present when \S+ is present$`, "field.required", "property"},
	{`^required \w+ parameter is missing$`, "field.required", ""},
	{`^unexpected property$`, "field.unknown", ""},
	{`^unknown query parameter$`, "field.unknown", ""},
	{`^expected value to be one of "(.*)"$`, "field.not_one_of", "allowed"},
	{`^expected length >= (\d+)$`, "field.too_short", "min"},
	{`^expected length <= (\d+)$`, "field.too_long", "max"},
	{`^expected array length >= (\d+)$`, "field.too_few", "min"},
	{`^expected array length <= (\d+)$`, "field.too_many", "max"},
	{`^expected number >=? (\S+)$`, "field.too_small", "min"},
	{`^expected number <=? (\S+)$`, "field.too_big", "max"},
	{`^expected array items to be unique$`, "field.repeated", ""},
	{`^expected string to be RFC \d+ ([a-z-]+)`, "field.bad_format", "format"},
	{`^invalid date/time for format`, "field.bad_format", ""},
	{`^expected string to match pattern`, "field.bad_format", ""},
	{`^expected string to be (\S+)`, "field.bad_format", "format"},
	{`^(?:expected|invalid) (boolean|number|integer|string|array|object|float)$`, "field.wrong_type", "expected"},
}

var findingForms = func() []*regexp.Regexp {
	forms := make([]*regexp.Regexp, len(findings))
	for i, f := range findings {
		forms[i] = regexp.MustCompile(f.says)
	}
	return forms
}()

// translateHuma puts our problem in the place of an error that huma made itself,
// without the values that it echoes.
func (r *Router) translateHuma(ctx huma.Context, _ string, v any) (any, error) {
	model, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	e := ecabinet.E(ecabinet.Invalid, "http.fields")
	switch {
	case model.Status >= http.StatusInternalServerError:
		e = ecabinet.E(ecabinet.Internal, "http.internal")
	case len(model.Errors) == 0:
		e = ecabinet.E(ecabinet.Invalid, "http.body_broken")
	}
	for _, d := range model.Errors {
		if d != nil {
			e.Fields = append(e.Fields, translateDetail(d))
		}
	}
	p := r.describe(ctx.Context(), e, e)
	p.Status = model.Status
	for name, values := range p.GetHeaders() {
		ctx.SetHeader(name, values[0])
	}
	return p, nil
}

func translateDetail(d *huma.ErrorDetail) ecabinet.FieldError {
	f := ecabinet.FieldError{Path: fieldPath(d.Location), Code: "field.invalid"}
	for i, form := range findingForms {
		found := form.FindStringSubmatch(d.Message)
		if found == nil {
			continue
		}
		f.Code = findings[i].code
		switch name := findings[i].name; {
		case name == "property":
			f.Path = strings.TrimPrefix(f.Path+"."+found[1], ".")
		case name != "" && len(found) > 1:
			f.Params = map[string]any{name: figure(found[1])}
		}
		if f.Code == "field.too_short" && f.Params["min"] == 1 {
			f.Code, f.Params = "field.required", nil
		}
		break
	}
	return f
}

// figure makes a number of what is one, so that it is written for the language.
func figure(s string) any {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return s
}

// fieldPath takes the part of the request off: clients know their own fields.
func fieldPath(location string) string {
	for _, part := range []string{"body", "query", "path", "header"} {
		if location == part {
			return ""
		}
		if rest, ok := strings.CutPrefix(location, part+"."); ok {
			return rest
		}
	}
	return location
}
