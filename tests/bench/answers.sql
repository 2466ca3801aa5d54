-- Answers by the million, on SQLite.
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :n)
INSERT INTO ballots_answer (id, box_id, group_number, closed)
SELECT randomblob(16), :box, 1, '{"overall": "4", "legality": "5"}' FROM numbers;

-- Every tenth with a remark.
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :n / 10)
INSERT INTO ballots_remark (id, box_id, question, text)
SELECT randomblob(16), :box, 'comment', 'They came without an order.' FROM numbers;

UPDATE ballots_box SET remarks = :n / 10 WHERE id = :box;
