-- The collector of orphans asks for files by their name in the file store.
CREATE INDEX ballot_files_blob ON ballot_files (body, blob);
