-- The archive's own name, so that the messages of two archives never share an id at a receiver of both.
-- Published: this file is never edited (see README.md next to it).

create table identity (
  -- One row, made with the archive, or when it is migrated, and kept for good: a copy of the archive has the same.
  archive_id text not null check (archive_id glob replace('xxxxxxxxxxxxxxxx', 'x', '[0-9a-f]')) -- random; the end of each message's id
) strict;

insert into identity (archive_id) values (lower(hex(randomblob(8))));

