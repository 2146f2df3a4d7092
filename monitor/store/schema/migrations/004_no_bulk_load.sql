-- Every article is indexed by the trigger: the table that silenced it for batches served nobody but the bench.
-- Published: this file is never edited (see README.md next to it).

drop trigger articles_inserted;

drop table bulk_load;

create trigger articles_inserted
  -- every insert, by whichever program
after insert on articles begin
  insert into articles_fts (rowid, title, standfirst, body, authors, section, tags, respelled)
    values (new.id, new.title, new.standfirst, new.body, new.authors, new.section, new.tags, new.respelled);
end;
