-- What is known of the channels, whichever messages wait for them: their brake, and whether their settings changed.
-- Published: this file is never edited (see README.md next to it).

create table channels (
  -- Each channel that was ever configured, and why it is not used now.
  name text primary key,                     -- as configured
  kind text not null,                        -- mail, webhook, ...
  settings text not null,                    -- short hash of its settings: with others it is used again
  brake_cause text                           -- null: it is used; passing, for_a_person, gone
    check (brake_cause in ('passing', 'for_a_person', 'gone')),
  brake_since text,                          -- when the first failure was; null: it is used
  brake_failures integer not null default 0, -- trials in a row that failed
  brake_until text,                          -- when it is tried again; null: it is used, or waits for a person
  brake_error text,                          -- what its receiver said; null: it is used
  suspect_id integer                         -- the delivery that failed last while no other was taken; null: none
) strict;
