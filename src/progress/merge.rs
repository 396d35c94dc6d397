//! How two records become one, row by row: which of two rows that speak of the same thing stays.
//!
//! Each rule gives the same whichever row comes first, and nothing new the second time, so that
//! records of several machines may be joined in any order.

/// Two rows of one exercise become one; nothing that was reached is taken back.
pub const MERGE_EXERCISE: &str = "
    ON CONFLICT (pack, exercise) DO UPDATE SET
        attempts   = max(attempts, excluded.attempts),
        hints      = max(hints, excluded.hints),
        revealed   = max(revealed, excluded.revealed),
        with_help  = CASE WHEN passed_rev IS NULL AND excluded.passed_rev IS NULL
                               THEN max(with_help, excluded.with_help)
                          WHEN passed_rev IS NULL THEN excluded.with_help
                          WHEN excluded.passed_rev IS NULL THEN with_help
                          ELSE min(with_help, excluded.with_help) END,
        passed_rev = coalesce(max(passed_rev, excluded.passed_rev), passed_rev, excluded.passed_rev),
        passed_at  = coalesce(min(passed_at, excluded.passed_at), passed_at, excluded.passed_at),
        at         = max(at, excluded.at)";

/// The same for two rows of one lesson; the page is the one that was open last.
pub const MERGE_LESSON: &str = "
    ON CONFLICT (pack, lesson) DO UPDATE SET
        page    = CASE WHEN excluded.at > at THEN excluded.page
                       WHEN excluded.at < at THEN page ELSE max(page, excluded.page) END,
        read_at = coalesce(min(read_at, excluded.read_at), read_at, excluded.read_at),
        at      = max(at, excluded.at)";

/// The same for two last places of one pack.
pub const MERGE_LAST_PLACE: &str = "
    ON CONFLICT (pack) DO UPDATE SET kind = excluded.kind, id = excluded.id, at = excluded.at
        WHERE (excluded.at, excluded.kind, excluded.id) > (at, kind, id)";

/// A note is the one that was written last; an empty text says that it was removed.
pub const MERGE_NOTE: &str = "
    ON CONFLICT (token) DO UPDATE SET
        pack = excluded.pack, lesson = excluded.lesson, page = excluded.page,
        text = excluded.text, at = excluded.at
        WHERE (excluded.at, excluded.text) > (at, text)";

/// What a card's reviews came to is left as it is: it is worked out from them anew.
pub const MERGE_CARD: &str = "
    ON CONFLICT (pack, kind, source, mark) DO UPDATE SET
        said       = CASE WHEN excluded.since < since THEN excluded.said
                          WHEN excluded.since > since THEN said ELSE max(said, excluded.said) END,
        since      = min(since, excluded.since),
        not_before = max(not_before, excluded.not_before)";

/// A review that was taken back stays so.
pub const MERGE_REVIEW: &str = "
    ON CONFLICT (token) DO UPDATE SET undone = max(undone, excluded.undone)";

/// The last word on a module counts.
pub const MERGE_SKIPPED: &str = "
    ON CONFLICT (pack, module) DO UPDATE SET skipped = excluded.skipped, at = excluded.at
        WHERE (excluded.at, excluded.skipped) > (at, skipped)";

/// A day's time on one machine only grows.
pub const MERGE_ACTIVITY: &str = "
    ON CONFLICT (machine, day, pack, kind, id) DO UPDATE SET
        seconds = max(seconds, excluded.seconds)";

/// The tables whose rows are taken out of a damaged file, with the number of their columns.
pub const TAKE_OVER: [(&str, usize, &str); 12] = [
    ("attempts", 9, ""),
    ("attempt_files", 3, ""),
    ("attempt_checks", 5, ""),
    ("exercises", 9, MERGE_EXERCISE),
    ("lessons", 5, MERGE_LESSON),
    ("last_places", 4, MERGE_LAST_PLACE),
    ("notes", 6, MERGE_NOTE),
    ("cards", 13, MERGE_CARD),
    ("reviews", 9, MERGE_REVIEW),
    ("skipped", 4, MERGE_SKIPPED),
    ("typed", 5, ""),
    ("activity", 6, MERGE_ACTIVITY),
];
