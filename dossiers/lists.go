package dossiers

// Rights are the relations that allow and that deny an action on one kind of object.
type Rights struct{ Allow, Deny []string }

// ListQuery asks for matters, newest first.
type ListQuery struct {
	States []string
	Agency string
	After  string // cursor: the last id of the page before
	Limit  int64
	Rights Rights
}

// SearchQuery asks for pages; Version or Matter narrows it.
type SearchQuery struct {
	Q       string
	Version string
	Matter  string
	Limit   int64
	Rights  Rights // on papers
}
