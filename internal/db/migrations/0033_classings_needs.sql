-- Whether a classing needs a second person follows from what stands at each count.
ALTER TABLE classings DROP COLUMN needs;
