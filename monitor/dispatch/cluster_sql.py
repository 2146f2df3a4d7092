"""The tables of a cluster's database that are ours, and the queries on them and on procrastinate's."""

TASK = "monitor.crawl"  # the name by which procrastinate knows a crawl

# An order may have megabytes (all that is known of an outlet): next to its job, which goes through many hands.
TABLES = """
    create table if not exists monitor_orders (
      job bigint primary key references procrastinate_jobs on delete cascade,
      body bytea not null                           -- JSON
    );
    create table if not exists monitor_inbox (
      id bigint generated always as identity primary key,
      outlet text,                                  -- null: it is of a host, or of a whole worker
      told text not null,                           -- an event or a death, as JSON
      at timestamptz not null default now()
    )"""
# An order that was given to another since may not speak any more: its worker was silent for too long.
APPEND = f"""
    insert into monitor_inbox (outlet, told)
    select %(outlet)s, %(told)s where %(job)s::bigint is null or exists (
      select from procrastinate_jobs where id = %(job)s and status = 'doing' and worker_id = %(worker)s
        and task_name = '{TASK}')"""  # noqa: S608 - our constant
UNDER_WAY = """
    select queueing_lock as outlet from procrastinate_jobs where task_name = %(task)s and status = 'doing'
    union select outlet from monitor_inbox where outlet is not null"""
LOST = """
    select outlet from unnest(%(outlets)s::text[]) as asked (outlet)
    where not exists (select from procrastinate_jobs
                      where queueing_lock = outlet and status in ('todo', 'doing') and task_name = %(task)s)
      and not exists (select from monitor_inbox as line where line.outlet = asked.outlet)"""
WORKERS = """
    select workers.id, last_heartbeat, count(jobs.id) as crawls,
           last_heartbeat > now() - make_interval(secs => %(lease)s) as alive
    from procrastinate_workers as workers left join procrastinate_jobs as jobs
      on jobs.worker_id = workers.id and jobs.status = 'doing'
    group by workers.id order by workers.id"""
COUNTS = """
    select (select count(*) from procrastinate_jobs where task_name = %(task)s and status = 'todo') as waiting,
           (select count(*) from procrastinate_jobs where task_name = %(task)s and status = 'doing') as running,
           (select count(*) from monitor_inbox) as untaken,
           (select min(at) from monitor_inbox) as oldest_at"""
