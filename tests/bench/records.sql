-- Records and letters by the million, on SQLite.
INSERT INTO registry_business (id, country, tax_number, name, name_key, number_key)
VALUES (:one, 'KG', '12345678901234', 'Ak Suu', 'aksuu', '12345678901234');

WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :n)
INSERT INTO registry_inspection (
    id, inspectorate_id, business_id, act_year, act_number, act_date, handed_over_on, started_on,
    finished_on, quarter, kind, region, outcome, language, email, email_print, email_erased,
    flags, inspector, entered_at
)
SELECT
    printf('%032x', n), :inspectorate, :one, :year, n, :day, :day, :day,
    :day, :quarter, 'scheduled', 'KG-' || substr('BCGBJNTOY', n % 9 + 1, 1), 'nothing', 'ky', x'00',
    randomblob(16), 0, '[]', '', :moment
FROM numbers;

WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :n)
INSERT INTO mail_letter (
    id, kind, to_print, stoppable, payload_key, kept, state, due_at, attempt, deferrals, resent
)
SELECT printf('%032x', n), 'invitation', x'00', 1, '', 0, 'sent', :moment, 1, 0, 0 FROM numbers;

WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :n)
INSERT INTO invitations_invitation (id, inspection_id, box_id, to_print, letter_id, invited_at)
SELECT printf('%032x', n), printf('%032x', n), :box, x'00', printf('%032x', n), :moment FROM numbers;
