PRAGMA application_id = 1296979026;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'monitor','001_founding','2026-11-29 02:41:16.972282+00:00');
INSERT INTO "_sqlite_migrations" VALUES(2,'monitor','002_verdicts','2026-11-29 02:41:16.972478+00:00');
INSERT INTO "_sqlite_migrations" VALUES(3,'monitor','003_shortfalls','2026-11-29 02:41:16.972601+00:00');
CREATE TABLE articles (
  -- Published pieces, as clean text. Row ids are in order of arrival.
  id integer primary key,                    -- in order of arrival: a date is a range of ids
  url text not null,                         -- address that was read in the end
  url_key text unique,                       -- its canonical form: the identity; null: added by hand
  canonical_url text,                        -- as the page declares, within its own site; null: not declared
  outlet_id text not null references outlets (id), -- the outlet that published it
  title text not null,                       -- as the page states
  standfirst text,                           -- null: none
  authors text not null default '[]',        -- JSON array of names
  published_at text,                         -- as the page states; null: not stated
  published_has_time integer not null default 1,  -- 0: the page states a day alone
  published_zone text,                       -- offset that the page stated, such as -08:00; null: UTC or none
  updated_at text,                           -- as the page states; null: not stated
  reported_at text,                          -- when it counts as reported: published_at if that can be, else found_at
  found_at text not null default (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))  -- when it was read
    check (found_at glob '????-??-??T??:??:??Z'),
  language text,                             -- BCP 47 tag; null: unknown
  section text,                              -- null: not stated
  tags text not null default '[]',           -- JSON array of text
  image text,                                -- address of the leading picture; null: none
  kind text not null default 'news',         -- news review liveblog video gallery opinion
  paywalled integer not null default 0,      -- 1: only the free part was read
  origin text not null default 'backfill'    -- live seed backfill replay
    check (origin in ('live', 'seed', 'backfill', 'replay')),
  story_id integer references stories (id),  -- null: of no story
  copy_of integer references articles (id),  -- the article whose text this repeats; null: its own text
  content_hash text,                         -- of the folded title and body; null: added by hand
  revised_at text,                           -- when its last revision was read; null: never revised
  respelled text,                            -- words for the full text in plain letters; null: it has them as they are
  body text not null default ''              -- paragraphs, one empty line apart; last, for it is long
) strict;
INSERT INTO "articles" VALUES(1,'https://joblo.example/heat','https://joblo.example/heat',NULL,'joblo','Heat 2: Mann names his cast',NULL,'["Ann Example"]','2026-11-20T13:30:00Z',1,NULL,NULL,'2026-11-20T12:00:00Z','2026-11-20T12:00:00Z','en',NULL,'[]',NULL,'news',0,'live',1,NULL,'b819a05e61a4ff931a60ae17b10e46c8','2026-11-20T13:30:00Z',NULL,'Michael Mann told a podcast that Heat 2 is the next film he will make. The director said that the script, written with Meg Gardiner after their novel, is close to done, and that Adam Driver may play Neil McCauley.');
INSERT INTO "articles" VALUES(2,'https://variety.example/heat','https://variety.example/heat',NULL,'variety','Mann settles on Heat 2 after Ferrari',NULL,'["Ann Example"]','2026-11-20T12:05:00Z',1,NULL,NULL,'2026-11-20T12:05:00Z','2026-11-20T12:05:00Z','en',NULL,'[]',NULL,'news',0,'live',1,1,'3def17b61676ff696df10103b16ea15e',NULL,NULL,'Michael Mann told a podcast that Heat 2 is the next film he will make. The director said that the script, written with Meg Gardiner after their novel, is close to done, and that Adam Driver may play Neil McCauley.');
PRAGMA writable_schema=ON;
INSERT INTO sqlite_master(type,name,tbl_name,rootpage,sql)VALUES('table','articles_fts','articles_fts',0,'CREATE VIRTUAL TABLE articles_fts using fts5 (
  title, standfirst, body, authors, section, tags, respelled,
  content="articles", content_rowid="id", tokenize="unicode61 remove_diacritics 2"
)');
CREATE TABLE 'articles_fts_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO "articles_fts_config" VALUES('version',4);
CREATE TABLE 'articles_fts_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO "articles_fts_data" VALUES(1,X'020D005004000000');
INSERT INTO "articles_fts_data" VALUES(10,X'000000000103030003010101020101030101');
INSERT INTO "articles_fts_data" VALUES(137438953473,X'000001A40230320108060102090101610106010205020364616D0106010224020466746572010601021B02026E64010601022203016E01060103020105636C6F7365010601021F01086469726563746F72010601021202036F6E65010601022102057269766572010601022501076578616D706C650106010303010466696C6D01080A01020D010867617264696E6572010601021A01026865010601020E030261740108050102080202697301020801026973010A0701020A1601046D616B65010601021003026E6E01080301020303017901060102260207636361756C65790106010229020265670106010219020669636861656C01080201020201046E65696C01060102280302787401080901020C02046F76656C010601021D0104706C6179010601022702066F64636173740106010206010473616964010601021303027973010204020563726970740106010216010474686174010A0102070F11030165010A01020B080604026972010601021C02016F010601022003026C640106010204010477696C6C010601020F030274680106010218020672697474656E01060102170409080A0B09080C0F0A0C0E0C0F090A070B0B0A080E090E0B0A0B0B0D0B070C0D0A0908090B09');
INSERT INTO "articles_fts_data" VALUES(274877906945,X'000001B00230320208060102090101610206010205020364616D020601022402046674657202080701021B02026E64020601022203016E02060103020105636C6F7365020601021F01086469726563746F72020601021202036F6E65020601022102057269766572020601022501076578616D706C6502060103030107666572726172690202080203696C6D020601020D010867617264696E6572020601021A01026865020601020E0302617402080501020801026973020801020A1601046D616B65020601021003026E6E02080201020303017902060102260207636361756C65790206010229020265670206010219020669636861656C020601020201046E65696C020601022803027874020601020C02046F76656C020601021D01026F6E0202040104706C6179020601022702066F64636173740206010206010473616964020601021302056372697074020601021602066574746C6573020203010474686174020A0102070F11030165020A01020B080604026972020601021C02016F020601022003026C640206010204010477696C6C020601020F030274680206010218020672697474656E02060102170409080A0C09080C0F0A0C0E0C0A0F090A0A0B0A080E090D0B090B070B0D0B0C0B0D0A0908090B09');
INSERT INTO "articles_fts_data" VALUES(412316860417,X'000001B00230320109030102090101610107010205020364616D0107010224020466746572010701021B02026E64010701022203016E010701030201046361737401020702046C6F7365010701021F01086469726563746F72010701021202036F6E65010701022102057269766572010701022501076578616D706C650107010303010466696C6D010701020D010867617264696E6572010701021A01026865010701020E030261740109020102080202697301030601026973010901020A1601046D616B65010701021003026E6E01090401020303017901070102260207636361756C65790107010229020265670107010219020669636861656C010701020201056E616D6573010205020365696C010701022803027874010701020C02046F76656C010701021D0104706C6179010701022702066F646361737401070102060104736169640107010213030279730101020563726970740107010216010474686174010B0102070F11030165010B01020B080604026972010701021C02016F010701022003026C640107010204010477696C6C010701020F030274680107010218020672697474656E01070102170409080A0B0908090B0F0A0C0E0B0F090A070A0B0A080E090D0A0A090B0B0D0B060C0D0A0908090B09');
CREATE TABLE 'articles_fts_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO "articles_fts_docsize" VALUES(1,X'06002802000000');
INSERT INTO "articles_fts_docsize" VALUES(2,X'07002802000000');
CREATE TABLE 'articles_fts_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO "articles_fts_idx" VALUES(1,X'',2);
INSERT INTO "articles_fts_idx" VALUES(2,X'',2);
INSERT INTO "articles_fts_idx" VALUES(3,X'',2);
CREATE TABLE bulk_load (
  -- Holds a row only inside the transaction of a batch, which indexes its articles by one statement.
  on_duty integer primary key                -- always 1
) strict;
CREATE TABLE deliveries (
  -- The sending of a message to a channel, or to one recipient of it.
  id integer primary key,                    -- in order of creation
  message_id text not null references messages (id), -- what is sent
  channel text not null,                     -- name, as configured
  recipient text,                            -- null: the channel has one receiver
  state text not null default 'queued'       -- failed: to be tried again at next_at; dead: given up
    check (state in ('queued', 'sending', 'sent', 'failed', 'dead')),
  attempts integer not null default 0,       -- begun, the present one included
  next_at text,                              -- when it is due; null: never
  lease_until text,                          -- while sending: when the sender counts as lost
  maybe_sent integer not null default 0,     -- 1: an attempt ended without an answer, so it may have arrived
  last_error text,                           -- null: none
  rendered text not null,                    -- as it goes out, byte for byte the same at each attempt
  created_at text not null,                  -- when the message was written
  sent_at text                               -- null: not sent
) strict;
INSERT INTO "deliveries" VALUES(1,'opened_heat-2_1_20261120T120000Z','files',NULL,'sending',1,'2026-11-20T13:30:00Z','2026-11-20T13:34:00Z',0,NULL,'Michael Mann says Heat 2 is his next film
Joblo · 12:00
https://joblo.example/heat

Heat 2: First report, by Joblo.

  In the headline: Michael Mann told a podcast that *Heat 2* is the next
  film he will make. The director said that the script, written with Meg
  Gardiner after their novel, is close to done, and that Adam Driver may
  play…

Times are UTC. `monitor story 1` shows all of it.
','2026-11-20T13:30:00Z',NULL);
INSERT INTO "deliveries" VALUES(2,'incident_1_opened_20261120T133000Z','files',NULL,'queued',0,'2026-11-20T13:30:00Z',NULL,0,NULL,'PAGE QUARANTINED

Joblo: a page is not read again, for it could harm the reader

`monitor explain` shows what happened; the rest is read

Since: 13:30
About: https://joblo.example/deadly
Page: https://joblo.example/deadly
Why: hung the reader: no stack was printed

Times are UTC.
','2026-11-20T13:30:00Z',NULL);
INSERT INTO "deliveries" VALUES(3,'digest_morning_20261121T080000Z','files',NULL,'queued',0,'2026-11-21T12:00:00Z',NULL,0,NULL,'MORNING · Fri 20 Nov, 08:00 to Sat 21 Nov, 08:00 UTC
1 story · 2 articles · 2 outlets


Heat 2
======

Heat 2: Mann names his cast
  Joblo · Fri 20 Nov, 12:00 · in the headline
  Michael Mann told a podcast that *Heat 2* is the next film he will
  make. The director said that the script, written with Meg Gardiner
  after their novel, is close to done, and that Adam Driver may play…
  Repeated by: Variety
  https://joblo.example/heat
','2026-11-21T12:00:00Z',NULL);
CREATE TABLE digests (
  -- Windows for which a digest was made; one row a window, whatever the clock does.
  id integer primary key,                    -- in order of making
  name text not null,                        -- of the digest, as configured
  window_start text not null,                -- first moment that it covers
  window_end text not null,                  -- first moment that it does not cover
  last_hit_id integer not null default 0,    -- newest hit when it was made: later ones belong to the next
  created_at text not null,                  -- when it was made
  unique (name, window_end)
) strict;
INSERT INTO "digests" VALUES(1,'morning','2026-11-20T08:00:00Z','2026-11-21T08:00:00Z',2,'2026-11-21T12:00:00Z');
INSERT INTO "digests" VALUES(2,'morning','2026-11-21T08:00:00Z','2026-11-22T08:00:00Z',2,'2026-11-22T12:00:00Z');
CREATE TABLE fetches (
  -- Requests and their answers, kept for 14 days.
  id integer primary key,                    -- in order of arrival
  outlet_id text not null,                   -- on whose behalf
  url text not null,                         -- as requested
  kind text not null,                        -- source page robots
  fetched_at text not null,                  -- when it was asked for
  status integer,                            -- HTTP status; null: no answer
  bytes integer not null default 0,          -- of the body, as it came
  seconds real not null default 0,           -- from request to the end of the answer
  error text                                 -- null: an answer came
) strict;
INSERT INTO "fetches" VALUES(1,'joblo','https://joblo.example/feed','source','2026-11-20T12:00:00Z',200,100,0.5,NULL);
CREATE TABLE hits (
  -- Watches found in articles, each pair once.
  id integer primary key,                    -- in order of arrival
  watch_id text not null references watches (id), -- the watch that found
  article_id integer not null references articles (id), -- the article that was found
  story_id integer references stories (id),  -- the article's story
  origin text not null                       -- live seed backfill replay
    check (origin in ('live', 'seed', 'backfill', 'replay')),
  field text not null default 'body',        -- where the first mark stands
  snippet text not null default '',          -- some words around it
  snippet_marks text not null default '[]',  -- JSON array of [start, end] in the snippet
  marks text not null default '[]',          -- JSON array of {field, start, end, text}
  found_at text not null,                    -- when the archive took it in
  unique (watch_id, article_id)
) strict;
INSERT INTO "hits" VALUES(1,'heat-2',1,1,'live','title','Michael Mann told a podcast that Heat 2 is the next film he will make. The director said that the script, written with Meg Gardiner after their novel, is close to done, and that Adam Driver may play…','[[33,39]]','[{"field":"title","start":18,"end":24,"text":"Heat 2"},{"field":"body","start":33,"end":39,"text":"Heat 2"}]','2026-11-20T13:30:00Z');
INSERT INTO "hits" VALUES(2,'heat-2',2,1,'live','title','Michael Mann told a podcast that Heat 2 is the next film he will make. The director said that the script, written with Meg Gardiner after their novel, is close to done, and that Adam Driver may play…','[[33,39]]','[{"field":"title","start":16,"end":22,"text":"Heat 2"},{"field":"body","start":33,"end":39,"text":"Heat 2"}]','2026-11-20T13:30:00Z');
CREATE TABLE hosts (
  -- What is remembered of a host, so that it is a guest's memory and not a process's.
  host text primary key not null,            -- name, with its port if that is not the usual one
  robots_status integer,                     -- HTTP status of its robots.txt; null: no answer, or never asked
  robots_body text,                          -- the file as it came; null: never asked
  robots_at text,                            -- when it was asked for; null: never
  held_until text                            -- it asked for peace until then (Retry-After); null: it did not
) strict, without rowid;
INSERT INTO "hosts" VALUES('joblo.example',200,'User-agent: *','2026-11-20T12:00:00Z',NULL);
CREATE TABLE incidents (
  -- Things wrong with a source, an outlet or a channel. At most one is open for a kind and subject.
  id integer primary key,                    -- in order of opening
  kind text not null,                        -- what is wrong, in one word
  subject text not null,                     -- id or address of what is wrong
  outlet_id text,                            -- null: not of one outlet
  detail text not null,                      -- one sentence for people
  evidence text not null default '{}',       -- JSON object of text
  opened_at text not null,                   -- when it was found
  last_seen_at text not null,                -- when it was last found to be so
  closed_at text                             -- null: open
) strict;
INSERT INTO "incidents" VALUES(1,'page_quarantined','https://joblo.example/deadly','joblo','Joblo: a page is not read again, for it could harm the reader','{"page":"https://joblo.example/deadly","why":"hung the reader: no stack was printed","what to do":"`monitor explain` shows what happened; the rest is read"}','2026-11-20T13:30:00Z','2026-11-20T13:30:00Z',NULL);
CREATE TABLE links (
  -- Addresses that sources listed, and what became of each.
  id integer primary key,                    -- in order of discovery
  url_key text not null unique,              -- canonical form of the address: the identity of a link
  url text not null,                         -- address as it is requested
  outlet_id text not null references outlets (id),  -- the outlet that listed it first
  source_id integer references sources (id), -- where it was listed first; null: read without a listing
  origin text not null                       -- live seed backfill replay
    check (origin in ('live', 'seed', 'backfill', 'replay')),
  state text not null default 'found'        -- found: to be read; the others are final until a person or a recheck
    check (state in ('found', 'stored', 'refused', 'quarantined', 'given_up')),
  title text,                                -- as listed; null: not stated
  published_at text,                         -- as listed; null: not stated
  listing text,                              -- JSON: all that the listing said; null once it is not needed
  found_at text not null,                    -- when it was first listed
  attempts integer not null default 0,       -- readings that failed
  tried_at text,                             -- last attempt to read it; null: none
  next_at text,                              -- not read before; null: at once if found, else never again
  reason text,                               -- why it is refused, quarantined or given up
  detail text,                               -- more on the reason, or the last error
  article_id integer references articles (id)  -- null: no article came of it
) strict;
INSERT INTO "links" VALUES(1,'https://joblo.example/heat','https://joblo.example/heat','joblo',1,'live','stored','heat',NULL,NULL,'2026-11-20T12:00:00Z',0,'2026-11-20T12:00:00Z',NULL,NULL,NULL,1);
INSERT INTO "links" VALUES(2,'https://joblo.example/gone','https://joblo.example/gone','joblo',1,'live','found','gone',NULL,'{"url":"https://joblo.example/gone","title":"gone","published_at":null,"updated_at":null,"authors":[],"summary":null,"content":null,"language":null,"tags":[],"guid":null}','2026-11-20T12:00:00Z',1,'2026-11-20T12:00:00Z','2026-11-20T12:00:15Z',NULL,'HTTP 404',NULL);
INSERT INTO "links" VALUES(3,'https://joblo.example/walled','https://joblo.example/walled','joblo',1,'live','refused','walled',NULL,'{"url":"https://joblo.example/walled","title":"walled","published_at":null,"updated_at":null,"authors":[],"summary":null,"content":null,"language":null,"tags":[],"guid":null}','2026-11-20T12:00:00Z',0,'2026-11-20T12:00:00Z','2026-11-20T13:00:00Z','captcha','',NULL);
INSERT INTO "links" VALUES(4,'https://joblo.example/deadly','https://joblo.example/deadly','joblo',1,'live','quarantined','deadly',NULL,NULL,'2026-11-20T12:00:00Z',0,'2026-11-20T13:30:00Z',NULL,'parser_hung','hung the reader: no stack was printed',NULL);
INSERT INTO "links" VALUES(5,'https://joblo.example/waiting','https://joblo.example/waiting','joblo',1,'live','found','waiting',NULL,'{"url":"https://joblo.example/waiting","title":"waiting","published_at":null,"updated_at":null,"authors":[],"summary":null,"content":null,"language":null,"tags":[],"guid":null}','2026-11-20T12:00:00Z',0,NULL,NULL,NULL,NULL,NULL);
INSERT INTO "links" VALUES(6,'https://variety.example/heat','https://variety.example/heat','variety',NULL,'live','stored','heat',NULL,NULL,'2026-11-20T12:05:00Z',0,'2026-11-20T12:05:00Z',NULL,NULL,NULL,2);
CREATE TABLE listed_too (
  -- Links that an outlet lists although another listed them first: not read a second time.
  outlet_id text not null references outlets (id), -- the outlet that lists it too
  link_id integer not null references links (id), -- the link
  primary key (outlet_id, link_id)
) strict, without rowid;
INSERT INTO "listed_too" VALUES('variety',1);
CREATE TABLE messages (
  -- Things to send. A receiver that drops ids it knows sees each once.
  id text primary key not null,              -- stable: the same cause makes the same id
  type text not null,                        -- story.opened story.updated digest incident.opened incident.closed
  watch_id text references watches (id),     -- null: not of one watch
  story_id integer references stories (id),  -- null: not of one story
  digest_id integer references digests (id), -- null: not a digest
  incident_id integer references incidents (id), -- null: not on an incident
  data text not null default '{}',           -- JSON: what the message says
  created_at text not null                   -- when its cause was stored
) strict;
INSERT INTO "messages" VALUES('opened_heat-2_1_20261120T120000Z','story.opened','heat-2',1,NULL,NULL,'{"watch":"Heat 2","reason":"First report, by Joblo","story":{"id":1,"title":"Michael Mann says Heat 2 is his next film","first_reported_by":"joblo","articles":[{"url":"https://joblo.example/heat","outlet":"joblo","title":"Michael Mann says Heat 2 is his next film","published_at":"2026-11-20T12:00:00Z"}]},"hits":[{"url":"https://joblo.example/heat","field":"title","snippet":"Michael Mann told a podcast that Heat 2 is the next film he will make. The director said that the script, written with Meg Gardiner after their novel, is close to done, and that Adam Driver may play…"}]}','2026-11-20T13:30:00Z');
INSERT INTO "messages" VALUES('incident_1_opened_20261120T133000Z','incident.opened',NULL,NULL,NULL,1,'{"incident":{"kind":"page_quarantined","subject":"https://joblo.example/deadly","outlet":"joblo","detail":"Joblo: a page is not read again, for it could harm the reader","evidence":{"page":"https://joblo.example/deadly","why":"hung the reader: no stack was printed","what to do":"`monitor explain` shows what happened; the rest is read"},"opened_at":"2026-11-20T13:30:00Z","closed_at":null}}','2026-11-20T13:30:00Z');
INSERT INTO "messages" VALUES('digest_morning_20261121T080000Z','digest',NULL,NULL,1,NULL,'{"digest":"morning","window":{"start":"2026-11-20T08:00:00Z","end":"2026-11-21T08:00:00Z"},"sections":[{"watch":"Heat 2","articles":2,"stories":[{"id":1,"title":"Michael Mann says Heat 2 is his next film","first_reported_by":"joblo","articles":[{"url":"https://joblo.example/heat","outlet":"joblo","title":"Heat 2: Mann names his cast","published_at":"2026-11-20T13:30:00Z"},{"url":"https://variety.example/heat","outlet":"variety","title":"Mann settles on Heat 2 after Ferrari","published_at":"2026-11-20T12:05:00Z"}],"hits":[{"url":"https://joblo.example/heat","field":"title","snippet":"Michael Mann told a podcast that Heat 2 is the next film he will make. The director said that the script, written with Meg Gardiner after their novel, is close to done, and that Adam Driver may play…"},{"url":"https://variety.example/heat","field":"title","snippet":"Michael Mann told a podcast that Heat 2 is the next film he will make. The director said that the script, written with Meg Gardiner after their novel, is close to done, and that Adam Driver may play…"}],"also_found_by":[],"seed":false}],"elsewhere":0,"more":0}],"counts":{"stories":1,"articles":2,"outlets":2},"spikes":[],"quiet":[],"not_reached":[],"more":0}','2026-11-21T12:00:00Z');
CREATE TABLE outlets (
  -- Publications that are followed, or once were.
  id text primary key not null,              -- slug, as in the configuration
  name text not null,                        -- for people
  home text not null,                        -- address of the front page
  language text,                             -- BCP 47 tag; null: not stated
  policy text not null default 'page'        -- page: articles are read; feed: only what the listing says
    check (policy in ('page', 'feed')),
  tags text not null default '[]',           -- JSON array of text
  followed integer not null default 1,       -- 0: no longer in the configuration; what it published stays here
  added_at text not null,                    -- when it was first followed
  seeded_at text,                            -- when its first crawl was complete; null: the next crawl is a seed
  next_check_at text,                        -- when it is due; null: at once
  last_crawl_at text,                        -- end of the last crawl; null: never crawled
  last_outcome text,                         -- of the last crawl: finished shutdown held failed
  last_complete_at text,                     -- end of the last crawl that read all it meant to; null: none did
  last_success_at text,                      -- when one of its sources was last read; null: never
  paused_until text,                         -- not crawled before; null: not paused
  strikes integer not null default 0,        -- crawls in a row that hung or killed the reader
  last_strike_at text                        -- null: none since it was followed
) strict;
INSERT INTO "outlets" VALUES('joblo','Joblo','https://joblo.example/',NULL,'page','[]',1,'2026-11-20T12:00:00Z','2026-11-20T13:30:00Z','2026-11-20T13:30:01Z','2026-11-20T12:02:00Z','finished','2026-11-20T12:02:00Z','2026-11-20T12:00:00Z',NULL,0,'2026-11-20T13:30:00Z');
INSERT INTO "outlets" VALUES('variety','Variety','https://variety.example/',NULL,'page','[]',1,'2026-11-20T12:00:00Z',NULL,NULL,NULL,NULL,NULL,'2026-11-20T12:00:00Z',NULL,0,NULL);
CREATE TABLE revisions (
  -- Earlier texts of articles that changed; the present text is in articles.
  id integer primary key,                    -- in order of replacement
  article_id integer not null references articles (id), -- the article that had this text
  title text not null,                       -- as it was
  standfirst text,                           -- as it was; null: none
  authors text not null default '[]',        -- JSON array of names
  published_at text,                         -- as it was stated; null: not stated
  updated_at text,                           -- as it was stated; null: not stated
  content_hash text,                         -- of this text; null: not known
  body text not null,                        -- as it was
  changes text not null default '[]',        -- JSON array: what the next text changed (headline body byline ...)
  replaced_at text not null                  -- when the next text was read
) strict;
INSERT INTO "revisions" VALUES(1,1,'Michael Mann says Heat 2 is his next film',NULL,'["Ann Example"]','2026-11-20T12:00:00Z',NULL,'286dcf3353f11ec846c59d6e09c176b5','Michael Mann told a podcast that Heat 2 is the next film he will make. The director said that the script, written with Meg Gardiner after their novel, is close to done, and that Adam Driver may play Neil McCauley.','["headline","date"]','2026-11-20T13:30:00Z');
CREATE TABLE shortfalls (
  -- What the last reading of a link's page should have given and did not; its article was made all the same.
  link_id integer not null references links (id), -- whose page
  part text not null,                        -- body drop title byline date: of the outlet's rule; text: of the page
  css text,                                  -- the rule's selector; null: no text by any means
  gave text not null,                        -- what it gave
  instead text not null,                     -- what the article has in its place
  read_at text not null,                     -- when the page was read
  primary key (link_id, part)
) strict, without rowid;
INSERT INTO "shortfalls" VALUES(1,'body','.text','nothing','200 characters','2026-11-20T13:30:00Z');
CREATE TABLE sources (
  -- Places where an outlet lists its articles.
  id integer primary key,                    -- in order of first mention
  outlet_id text not null references outlets (id), -- whose it is
  kind text not null                         -- feed sitemap section wordpress
    check (kind in ('feed', 'sitemap', 'section', 'wordpress')),
  url text not null,                         -- address, as configured
  link_css text,                             -- CSS of the links on a section page; null: the general rule
  followed integer not null default 1,       -- 0: no longer in the configuration, or the child of a sitemap index
  etag text,                                 -- ETag of the last body; null: none came
  last_modified text,                        -- Last-Modified of the last body; null: none came
  body_digest text,                          -- hash of the last body; null: never read
  last_checked_at text,                      -- last attempt, good or bad; null: never
  last_success_at text,                      -- last time it was read or not modified; null: never
  last_new_at text,                          -- last time it listed something new; null: never
  last_status integer,                       -- HTTP status of the last failure; null: none came, or it was read
  last_error text,                           -- of the last attempt; null: it succeeded
  failures integer not null default 0,       -- attempts in a row that failed
  items_listed integer,                      -- at the last reading that was not "not modified"; null: never read
  items_new integer,                         -- of those, how many were new
  newest_at text,                            -- newest publication time that the listing ever stated
  readings text not null default '[]',       -- JSON array of the last 24 readings, oldest first: [time, listed, new]
  unique (outlet_id, url)
) strict;
INSERT INTO "sources" VALUES(1,'joblo','feed','https://joblo.example/feed',NULL,1,NULL,NULL,NULL,'2026-11-20T12:00:00Z','2026-11-20T12:00:00Z','2026-11-20T12:00:00Z',NULL,NULL,0,5,5,NULL,'[["2026-11-20T12:00:00Z",5,5]]');
INSERT INTO "sources" VALUES(2,'variety','feed','https://variety.example/feed',NULL,1,NULL,NULL,NULL,'2026-11-20T12:00:00Z','2026-11-20T12:00:00Z','2026-11-20T12:00:00Z',NULL,NULL,0,1,1,NULL,'[["2026-11-20T12:00:00Z",1,1]]');
CREATE TABLE stories (
  -- Articles on one event.
  id integer primary key,                    -- in order of opening
  title text not null,                       -- of the article that opened it
  first_article_id integer references articles (id),    -- earliest report; null: not joined by any yet
  first_reported_by text references outlets (id),       -- its outlet
  first_reported_at text,                    -- when it was reported
  article_count integer not null default 0,  -- copies included
  outlet_count integer not null default 0,   -- outlets with an article of any kind
  copy_count integer not null default 0,     -- articles that repeat another's text
  opened_at text not null,                   -- when its first article was taken in
  updated_at text not null                   -- when an article last joined
) strict;
INSERT INTO "stories" VALUES(1,'Michael Mann says Heat 2 is his next film',1,'joblo','2026-11-20T12:00:00Z',2,2,1,'2026-11-20T12:00:00Z','2026-11-20T12:00:00Z');
CREATE TABLE verdicts (
  -- What a person said of a watch and an article; it stays when the watch, the article or the hit changes.
  watch_id text not null references watches (id), -- the watch that found
  article_id integer not null references articles (id), -- the article that was found
  is_right integer not null                  -- 1: the watch should find it; 0: it should not
    check (is_right in (0, 1)),
  judged_at text not null,                   -- when it was said, or said otherwise
  primary key (watch_id, article_id)
) strict, without rowid;
INSERT INTO "verdicts" VALUES('heat-2',1,1,'2026-11-20T12:00:00Z');
CREATE TABLE watches (
  -- Named queries.
  id text primary key not null,              -- slug of the name
  name text not null,                        -- for people
  query text not null,                       -- in the query language
  definition text not null,                  -- JSON: the whole watch, as configured
  alert text not null default 'instant',     -- instant digest
  active integer not null default 1,         -- 0: no longer in the configuration; its hits stay here
  fingerprint text not null,                 -- hash of all that decides what it finds
  matched_fingerprint text,                  -- with which the archive was matched; differs: still to be matched
  matched_at text,                           -- when the archive was matched; null: never
  added_at text not null,                    -- when it was first configured
  changed_at text not null                   -- when what it finds last changed
) strict;
INSERT INTO "watches" VALUES('heat-2','Heat 2','"Heat 2"','{"id":"heat-2","name":"Heat 2","query":"\"Heat 2\"","context":[],"context_match":"any","context_within":"article","masks":[],"aliases":[],"case":false,"min_count":1,"scope":null,"outlets":[],"languages":[],"alert":"instant","to":["files"],"should_match":[],"should_not_match":[]}','instant',1,'a3d99adecdd69edf214427d88663206e','a3d99adecdd69edf214427d88663206e','2026-11-20T12:00:00Z','2026-11-20T12:00:00Z','2026-11-20T12:00:00Z');
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE INDEX links_by_outlet
  -- links.known(): the newest keys of an outlet, index only
  on links (outlet_id, id, url_key);
CREATE INDEX links_to_read
  -- links.pending(): what is to be read; stored links, nearly all, are not in it
  on links (outlet_id, next_at) where state = 'found' or next_at is not null;
CREATE INDEX links_by_article
  -- explain: from an article to the links that led to it
  on links (article_id) where article_id is not null;
CREATE UNIQUE INDEX fetches_once
  -- fetches.add() twice changes nothing; fetches.of_url() for explain
  on fetches (url, fetched_at, kind, coalesce(status, 0));
CREATE INDEX fetches_by_outlet
  -- fetches.recent(): the latest answers to one outlet
  on fetches (outlet_id, fetched_at);
CREATE INDEX articles_by_day
  -- articles.first_id_since(): the first row of each day of arrival
  on articles (substr(found_at, 1, 10));
CREATE INDEX articles_by_outlet
  -- history.arrivals(), the outlet_health view: the articles of an outlet, by time of report
  on articles (outlet_id, coalesce(reported_at, found_at));
CREATE INDEX articles_by_story
  -- stories.get(), stories.join(): the articles of a story in order of report
  on articles (story_id, reported_at) where story_id is not null;
CREATE INDEX revisions_by_article
  -- articles.revisions()
  on revisions (article_id);
CREATE INDEX hits_by_time
  -- hits.recent(), hits.in_window(), the latest_hits view: newest first
  on hits (found_at);
CREATE INDEX hits_by_watch
  -- hits.recent(watch=), the coverage of one watch
  on hits (watch_id, found_at);
CREATE INDEX hits_by_story
  -- hits.recent(story=), stories.join()
  on hits (story_id);
CREATE INDEX hits_by_article
  -- hits.of_article(), stories.join()
  on hits (article_id);
CREATE INDEX messages_by_story
  -- outbox.alerted(): what was said before on a story to a watch
  on messages (story_id, watch_id) where story_id is not null;
CREATE UNIQUE INDEX deliveries_once
  -- outbox.enqueue(): one delivery a receiver
  on deliveries (message_id, channel, coalesce(recipient, ''));
CREATE INDEX deliveries_due
  -- outbox.claim(): what is due; sent and dead deliveries, nearly all, are not in it
  on deliveries (next_at) where state in ('queued', 'failed', 'sending');
CREATE INDEX deliveries_by_state
  -- outbox.listing(): by state
  on deliveries (state);
CREATE UNIQUE INDEX incidents_open
  -- incidents.open(): at most one is open for a kind and subject
  on incidents (kind, subject) where closed_at is null;
CREATE TRIGGER articles_inserted
  -- every insert but those of a batch, which indexes itself
after insert on articles when not exists (select 1 from bulk_load) begin
  insert into articles_fts (rowid, title, standfirst, body, authors, section, tags, respelled) values (new.id, new.title, new.standfirst, new.body, new.authors, new.section, new.tags, new.respelled);
end;
CREATE TRIGGER articles_deleted
  -- the words of a deleted article are found no more
after delete on articles begin
  insert into articles_fts (articles_fts, rowid, title, standfirst, body, authors, section, tags, respelled) values ('delete', old.id, old.title, old.standfirst, old.body, old.authors, old.section, old.tags, old.respelled);
end;
CREATE TRIGGER articles_changed
  -- only when text changes: joining a story does not touch the index
after update of id, title, standfirst, body, authors, section, tags, respelled on articles begin
  insert into articles_fts (articles_fts, rowid, title, standfirst, body, authors, section, tags, respelled) values ('delete', old.id, old.title, old.standfirst, old.body, old.authors, old.section, old.tags, old.respelled);
  insert into articles_fts (rowid, title, standfirst, body, authors, section, tags, respelled) values (new.id, new.title, new.standfirst, new.body, new.authors, new.section, new.tags, new.respelled);
end;
CREATE VIEW latest_hits as
  -- Hits, newest first.
select
  watches.name as watch,                     -- name of the watch
  outlets.name as outlet,                    -- name of the outlet
  articles.title,                            -- of the article
  articles.url,                              -- of the article
  articles.published_at,                     -- as the page states
  hits.found_at,                             -- when the archive took it in
  hits.snippet,                              -- some words around the first mark
  hits.story_id,                             -- its story
  hits.origin,                               -- live seed backfill replay
  hits.id as hit_id                          -- row of hits
from hits
join watches on watches.id = hits.watch_id
join articles on articles.id = hits.article_id
join outlets on outlets.id = articles.outlet_id
order by hits.found_at desc, hits.id desc;
CREATE VIEW story_timeline as
  -- Articles of each story, in order of report.
select
  articles.story_id,                         -- the story
  stories.title as story,                    -- its title
  row_number() over (
    partition by articles.story_id order by articles.reported_at, articles.id
  ) as place,                                -- 1: first reported
  outlets.name as outlet,                    -- name of the outlet
  articles.title,                            -- of the article
  articles.url,                              -- of the article
  articles.reported_at,                      -- when it counts as reported
  articles.published_at,                     -- as the page states
  articles.found_at,                         -- when it was read
  articles.copy_of,                          -- the article whose text it repeats; null: its own text
  articles.id as article_id                  -- row of articles
from articles
join stories on stories.id = articles.story_id
join outlets on outlets.id = articles.outlet_id
order by articles.story_id desc, place;
CREATE VIEW outlet_health as
  -- Outlets that are followed, and how they fare.
select
  outlets.id as outlet_id,                   -- row of outlets
  outlets.name as outlet,                    -- name of the outlet
  outlets.last_crawl_at,                     -- end of the last crawl
  outlets.last_outcome,                      -- of the last crawl
  outlets.last_success_at,                   -- when a source of it was last read
  outlets.next_check_at,                     -- when it is due
  outlets.paused_until,                      -- not crawled before
  (select count(*) from sources where outlet_id = outlets.id and followed) as sources,  -- followed
  (select count(*) from sources where outlet_id = outlets.id and followed and failures > 0)
    as sources_failing,                      -- whose last attempt failed
  (select last_error from sources where outlet_id = outlets.id and followed and failures > 0
    order by last_checked_at desc limit 1) as last_error,  -- of a failing source
  (select max(last_new_at) from sources where outlet_id = outlets.id) as last_new_at,  -- when something new was listed
  (select count(*) from articles where outlet_id = outlets.id) as articles,  -- in the archive
  (select count(*) from links where outlet_id = outlets.id and state = 'found') as links_waiting,  -- to be read
  (select count(*) from incidents where outlet_id = outlets.id and closed_at is null) as incidents  -- open
from outlets
where outlets.followed
order by outlets.id;
CREATE VIEW coverage_by_day as
  -- What each watch found, by day of report.
select
  substr(coalesce(articles.reported_at, articles.found_at), 1, 10) as day,  -- UTC
  watches.name as watch,                     -- name of the watch
  count(*) as articles,                      -- copies included
  count(distinct articles.outlet_id) as outlets,  -- that reported
  count(distinct hits.story_id) as stories   -- that it found
from hits
join watches on watches.id = hits.watch_id
join articles on articles.id = hits.article_id
group by day, hits.watch_id
order by day desc, articles desc;
PRAGMA writable_schema=OFF;
COMMIT;
