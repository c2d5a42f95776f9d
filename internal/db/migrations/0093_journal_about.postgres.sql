-- What a row is about, found by the id that its ref ends with.
CREATE INDEX journal_about ON journal (body, substr(ref, strpos(ref, '/') + 1));
