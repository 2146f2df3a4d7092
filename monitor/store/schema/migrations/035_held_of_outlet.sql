-- What of an outlet was made to wait in the last hour is found without a look at all that ever waited.
-- Published: this file is never edited (see README.md next to it).

create index held_of_outlet
  -- alerts_made.outlet_hour(): the alerts of an outlet that were held in an hour
  on held (outlet_id, held_at);
