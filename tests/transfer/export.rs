//! People out: what a file holds, that it is safe to open, and that it comes back without changing anything.

use super::Place;
use audience::criteria::query::Query;
use audience::model::{ContactId, Moment, Scope};
use audience::store::{Selection, Store};
use audience::transfer::export::{self, Format, Options};
use audience::transfer::import::{self, Into, Source};
use std::os::unix::fs::PermissionsExt;

const PEOPLE: &str = "customer id,name,phone,email,country,birthday,tags,total spent,orders,last order,joined,score,vip,sizes,notes,opted\n\
    a1,Ana Silva,+351 912 345 678,ana@example.com,PT,1990-05-17,\"new, or old;x\",\"1,204.50\",3,2026-01-31,2025-01-01,-7.5,yes,S;M,\"=1+1\",yes\n\
    a2,=cmd|' /C calc'!A0,+31 6 12345678,,NL,--02-29,,,,,,,no,,\"two\nlines\",no\n\
    ,\"Costa, Rui\",+351 934 567 890,,,,\"one, only\",,,,,,,,@here,\n\
    ,Same Number,+351 934 567 890,,DE,,,,,,,,,,,\n";

fn filled() -> Place {
    let place = Place::new();
    let path = place.file("people.csv", PEOPLE);
    let mut options = import::Options::new(Source::File(path), Into::New("Shop".to_owned()));
    options.map = vec![("opted".to_owned(), "opted_out".to_owned())];
    let plan = import::plan(options, &place.store.catalogue().unwrap()).unwrap();
    let ledger = import::run(&place.store, &plan, &place.author(), &mut ()).unwrap();
    assert_eq!(
        (ledger.created, ledger.shares_number, ledger.opt_outs),
        (3, 1, 1),
        "{ledger:?}"
    );
    assert!(ledger.warnings().is_empty(), "{ledger:?}");
    place
}

/// All but some.
fn everyone(except: &[u32]) -> Selection {
    Selection::AllBut {
        scope: Scope::Everyone,
        query: Query::All,
        except: except.iter().map(|id| ContactId(*id)).collect(),
    }
}

fn export(place: &Place, format: Format, keys: Option<&[&str]>) -> String {
    let catalogue = place.store.catalogue().unwrap();
    let keys: Option<Vec<String>> = keys.map(|keys| keys.iter().map(|key| (*key).to_owned()).collect());
    let options = Options {
        scope: Scope::Everyone,
        whom: everyone(&[]),
        format,
        columns: export::columns(keys.as_deref(), &catalogue).unwrap(),
        moment: Moment {
            now: super::NOW,
            zone: catalogue.settings.time_zone,
        },
    };
    let mut out = Vec::new();
    let exported = export::run(&place.store, &options, &mut out, &mut |_| true).unwrap();
    assert_eq!((exported.people, exported.unreadable), (4, Vec::new()));
    String::from_utf8(out).unwrap()
}

#[test]
fn what_goes_out_comes_back_without_changing_anything() {
    let place = filled();
    let before = place.everyone();
    let path = place.file("out.csv", export(&place, Format::Csv, None));
    let options = import::Options::new(Source::File(path), Into::New("Shop".to_owned()));
    let catalogue = place.store.catalogue().unwrap();
    let plan = import::plan(options, &catalogue).unwrap();
    let ledger = import::run(&place.store, &plan, &place.author(), &mut ()).unwrap();
    assert_eq!((ledger.rows, ledger.unchanged), (4, 4), "{ledger:?}");
    assert_eq!(place.everyone(), before);
    assert_eq!(place.store.catalogue().unwrap().fields, catalogue.fields);
}

#[test]
fn a_spreadsheet_runs_nothing_of_it() {
    let place = filled();
    let out = export(
        &place,
        Format::Csv,
        Some(&["phone", "first_name", "notes", "score"]),
    );
    let mut reader = csv::Reader::from_reader(out.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(&rows[0][0], "+351912345678");
    assert_eq!(&rows[0][2], "'=1+1");
    assert_eq!(&rows[0][3], "-7.5");
    assert_eq!(&rows[1][1], "'=cmd|'");
    assert_eq!(&rows[2][2], "'@here");
}

#[test]
fn columns_are_exactly_those_asked_for() {
    let place = filled();
    let out = export(
        &place,
        Format::Csv,
        Some(&["last_name", "tags", "opted_out", "opt_out_date"]),
    );
    assert_eq!(
        out.lines().take(2).collect::<Vec<_>>(),
        [
            "last_name,tags,opted_out,opt_out_date",
            "Silva,\"new, or old;x\",true,2026-11-22"
        ]
    );
    let catalogue = place.store.catalogue().unwrap();
    let wrong = export::columns(Some(&["lst_name".to_owned()]), &catalogue)
        .unwrap_err()
        .to_string();
    assert!(wrong.contains("last_name"), "{wrong}");
}

#[test]
fn json_lines_are_typed_and_say_what_is_not_set() {
    let place = filled();
    let out = export(
        &place,
        Format::JsonLines,
        Some(&["first_name", "email", "orders", "score", "tags", "vip"]),
    );
    let rows: Vec<serde_json::Value> = out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(rows.len(), 4);
    assert_eq!(
        rows[0],
        serde_json::json!({"first_name": "Ana", "email": "ana@example.com", "orders": 3, "score": -7.5,
            "tags": ["new, or old", "x"], "vip": true})
    );
    assert_eq!(rows[1]["email"], serde_json::Value::Null);
    assert_eq!(rows[1]["first_name"], "=cmd|'");
}

#[test]
fn a_file_is_there_when_it_is_complete_and_only_for_its_owner() {
    let place = filled();
    let path = place.file("out.csv", "earlier");
    let catalogue = place.store.catalogue().unwrap();
    let options = Options {
        scope: Scope::Everyone,
        whom: everyone(&[]),
        format: Format::Csv,
        columns: export::columns(None, &catalogue).unwrap(),
        moment: Moment {
            now: super::NOW,
            zone: catalogue.settings.time_zone,
        },
    };
    let stopped = export::to_file(&place.store, &options, &path, &mut |_| false);
    assert!(stopped.is_err());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "earlier");
    export::to_file(&place.store, &options, &path, &mut |_| true).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 6);
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let left: Vec<_> = std::fs::read_dir(path.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(
        !left
            .iter()
            .any(|name| name.to_string_lossy().starts_with(".out.csv")),
        "{left:?}"
    );
}

#[test]
fn some_go_out_by_name_and_all_go_out_but_some() {
    let place = filled();
    let ids = place.store.walk(Scope::Everyone, &Query::All, None, 10).unwrap();
    let names = |whom: Selection| {
        let catalogue = place.store.catalogue().unwrap();
        let options = Options {
            scope: Scope::Everyone,
            whom,
            format: Format::Csv,
            columns: export::columns(Some(&["first_name".to_owned()]), &catalogue).unwrap(),
            moment: Moment {
                now: super::NOW,
                zone: catalogue.settings.time_zone,
            },
        };
        let mut out = Vec::new();
        export::run(&place.store, &options, &mut out, &mut |_| true).unwrap();
        let out = String::from_utf8(out).unwrap();
        out.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    let all = names(everyone(&[]));
    assert_eq!(
        names(Selection::Those(vec![ids[0], ids[2]])),
        [&*all[0], &*all[2]]
    );
    assert_eq!(names(everyone(&[ids[1].0])), [&*all[0], &*all[2], &*all[3]]);
    assert_eq!(names(Selection::Those(Vec::new())), Vec::<String>::new());
}
