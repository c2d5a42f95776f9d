-- A seat and a request's key are written once more soon after they are made. With room
-- for that in their page, no index is touched.
ALTER TABLE seats SET (fillfactor = 50);
ALTER TABLE request_keys SET (fillfactor = 50);
