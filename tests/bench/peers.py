"""Asks the peers what `cargo bench` asks of audience: DuckDB, where its module is installed, and SQLite with indexes made
for the questions, over the same files.

    peers.py PEOPLE CAME ORDERS QUESTIONS FOLDER ROUNDS

CAME has the ids of the contacts that came in, ORDERS order_id,contact_id,date,amount,item, QUESTIONS one SQL condition a
line. Writes lines of `engine<TAB>built or question number<TAB>answer<TAB>milliseconds`; for what was built the answer is
the size of the file. SQLite, which takes seconds for some questions, is asked once, DuckDB ROUNDS times.
"""

import csv
import datetime
import os
import sqlite3
import statistics
import sys
import time

people, came, orders, questions, folder, rounds = sys.argv[1:7]
EPOCH = datetime.date(1970, 1, 1)


def day(text):
    return (datetime.date.fromisoformat(text[:10]) - EPOCH).days


def say(engine, what, answer, seconds):
    print(f"{engine}\t{what}\t{answer}\t{seconds * 1000:.3f}", flush=True)


CONTACTS = """create table c as select p.*, coalesce(t.orders, 0) orders, coalesce(t.cents, 0) cents, t.largest largest,
  t.first_day first_day, t.last_day last_day from p left join (select contact, count(*) orders, sum(cents) cents,
  max(cents) largest, min(day) first_day, max(day) last_day from o group by contact) t on t.contact = p.id"""


def ask(engine, rounds, run):
    for number, line in enumerate(open(questions, encoding="utf-8")):
        times = []
        for _ in range(rounds):
            begun = time.perf_counter()
            answer = run(f"select count(*) from c where {line.strip()}")
            times.append(time.perf_counter() - begun)
        say(engine, number, answer, statistics.median(times))


def with_sqlite():
    path = os.path.join(folder, "orders.sqlite")
    begun = time.perf_counter()
    db = sqlite3.connect(path)
    db.execute("pragma journal_mode = off")
    db.execute("pragma cache_size = -400000")
    db.execute("create table p (id integer primary key, country text, birthday text, tags text)")
    db.execute("create table o (contact integer, day integer, cents integer, item text)")
    with open(came, encoding="utf-8", newline="") as file:
        known = {row["id"] for row in csv.DictReader(file)}
    with open(people, encoding="utf-8", newline="") as file:
        rows = ((r["id"], r["country"], r["birthday"], ";" + r["tags"] + ";") for r in csv.DictReader(file) if r["id"] in known)
        db.executemany("insert into p values (?, ?, ?, ?)", rows)
    days = {}
    with open(orders, encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        rows = (
            (r[1], days.get(r[2]) or days.setdefault(r[2], day(r[2])), round(float(r[3]) * 100), r[4])
            for r in reader
            if r[1] in known
        )
        db.executemany("insert into o values (?, ?, ?, ?)", rows)
    db.execute(CONTACTS)
    for index in (
        "cents",
        "orders",
        "last_day",
        "first_day",
        "largest",
        "country, birthday",
    ):
        db.execute(f"create index \"{index}\" on c ({index})")
    db.execute("create unique index c_id on c (id)")
    db.execute("create index o_day on o (day, contact, cents)")
    db.execute("create index o_contact on o (contact, day, cents)")
    db.execute("create index o_item on o (item, contact)")
    db.execute("analyze")
    db.commit()
    say("sqlite", "built", os.path.getsize(path), time.perf_counter() - begun)
    ask("sqlite", 1, lambda sql: db.execute(sql).fetchone()[0])


def with_duckdb():
    import duckdb

    path = os.path.join(folder, "orders.duckdb")
    begun = time.perf_counter()
    db = duckdb.connect(path)
    db.execute("set threads = 2")
    read = "read_csv('{}', header = true, all_varchar = true)"
    db.execute(
        f"create table p as select cast(id as bigint) id, country, coalesce(birthday, '') birthday, "
        f"';' || coalesce(tags, '') || ';' tags from {read.format(people)} where id in (select id from {read.format(came)})"
    )
    db.execute(
        f"create table o as select cast(contact_id as bigint) contact, cast(date[:10] as date) - date '1970-01-01' as day, "
        f"cast(round(cast(amount as double) * 100) as bigint) cents, item from {read.format(orders)} "
        f"where contact_id in (select cast(id as varchar) from p)"
    )
    db.execute(CONTACTS)
    db.execute("checkpoint")
    say("duckdb", "built", os.path.getsize(path), time.perf_counter() - begun)
    ask("duckdb", int(rounds), lambda sql: db.execute(sql).fetchone()[0])


with_sqlite()
try:
    with_duckdb()
except ImportError:
    pass
