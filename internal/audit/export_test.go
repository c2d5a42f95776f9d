package audit

// Tables are the tables that are verified, with their columns and the kind of each,
// for tests.
func Tables() map[string][]Column {
	out := map[string][]Column{}
	for _, t := range append([]table{headTable}, everyTable...) {
		for _, c := range t.columns {
			out[t.name] = append(out[t.name], Column{c.name, c.kind == number, c.kind == truth, c.kind == document})
		}
	}
	return out
}

// Column is one column of a table.
type Column struct {
	Name                    string
	Number, Truth, Document bool
}
