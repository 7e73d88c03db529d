-- Who there is -----------------------------------------------------------------------------------

CREATE TABLE chats (
    id INTEGER PRIMARY KEY,
    telegram_id INTEGER NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('private', 'group', 'supergroup')),
    title TEXT NOT NULL DEFAULT '',
    -- NULL: reachable
    unreachable TEXT CHECK (unreachable IN (
        'never_started', 'blocked', 'deactivated', 'not_found', 'kicked', 'no_rights', 'topic_gone'
    )),
    unreachable_since TEXT,
    -- a flood wait that must survive a restart
    wait_until TEXT
) STRICT;

CREATE TABLE persons (
    id INTEGER PRIMARY KEY,
    telegram_id INTEGER NOT NULL UNIQUE,
    chat_id INTEGER NOT NULL UNIQUE REFERENCES chats (id),
    name TEXT NOT NULL,
    username TEXT,
    -- the person's own choice; NULL: the subcommittee's language
    language TEXT CHECK (language IN ('vi', 'en')),
    telegram_language TEXT,
    active_subcommittee_id INTEGER REFERENCES subcommittees (id),
    operator INTEGER NOT NULL DEFAULT 0 CHECK (operator IN (0, 1)),
    stranger_told_at TEXT
) STRICT;

CREATE INDEX persons_by_username
    ON persons (username COLLATE NOCASE);

CREATE TABLE subcommittees (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    decision TEXT NOT NULL DEFAULT '',
    timezone TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('vi', 'en')),
    -- JSON of domain.settings.Settings; what is absent has its default
    settings TEXT NOT NULL DEFAULT '{}',
    linked_chat_id INTEGER UNIQUE REFERENCES chats (id),
    linked_thread_id INTEGER,
    next_member_number INTEGER NOT NULL DEFAULT 1,
    -- the newest slot that was planned or given up, so that none is planned twice
    last_slot_at TEXT,
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE units (
    id INTEGER PRIMARY KEY,
    subcommittee_id INTEGER NOT NULL REFERENCES subcommittees (id),
    code TEXT NOT NULL CHECK (length(code) BETWEEN 2 AND 12),
    name TEXT NOT NULL,
    -- JSON list
    aliases TEXT NOT NULL DEFAULT '[]',
    UNIQUE (subcommittee_id, code)
) STRICT;

CREATE TABLE members (
    id INTEGER PRIMARY KEY,
    subcommittee_id INTEGER NOT NULL REFERENCES subcommittees (id),
    person_id INTEGER NOT NULL REFERENCES persons (id),
    -- as shown in /members; never given twice
    number INTEGER NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('chair', 'deputy', 'admin', 'lead', 'member', 'observer')),
    unit_id INTEGER REFERENCES units (id),
    joined_at TEXT NOT NULL,
    left_at TEXT,
    UNIQUE (subcommittee_id, number)
) STRICT;

CREATE UNIQUE INDEX members_present
    ON members (person_id, subcommittee_id)
    WHERE left_at IS NULL;

CREATE INDEX members_by_subcommittee
    ON members (subcommittee_id, role)
    WHERE left_at IS NULL;

CREATE INDEX members_by_unit
    ON members (unit_id)
    WHERE left_at IS NULL;

CREATE TABLE invitations (
    id INTEGER PRIMARY KEY,
    subcommittee_id INTEGER NOT NULL REFERENCES subcommittees (id),
    -- SHA-256 of the code in hexadecimal: the code itself is a secret
    code_hash TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    unit_id INTEGER REFERENCES units (id),
    uses_left INTEGER NOT NULL CHECK (uses_left >= 0),
    created_by INTEGER REFERENCES persons (id),
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    revoked_at TEXT
) STRICT;

-- one-time codes for the operator, written to the log when ADMIN_IDS is empty
CREATE TABLE setup_codes (
    code_hash TEXT PRIMARY KEY,
    created_at TEXT NOT NULL,
    used_at TEXT,
    used_by INTEGER REFERENCES persons (id)
) STRICT;

-- What there is to do ----------------------------------------------------------------------------

CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    subcommittee_id INTEGER NOT NULL REFERENCES subcommittees (id),
    code TEXT NOT NULL CHECK (length(code) BETWEEN 2 AND 12),
    name TEXT NOT NULL,
    place TEXT NOT NULL DEFAULT '',
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    next_task_number INTEGER NOT NULL DEFAULT 1,
    -- so many peaks a calendar may still show that are there no more
    most_peaks INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    closed_at TEXT,
    UNIQUE (subcommittee_id, code),
    CHECK (first_day <= last_day)
) STRICT;

CREATE TABLE peaks (
    id INTEGER PRIMARY KEY,
    event_id INTEGER NOT NULL REFERENCES events (id),
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    label TEXT NOT NULL DEFAULT '',
    CHECK (first_day <= last_day)
) STRICT;

CREATE INDEX peaks_by_event
    ON peaks (event_id, first_day);

CREATE TABLE tasks (
    id INTEGER PRIMARY KEY,
    subcommittee_id INTEGER NOT NULL REFERENCES subcommittees (id),
    event_id INTEGER NOT NULL REFERENCES events (id),
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    -- folded, to find the same task again
    title_folded TEXT NOT NULL,
    lead_unit_id INTEGER NOT NULL REFERENCES units (id),
    status TEXT NOT NULL CHECK (status IN (
        'assigned', 'accepted', 'in_progress', 'blocked', 'submitted', 'done', 'cancelled'
    )),
    percent INTEGER NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100),
    -- local, as entered; hour NULL: until the end of the day; offset set: N-relative
    due_day TEXT NOT NULL,
    due_hour TEXT,
    due_offset INTEGER,
    -- the same in UTC
    due_at TEXT NOT NULL,
    urgent INTEGER NOT NULL DEFAULT 0 CHECK (urgent IN (0, 1)),
    ad_hoc INTEGER NOT NULL DEFAULT 0 CHECK (ad_hoc IN (0, 1)),
    workstream TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    obstacle TEXT,
    obstacle_class TEXT CHECK (obstacle_class IN ('unit', 'funding', 'decision', 'other')),
    version INTEGER NOT NULL DEFAULT 1,
    created_at TEXT NOT NULL,
    -- to the present lead unit
    assigned_at TEXT NOT NULL,
    -- the first notice of it reached somebody of the present lead unit
    delivered_at TEXT,
    accepted_at TEXT,
    blocked_at TEXT,
    returned_at TEXT,
    submitted_at TEXT,
    done_at TEXT,
    UNIQUE (event_id, number)
) STRICT;

CREATE INDEX tasks_open_by_unit
    ON tasks (lead_unit_id, due_at)
    WHERE status NOT IN ('done', 'cancelled');

CREATE INDEX tasks_done_by_unit
    ON tasks (lead_unit_id, due_at)
    WHERE status = 'done';

CREATE INDEX tasks_by_event
    ON tasks (event_id, due_at);

CREATE INDEX tasks_open_by_subcommittee
    ON tasks (subcommittee_id, due_at)
    WHERE status NOT IN ('done', 'cancelled');

CREATE INDEX tasks_by_status
    ON tasks (subcommittee_id, status, due_at);

CREATE INDEX tasks_same
    ON tasks (event_id, lead_unit_id, title_folded);

CREATE TABLE cooperations (
    task_id INTEGER NOT NULL REFERENCES tasks (id),
    unit_id INTEGER NOT NULL REFERENCES units (id),
    PRIMARY KEY (task_id, unit_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX cooperations_by_unit
    ON cooperations (unit_id, task_id);

CREATE TABLE reports (
    id INTEGER PRIMARY KEY,
    task_id INTEGER NOT NULL REFERENCES tasks (id),
    person_id INTEGER NOT NULL REFERENCES persons (id),
    move TEXT NOT NULL,
    status TEXT NOT NULL,
    percent INTEGER NOT NULL,
    note TEXT NOT NULL DEFAULT '',
    created_at TEXT NOT NULL,
    update_id INTEGER
) STRICT;

CREATE INDEX reports_by_task
    ON reports (task_id, id);

CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    task_id INTEGER NOT NULL REFERENCES tasks (id),
    report_id INTEGER NOT NULL REFERENCES reports (id),
    kind TEXT NOT NULL CHECK (kind IN ('photo', 'video', 'document', 'voice', 'audio', 'location')),
    file_id TEXT,
    file_unique_id TEXT,
    latitude REAL,
    longitude REAL,
    caption TEXT NOT NULL DEFAULT '',
    media_group_id TEXT,
    created_at TEXT NOT NULL
) STRICT;

CREATE INDEX evidence_by_task
    ON evidence (task_id, id);

-- Media without a reference, until the person says of which task; and albums until they are whole.
CREATE TABLE loose_media (
    id INTEGER PRIMARY KEY,
    person_id INTEGER NOT NULL REFERENCES persons (id),
    media_group_id TEXT,
    kind TEXT NOT NULL,
    file_id TEXT,
    file_unique_id TEXT,
    latitude REAL,
    longitude REAL,
    caption TEXT NOT NULL DEFAULT '',
    -- once the album's report is known, its later parts go there
    report_id INTEGER REFERENCES reports (id),
    created_at TEXT NOT NULL
) STRICT;

CREATE INDEX loose_media_by_person
    ON loose_media (person_id, media_group_id);

CREATE TRIGGER reports_are_never_changed
    BEFORE UPDATE ON reports
BEGIN
    SELECT RAISE(ABORT, 'reports are append-only');
END;

CREATE TRIGGER reports_are_never_deleted
    BEFORE DELETE ON reports
BEGIN
    SELECT RAISE(ABORT, 'reports are append-only');
END;

-- What a person is in the middle of --------------------------------------------------------------

CREATE TABLE forms (
    person_id INTEGER PRIMARY KEY REFERENCES persons (id),
    subcommittee_id INTEGER REFERENCES subcommittees (id),
    command TEXT NOT NULL,
    -- JSON: the answers so far, in order of the fields
    answers TEXT NOT NULL,
    step INTEGER NOT NULL,
    -- grows with each step; a button of an earlier step is stale
    version INTEGER NOT NULL DEFAULT 1,
    updated_at TEXT NOT NULL
) STRICT;

-- Lines that arrive within a minute after a multi-line command continue it.
CREATE TABLE continuations (
    person_id INTEGER PRIMARY KEY REFERENCES persons (id),
    subcommittee_id INTEGER NOT NULL REFERENCES subcommittees (id),
    command TEXT NOT NULL,
    -- JSON: what the command needs to go on (the code for all lines below)
    context TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;

-- What waits for a button: the same task again, a known unit changed, tasks of an event cancelled.
CREATE TABLE proposals (
    -- never given again: the buttons of a forgotten one still name it
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL REFERENCES persons (id),
    subcommittee_id INTEGER NOT NULL REFERENCES subcommittees (id),
    kind TEXT NOT NULL,
    -- JSON
    data TEXT NOT NULL,
    created_at TEXT NOT NULL,
    decided_at TEXT
) STRICT;

-- Plans that were sent as files: read beside the line, shown, then carried out slice by slice.
CREATE TABLE imports (
    -- never given again: the buttons of a forgotten preview still name it
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL REFERENCES persons (id),
    subcommittee_id INTEGER NOT NULL REFERENCES subcommittees (id),
    -- NULL: asked for
    event_id INTEGER REFERENCES events (id),
    -- Telegram's own
    file_id TEXT NOT NULL,
    file_name TEXT NOT NULL,
    -- of whoever sent it
    language TEXT NOT NULL CHECK (language IN ('vi', 'en')),
    state TEXT NOT NULL CHECK (state IN (
        'asking', 'fetching', 'reading', 'previewed', 'importing', 'imported', 'cancelled',
        'undoing', 'undone', 'failed'
    )),
    -- how often a worker began to read it
    attempts INTEGER NOT NULL DEFAULT 0,
    -- what it was compared with, JSON; a preview of something else is stale
    basis TEXT,
    unchanged INTEGER NOT NULL DEFAULT 0,
    -- rows of other events
    elsewhere INTEGER NOT NULL DEFAULT 0,
    -- rows that the sheet does not show
    hidden INTEGER NOT NULL DEFAULT 0,
    -- JSON: the headings of columns that are filled in and were not read
    unread TEXT NOT NULL DEFAULT '[]',
    -- rows at fault, of which each may have several faults
    faulty INTEGER NOT NULL DEFAULT 0,
    -- Telegram's id of the message that is edited as it goes on
    message_id INTEGER,
    -- of the press that began what is under way
    update_id INTEGER,
    -- the last member told
    cursor INTEGER NOT NULL DEFAULT 0,
    created_at TEXT NOT NULL,
    imported_at TEXT,
    finished_at TEXT
) STRICT;

CREATE INDEX imports_to_fetch
    ON imports (id)
    WHERE state IN ('fetching', 'reading');

CREATE INDEX imports_under_way
    ON imports (id)
    WHERE state IN ('importing', 'undoing');

CREATE INDEX imports_by_event
    ON imports (event_id, state);

CREATE TABLE import_rows (
    id INTEGER PRIMARY KEY,
    import_id INTEGER NOT NULL REFERENCES imports (id),
    kind TEXT NOT NULL CHECK (kind IN ('new', 'changed', 'fault')),
    -- in the sheet, from 1
    place INTEGER NOT NULL,
    -- of a fault: its cell and its sentence
    cell TEXT,
    sentence TEXT,
    task_id INTEGER REFERENCES tasks (id),
    -- JSON: what the plan states, see domain.plans.rows
    before TEXT,
    after TEXT,
    -- JSON: each field of the task that it changed, as it was and became
    effect TEXT,
    outcome TEXT CHECK (outcome IN ('done', 'same', 'left', 'undone', 'kept'))
) STRICT;

CREATE INDEX import_rows_by_import
    ON import_rows (import_id, kind, outcome, id);

CREATE INDEX import_rows_by_task
    ON import_rows (task_id)
    WHERE task_id IS NOT NULL;

-- What the people of each unit are to be told when an import is through: once each.
CREATE TABLE import_news (
    import_id INTEGER NOT NULL REFERENCES imports (id),
    unit_id INTEGER NOT NULL REFERENCES units (id),
    task_id INTEGER NOT NULL REFERENCES tasks (id),
    what TEXT NOT NULL,
    -- the lead unit when it was told
    lead_unit_id INTEGER NOT NULL,
    PRIMARY KEY (import_id, unit_id, task_id)
) STRICT, WITHOUT ROWID;

-- The plan with its faults commented upon, in parts that no transaction is long for.
CREATE TABLE import_files (
    import_id INTEGER NOT NULL REFERENCES imports (id),
    part INTEGER NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (import_id, part)
) STRICT;

-- Since when somebody has had calendars: what ended before was in none of them.
CREATE TABLE calendar_readers (
    person_id INTEGER NOT NULL REFERENCES persons (id),
    subcommittee_id INTEGER NOT NULL REFERENCES subcommittees (id),
    since TEXT NOT NULL,
    PRIMARY KEY (person_id, subcommittee_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE command_rates (
    person_id INTEGER PRIMARY KEY REFERENCES persons (id),
    window_started_at TEXT NOT NULL,
    carried_out INTEGER NOT NULL,
    refused INTEGER NOT NULL
) STRICT;

-- What comes in and goes out ---------------------------------------------------------------------

CREATE TABLE inbox (
    -- the order of handling
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    update_id INTEGER NOT NULL UNIQUE,
    -- NULL where the update has none
    chat_telegram_id INTEGER,
    -- JSON; NULL once pruned
    payload TEXT,
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'dead')),
    attempts INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    error_id TEXT,
    received_at TEXT NOT NULL,
    finished_at TEXT
) STRICT;

CREATE INDEX inbox_open
    ON inbox (id)
    WHERE state = 'open';

CREATE INDEX inbox_dead
    ON inbox (id)
    WHERE state = 'dead';

CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id INTEGER NOT NULL REFERENCES chats (id),
    -- a forum topic
    thread_id INTEGER,
    -- 0 urgent, 1 answer, 2 notice, 3 bulk
    priority INTEGER NOT NULL CHECK (priority BETWEEN 0 AND 3),
    -- 'call': the payload is a method and its parameters; other kinds are rendered at the claim
    kind TEXT NOT NULL,
    -- JSON; NULL once pruned
    payload TEXT,
    -- never twice: nominal time and recipient are in it; answers have none
    key TEXT,
    state TEXT NOT NULL CHECK (state IN (
        'waiting', 'making', 'sending', 'sent', 'void', 'dead', 'held', 'missed'
    )),
    not_before TEXT NOT NULL,
    silent INTEGER NOT NULL DEFAULT 0 CHECK (silent IN (0, 1)),
    attempts INTEGER NOT NULL DEFAULT 0,
    -- how often nobody knew whether it had arrived
    doubts INTEGER NOT NULL DEFAULT 0,
    -- 1: to be sent as plain text, after "can't parse entities"
    plain INTEGER NOT NULL DEFAULT 0 CHECK (plain IN (0, 1)),
    -- Telegram's, once sent
    message_id INTEGER,
    -- the one task the message is about: a reply to it is a report on it
    task_id INTEGER REFERENCES tasks (id),
    error TEXT,
    -- for the ledger: whose, for whom, what about, for which time
    subcommittee_id INTEGER REFERENCES subcommittees (id),
    person_id INTEGER REFERENCES persons (id),
    about TEXT,
    nominal_at TEXT,
    created_at TEXT NOT NULL,
    claimed_at TEXT,
    finished_at TEXT
) STRICT;

CREATE UNIQUE INDEX outbox_key
    ON outbox (key)
    WHERE key IS NOT NULL;

-- the line in which rows leave; covers the whole search for the next ones
CREATE INDEX outbox_waiting
    ON outbox (priority, id, not_before, created_at, chat_id, state, kind)
    WHERE state = 'waiting';

-- used where a query says exactly this
CREATE INDEX outbox_under_way
    ON outbox (chat_id)
    WHERE state IN ('making', 'sending');

-- what may come back when a chat can be reached again
CREATE INDEX outbox_void
    ON outbox (chat_id)
    WHERE state = 'void';

CREATE INDEX outbox_to_look_at
    ON outbox (state, id)
    WHERE state IN ('dead', 'held');

CREATE INDEX outbox_by_message
    ON outbox (chat_id, message_id)
    WHERE message_id IS NOT NULL AND task_id IS NOT NULL;

CREATE INDEX outbox_ledger
    ON outbox (subcommittee_id, nominal_at)
    WHERE nominal_at IS NOT NULL;

-- What an event leaves: everything about it in files -----------------------------------------------

CREATE TABLE packages (
    id INTEGER PRIMARY KEY,
    subcommittee_id INTEGER NOT NULL REFERENCES subcommittees (id),
    event_id INTEGER NOT NULL REFERENCES events (id),
    -- who asked, and gets it in their private chat
    person_id INTEGER NOT NULL REFERENCES persons (id),
    language TEXT NOT NULL,
    -- Telegram's, of the message that tells how far it is
    message_id INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('fetching', 'packing', 'sending', 'sent', 'failed')),
    -- how many files it became
    parts INTEGER,
    error TEXT,
    created_at TEXT NOT NULL,
    finished_at TEXT
) STRICT;

CREATE INDEX packages_open
    ON packages (id)
    WHERE state IN ('fetching', 'packing', 'sending');

-- What is due when -------------------------------------------------------------------------------

CREATE TABLE agenda (
    id INTEGER PRIMARY KEY,
    -- 'slot' of a subcommittee, 'exact' reminder of a task
    kind TEXT NOT NULL CHECK (kind IN ('slot', 'exact')),
    subcommittee_id INTEGER NOT NULL REFERENCES subcommittees (id),
    task_id INTEGER REFERENCES tasks (id),
    nominal_at TEXT NOT NULL,
    -- when to act: the nominal time, or earlier to keep out of the quiet hours
    act_at TEXT NOT NULL,
    -- the last member a large slot was planned for
    cursor INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE UNIQUE INDEX agenda_slot
    ON agenda (subcommittee_id)
    WHERE kind = 'slot';

CREATE UNIQUE INDEX agenda_exact
    ON agenda (task_id)
    WHERE kind = 'exact';

CREATE INDEX agenda_next
    ON agenda (act_at);

-- What became of each slot of a subcommittee.
CREATE TABLE slots (
    subcommittee_id INTEGER NOT NULL REFERENCES subcommittees (id),
    nominal_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('planned', 'missed')),
    -- when that was decided
    decided_at TEXT NOT NULL,
    PRIMARY KEY (subcommittee_id, nominal_at)
) STRICT, WITHOUT ROWID;

-- How often the people of a unit were reminded of a task; only what reached somebody counts.
CREATE TABLE reminders (
    task_id INTEGER NOT NULL REFERENCES tasks (id),
    unit_id INTEGER NOT NULL REFERENCES units (id),
    nominal_at TEXT NOT NULL,
    PRIMARY KEY (task_id, unit_id, nominal_at)
) STRICT, WITHOUT ROWID;

-- What happened ----------------------------------------------------------------------------------

CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    subcommittee_id INTEGER,
    person_id INTEGER,
    update_id INTEGER,
    action TEXT NOT NULL,
    -- 'task', 'event', 'unit', 'member', 'subcommittee', 'invitation', 'import'
    subject TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    -- JSON objects
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    -- SHA-256 over the hash of the row before and this row's fields, hexadecimal
    hash TEXT NOT NULL
) STRICT;

CREATE INDEX audit_by_subject
    ON audit (subject, subject_id, id);

CREATE INDEX audit_by_subcommittee
    ON audit (subcommittee_id, id);

CREATE INDEX audit_by_person
    ON audit (subcommittee_id, person_id, id);

CREATE TRIGGER audit_is_never_changed
    BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

CREATE TRIGGER audit_is_never_deleted
    BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'the audit log is append-only');
END;

-- Facts about this installation: last poll, restored at, last backup, warnings told.
CREATE TABLE facts (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The numbers that documents were given, within a year. The same report of the same day keeps its.
CREATE TABLE document_numbers (
    subcommittee_id INTEGER NOT NULL REFERENCES subcommittees (id),
    year INTEGER NOT NULL,
    number INTEGER NOT NULL,
    -- what it is of: the event, the period, the day
    about TEXT NOT NULL,
    person_id INTEGER NOT NULL REFERENCES persons (id),
    created_at TEXT NOT NULL,
    PRIMARY KEY (subcommittee_id, year, number),
    UNIQUE (subcommittee_id, year, about)
) STRICT, WITHOUT ROWID;
