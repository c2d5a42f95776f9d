package httpx

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// newAPI sets huma up as the reader and writer of typed routes: OpenAPI 3.1, no
// pages of its own, no links in answers, and our problems in place of its errors.
func newAPI(r *Router, cfg Config) huma.API {
	config := huma.DefaultConfig(cfg.Title, cfg.Version)
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil
	config.RejectUnknownQueryParameters = true
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", nameSchemas(r))
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: CookieName(cfg.TLS)},
	}
	config.Transformers = []huma.Transformer{r.translateHuma}
	api := huma.NewAPI(config, adapter{r})
	api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[Problem](), true, "Problem")
	return api
}

// adapter puts huma's routes on the mux behind the wrapper.
type adapter struct{ r *Router }

func (a adapter) Handle(hop *huma.Operation, handler func(huma.Context)) {
	op := a.r.routes[len(a.r.routes)-1]
	a.r.mux.HandleFunc(op.Method+" "+op.Path, a.r.pipeline(op, hop, func(w http.ResponseWriter, req *http.Request) {
		handler(humago.NewContext(hop, req, w))
	}))
}

func (a adapter) ServeHTTP(w http.ResponseWriter, req *http.Request) { a.r.ServeHTTP(w, req) }

// nameSchemas names a schema after its Go type, and puts the room's name before it
// where another room already has that name. A type without a name, the body of one
// route, is named after the route.
func nameSchemas(r *Router) func(t reflect.Type, hint string) string {
	taken := map[string]reflect.Type{}
	return func(t reflect.Type, hint string) string {
		name := huma.DefaultSchemaNamer(t, hint)
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct {
			return name
		}
		if t.Name() == "" {
			return unnamed(taken, t, pascal(r.routes[len(r.routes)-1].ID))
		}
		if other, ok := taken[name]; ok && other != t {
			parts := strings.Split(t.PkgPath(), "/")
			for _, p := range parts[1:] {
				if p != "api" && p != "internal" {
					name = strings.ToUpper(p[:1]) + p[1:] + name
					break
				}
			}
		}
		taken[name] = t
		return name
	}
}

// unnamed names a type without a name after the route that brought it: what goes
// in, what comes out, what is within.
func unnamed(taken map[string]reflect.Type, t reflect.Type, route string) string {
	for name, other := range taken {
		if other == t {
			return name
		}
	}
	for i := 0; ; i++ {
		name := route + "Part" + strconv.Itoa(i-1)
		if i < 2 {
			name = route + []string{"Body", "Reply"}[i]
		}
		if taken[name] == nil {
			taken[name] = t
			return name
		}
	}
}

// pascal writes "cast-answer" as "CastAnswer".
func pascal(id string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(id, "-") {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}

func problemResponse() *huma.Response {
	return &huma.Response{Description: "A problem", Content: map[string]*huma.MediaType{
		problemType: {Schema: &huma.Schema{Ref: "#/components/schemas/Problem"}},
	}}
}

func security(op Op) []map[string][]string {
	if op.Public {
		return []map[string][]string{}
	}
	return []map[string][]string{{"session": {}}}
}

// extensions put into the document what a client has to know of a route besides
// its types.
func extensions(op Op) map[string]any {
	x := map[string]any{}
	if !op.Public {
		x["x-policy"] = map[string]any{"object": op.Object, "action": op.Action}
	}
	if op.Signing {
		x["x-signing-window"] = true
	}
	if op.needsKey() {
		x["x-idempotency-key"] = "required"
	}
	return x
}

// settleSchemas takes the null out of lists, which are never null in either
// direction, and drops huma's own error model.
func settleSchemas(doc *huma.OpenAPI) {
	schemas := doc.Components.Schemas.Map()
	delete(schemas, "ErrorModel")
	delete(schemas, "ErrorDetail")
	for _, s := range schemas {
		settle(s)
	}
}

func settle(s *huma.Schema) {
	if s == nil || s.Ref != "" {
		return
	}
	if s.Type == huma.TypeArray {
		s.Nullable = false
	}
	settle(s.Items)
	for _, p := range s.Properties {
		settle(p)
	}
	if a, ok := s.AdditionalProperties.(*huma.Schema); ok {
		settle(a)
	}
}

// OpenAPIYAML is the OpenAPI 3.1 document of all routes, the same bytes for the
// same routes.
func (r *Router) OpenAPIYAML() ([]byte, error) {
	doc, err := r.api.OpenAPI().YAML()
	if err != nil {
		return nil, fmt.Errorf("write the OpenAPI document: %w", err)
	}
	return doc, nil
}

// SchemaNames lists the names of the schemas in the document.
func (r *Router) SchemaNames() []string {
	var names []string
	for n := range maps.Keys(r.api.OpenAPI().Components.Schemas.Map()) {
		names = append(names, n)
	}
	return names
}

// FillLists puts an empty list wherever v, a pointer, holds a nil one, so that JSON
// says [] and not null. What a room hands out must therefore be its own copy.
func FillLists(v any) {
	if v != nil {
		fill(reflect.ValueOf(v))
	}
}

func fill(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			fill(v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i))
			}
		}
	case reflect.Slice:
		if v.IsNil() && v.CanSet() && v.Type().Elem().Kind() != reflect.Uint8 {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		if k := v.Type().Elem().Kind(); k == reflect.Struct || k == reflect.Pointer || k == reflect.Slice {
			for i := range v.Len() {
				fill(v.Index(i))
			}
		}
	}
}

var _ huma.Adapter = adapter{}
var _ io.Writer = (*recorder)(nil)
