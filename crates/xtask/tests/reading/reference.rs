//! Runs the program that reads manifests as helm does.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use astern_yaml::{Budget, JsonValue, read_json};
use serde_json::Value;
use xtask::paths::Paths;
use xtask::setup::reference_reader;

/// What helm makes of a manifest.
#[derive(Debug)]
pub enum Reading {
    /// The objects that it applies.
    Objects(Vec<Value>),
    /// It refuses the manifest.
    Refused(#[expect(dead_code, reason = "for the output of a failing test")] String),
}

/// Reads manifests as helm does.
pub fn read_as_helm(texts: &[String]) -> Vec<Reading> {
    let program = reference_reader(&Paths::find()).unwrap_or_else(|error| panic!("{error}"));
    let mut reader = Command::new(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = reader.stdin.take().expect("its input is a pipe");
    let output = BufReader::new(reader.stdout.take().expect("its output is a pipe"));
    let readings: Vec<Reading> = std::thread::scope(|scope| {
        scope.spawn(move || {
            for text in texts {
                let length = u32::try_from(text.len()).expect("texts are short");
                let written = input.write_all(&length.to_be_bytes());
                written
                    .and_then(|()| input.write_all(text.as_bytes()))
                    .expect("the program reads all texts");
            }
        });
        output
            .lines()
            .map(|line| reading(&line.expect("the program writes text")))
            .collect()
    });
    assert!(reader.wait().expect("the program ends").success());
    assert_eq!(readings.len(), texts.len());
    readings
}

fn reading(line: &str) -> Reading {
    // serde_json rounds some floats otherwise than Go.
    let JsonValue { value, .. } =
        read_json(line, 0, &Budget::for_release()).expect("the program writes JSON");
    let mut value = value.expect("Go writes only numbers that it reads");
    match value["error"].as_str() {
        Some(error) => Reading::Refused(error.to_owned()),
        None => Reading::Objects(
            serde_json::from_value(value["objects"].take()).expect("a list of objects"),
        ),
    }
}
