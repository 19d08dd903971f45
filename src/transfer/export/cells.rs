//! Values as cells of CSV and as JSON.

use crate::model::Value;
use crate::transfer::formula::guarded;

/// A value as the import reads it back: days in ISO, `true` and `false`, sets joined by `;`.
pub(super) fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.normalize().to_string(),
        Value::Date(day) => day.to_string(),
        Value::Flag(flag) => flag.to_string(),
        Value::Set(members) => match members.as_slice() {
            // A mark inside of the only member must not part it.
            [one] if one.contains([',', '|']) => format!("{one};"),
            _ => members.join(";"),
        },
    }
}

/// Adds one line of CSV, each cell safe to open in a spreadsheet.
pub(super) fn csv_line<T: AsRef<str>>(cells: impl Iterator<Item = T>, line: &mut Vec<u8>) {
    let start = line.len();
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            line.push(b',');
        }
        let cell = guarded(cell.as_ref());
        if cell.contains([',', '"', '\n', '\r']) {
            line.push(b'"');
            line.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
            line.push(b'"');
        } else {
            line.extend_from_slice(cell.as_bytes());
        }
    }
    if line.len() == start {
        // A blank line would not be read as a row.
        line.extend_from_slice(b"\"\"");
    }
    line.push(b'\n');
}

/// Adds one JSON object. Numbers are exact, days are texts in ISO, sets are arrays.
pub(super) fn json_line<'a>(pairs: impl Iterator<Item = (&'a str, Option<Value>)>, line: &mut Vec<u8>) {
    line.push(b'{');
    for (place, (key, value)) in pairs.enumerate() {
        if place > 0 {
            line.push(b',');
        }
        json_text(key, line);
        line.push(b':');
        match value {
            None => line.extend_from_slice(b"null"),
            Some(Value::Number(number)) => line.extend_from_slice(number.normalize().to_string().as_bytes()),
            Some(Value::Flag(flag)) => line.extend_from_slice(flag.to_string().as_bytes()),
            Some(Value::Set(members)) => {
                line.push(b'[');
                for (place, member) in members.iter().enumerate() {
                    if place > 0 {
                        line.push(b',');
                    }
                    json_text(member, line);
                }
                line.push(b']');
            }
            Some(value @ (Value::Text(_) | Value::Date(_))) => json_text(&text(&value), line),
        }
    }
    line.extend_from_slice(b"}\n");
}

fn json_text(text: &str, line: &mut Vec<u8>) {
    line.extend_from_slice(serde_json::Value::from(text).to_string().as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_where_they_must_be_and_never_formulas() {
        let mut line = Vec::new();
        csv_line(
            ["a,b", "say \"x\"", "=1+1", "+351912345678", "two\nlines", ""].iter(),
            &mut line,
        );
        csv_line([""].iter(), &mut line);
        let text = String::from_utf8_lossy(&line);
        assert_eq!(
            text,
            "\"a,b\",\"say \"\"x\"\"\",'=1+1,+351912345678,\"two\nlines\",\n\"\"\n"
        );
    }

    #[test]
    fn a_member_with_a_comma_stays_one() {
        assert_eq!(text(&Value::Set(vec!["new, or old".to_owned()])), "new, or old;");
        assert_eq!(text(&Value::Set(vec!["a".to_owned(), "b".to_owned()])), "a;b");
    }
}
