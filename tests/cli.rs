//! The command line, as a person or a CI job meets it.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use assert_cmd::Command;
use serde_json::Value;
use std::path::Path;

const EXAMPLE: &str = "designs/500-gb-daily-in-2-h.ron";

fn loadline(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("loadline")
        .unwrap()
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn designs() -> Vec<String> {
    let mut paths: Vec<String> = std::fs::read_dir("designs")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "ron"))
        .map(|path| path.display().to_string())
        .collect();
    paths.sort();
    paths
}

fn objects(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_design_holds_and_each_of_its_what_ifs_does_not() {
    let paths = designs();
    assert_eq!(paths.len(), 12);
    for path in paths {
        let (code, out, err) = loadline(&["check", &path, "--json"]);
        assert_eq!(code, 0, "{path}: {out}{err}");
        let usual: Vec<String> = objects(&out).iter().map(|o| o["scenario"].as_str().unwrap().to_owned()).collect();
        let (_, all, _) = loadline(&["check", &path, "--json", "--all"]);
        let mut what_ifs = 0;
        for object in objects(&all) {
            let scenario = object["scenario"].as_str().unwrap().to_owned();
            if !usual.contains(&scenario) {
                what_ifs += 1;
                let (code, ..) = loadline(&["check", &path, "--scenario", &scenario]);
                assert_eq!(code, 1, "{path} {scenario}");
            }
        }
        assert!(what_ifs > 0, "{path} has no what-if");
    }
}

#[test]
fn ten_times_the_load_exits_1_and_names_what_binds_and_what_would_do() {
    let (code, out, _) = loadline(&["check", EXAMPLE, "--set", "events.load=5 TB/day"]);
    assert_eq!(code, 1);
    assert!(out.contains("NOT MET  staleness max at dashboards"), "{out}");
    assert!(out.contains("Event topic adds up to"), "{out}");
    assert!(out.contains("would do: units of Event topic from 6 to"), "{out}");
}

#[test]
fn a_whole_day_in_two_hours_calls_for_69_44_mb_a_second() {
    let (code, out, _) = loadline(&["check", EXAMPLE, "--scenario", "lost-day", "--explain"]);
    assert_eq!(code, 0, "{out}");
    assert!(out.contains("69.44 MB/s"), "{out}");
}

#[test]
fn a_terabyte_in_an_hour_calls_for_277_8_mb_a_second() {
    let text = std::fs::read_to_string(EXAMPLE).unwrap();
    let text = text.replace("volume: \"500 GB\", within: \"2 h\"", "volume: \"1 TB\", within: \"1 h\"");
    let output = Command::cargo_bin("loadline")
        .unwrap()
        .args(["check", "-", "--scenario", "lost-day"])
        .write_stdin(text)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stdout).unwrap().contains("277.8 MB/s"));
}

#[test]
fn a_wrong_name_is_told_with_the_nearest_and_exits_2() {
    let cases: [(&[&str], &str); 6] = [
        (&["check", EXAMPLE, "--set", "evnts.load=5 TB/day"], "did you mean `events`?"),
        (&["check", EXAMPLE, "--set", "events.laod=5 TB/day"], "did you mean `load`?"),
        (&["check", EXAMPLE, "--set", "events.load=5 TB"], "expected data per time, for example `500 GB/day`"),
        (&["check", EXAMPLE, "--scenario", "two-huors"], "did you mean `two-hours`?"),
        (&["catalog", "kinesis-provisoned"], "did you mean `kinesis-provisioned`?"),
        (&["new", "late-event"], "did you mean `late-events`?"),
    ];
    for (arguments, message) in cases {
        let (code, _, err) = loadline(arguments);
        assert_eq!(code, 2, "{arguments:?}");
        assert!(err.contains(message), "{arguments:?}: {err}");
    }
}

#[test]
fn one_bad_file_does_not_keep_the_others_from_being_checked() {
    let (code, out, err) = loadline(&["check", "designs/none.ron", EXAMPLE]);
    assert_eq!(code, 2);
    assert!(err.contains("designs/none.ron: cannot be read"), "{err}");
    assert!(out.contains("served within 2 hours: met"), "{out}");
}

#[test]
fn without_a_display_the_window_says_so_and_names_check() {
    let (code, _, err) = loadline(&[EXAMPLE]);
    assert_eq!(code, 2);
    assert!(err.contains("no window"), "{err}");
    assert!(err.contains(&format!("loadline check {EXAMPLE}")), "{err}");
}

#[test]
fn a_component_is_explained_down_to_its_sources() {
    let (code, out, _) = loadline(&["check", EXAMPLE, "--explain", "aggregate"]);
    assert_eq!(code, 0);
    for part in
        ["staleness at Half-hourly aggregates", "you: aggregate.every", "catalogue, glue", "cost of Half-hourly"]
    {
        assert!(out.contains(part), "no {part} in {out}");
    }
}

#[test]
fn json_has_the_promised_names_and_no_number_that_is_none() {
    for path in designs() {
        let (_, out, _) = loadline(&["check", &path, "--json", "--all"]);
        for object in objects(&out) {
            let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
            let mut top = names(&object);
            top.sort();
            let promised = [
                "components",
                "conventions",
                "cost_per_month",
                "critical_path",
                "design",
                "met",
                "problems",
                "requirements",
                "scenario",
            ];
            assert_eq!(top, promised);
            for requirement in object["requirements"].as_array().unwrap() {
                assert_eq!(names(requirement).len(), 11);
                assert!(["s", "B/s", "records/s", "USD/month", "1"].contains(&requirement["unit"].as_str().unwrap()));
            }
            for component in object["components"].as_object().unwrap().values() {
                assert_eq!(names(component).len(), 15);
                assert!(component["in"]["bytes_per_s"]["mean"].is_number());
                assert!(component["staleness_s"].is_null() || component["staleness_s"]["p95"].is_number());
            }
            numbers(&object);
        }
    }
}

fn numbers(value: &Value) {
    match value {
        Value::Number(number) => assert!(number.as_f64().unwrap().abs() < 1e30, "{number}"),
        Value::Array(values) => values.iter().for_each(numbers),
        Value::Object(values) => values.values().for_each(numbers),
        _ => {}
    }
}

#[test]
fn what_falls_behind_has_null_staleness_in_json() {
    let (_, out, _) = loadline(&["check", EXAMPLE, "--json", "--set", "events.load=50 TB/day"]);
    let object = &objects(&out)[0];
    assert_eq!(object["components"]["log"]["status"], "falls_behind");
    assert!(object["components"]["log"]["staleness_s"].is_null());
    assert!(object["requirements"][0]["value"].is_null());
}

#[test]
fn fmt_keeps_canonical_files_and_tells_of_others() {
    let paths = designs();
    let mut arguments = vec!["fmt", "--check"];
    arguments.extend(paths.iter().map(String::as_str));
    assert_eq!(loadline(&arguments).0, 0);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.ron").display().to_string();
    std::fs::write(&path, "Design(version:1,name:\"x\") // kept\n").unwrap();
    assert_eq!(loadline(&["fmt", "--check", &path]).0, 1);
    assert_eq!(loadline(&["fmt", &path]).0, 0);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "Design(\n    version: 1,\n    name: \"x\",\n)\n// kept\n");
    assert_eq!(loadline(&["fmt", "--check", &path]).0, 0);
}

#[test]
fn a_new_design_is_a_design_and_nothing_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.ron").display().to_string();
    assert_eq!(loadline(&["new", "late-events", "-o", &path]).0, 0);
    assert_eq!(loadline(&["check", &path]).0, 0);
    let (code, _, err) = loadline(&["new", "-o", &path]);
    assert_eq!(code, 2);
    assert!(err.contains("exists already"), "{err}");
    assert!(Path::new(&path).exists());
}

#[test]
fn a_persons_own_catalogue_adds_and_replaces() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.ron").display().to_string();
    let own = r#"Catalog(date: "2026-11-23", products: [Product(id: "our-log", name: "Our log", family: Queue,
        role: Queue, summary: "Ours.", unit: "lane", limits: [(resource: BytesIn, value: "3 MB/s",
        source: "load test", date: "2026-10", confidence: Measured)])])"#;
    std::fs::write(&path, own).unwrap();
    let (code, out, _) = loadline(&["catalog", "our-log", "--catalog", &path]);
    assert_eq!(code, 0);
    assert!(out.contains("3 MB/s") && out.contains("load test, 2026-10, measured"), "{out}");
    std::fs::write(&path, own.replace("Measured", "Guessed")).unwrap();
    let (code, _, err) = loadline(&["catalog", "--catalog", &path]);
    assert_eq!(code, 2);
    assert!(err.contains("own.ron:3:") || err.contains("own.ron:2:"), "{err}");
}
