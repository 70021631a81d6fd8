//! The life of a document: edits, undo, saves, reloads, changes from outside and crashes, a hundred thousand steps,
//! against a model that keeps every state whole.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[allow(dead_code, unused_imports)]
mod made;

use loadline::design::{Design, Edit, History};
use loadline::file::{self, Comments, Expect, Outside, SaveError, Stamp};
use loadline::journal::{Journal, Work, left_behind};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// What one can do to a document.
#[derive(Clone, Debug)]
enum Step {
    Edit(Edit),
    Drag(Vec<Edit>),
    Cancelled(Vec<Edit>),
    Undo(usize),
    Redo(usize),
    Save,
    SaveAnyway,
    Reload,
    Outside(String),
    Crash,
}

fn step() -> impl Strategy<Value = Step> {
    let edits = || proptest::collection::vec(made::edit(), 1..4);
    prop_oneof![
        60_000 => made::edit().prop_map(Step::Edit),
        4_000 => edits().prop_map(Step::Drag),
        4_000 => edits().prop_map(Step::Cancelled),
        20_000 => (1_usize..6).prop_map(Step::Undo),
        10_000 => (1_usize..6).prop_map(Step::Redo),
        600 => Just(Step::Save),
        100 => Just(Step::SaveAnyway),
        300 => Just(Step::Reload),
        200 => "[a-z]{1,8}".prop_map(Step::Outside),
        8 => Just(Step::Crash),
    ]
}

/// What must be true, kept in the plainest way.
#[derive(Default)]
struct Model {
    now: Design,
    past: Vec<Design>,
    future: Vec<Design>,
    /// What is in the file, and what the document was when it was last the same as the file.
    on_disk: Design,
    saved: Option<Design>,
    /// Somebody else has written the file since.
    outside: bool,
}

/// What is tested.
struct Document {
    history: History,
    stamp: Option<Stamp>,
    path: PathBuf,
    journals: PathBuf,
}

impl Model {
    fn did(&mut self, design: &Design) {
        self.past.push(std::mem::replace(&mut self.now, design.clone()));
        self.future.clear();
        // Long pasts are forgotten by the model alone; it undoes no further than it remembers.
        if self.past.len() > 400 {
            self.past.drain(..200);
        }
    }
}

fn gesture(document: &mut Document, edits: Vec<Edit>) -> (loadline::design::Gesture, bool) {
    let gesture = document.history.begin();
    let mut any = false;
    for edit in edits {
        any |= document.history.apply_in(gesture, edit).is_ok();
    }
    (gesture, any)
}

fn take(step: Step, document: &mut Document, model: &mut Model) {
    match step {
        Step::Edit(edit) => match document.history.apply(edit) {
            Ok(()) => model.did(document.history.design()),
            Err(_) => assert_eq!(*document.history.design(), model.now),
        },
        Step::Drag(edits) => {
            if gesture(document, edits).1 {
                model.did(document.history.design());
            }
        }
        Step::Cancelled(edits) => {
            let (gesture, any) = gesture(document, edits);
            assert_eq!(document.history.cancel(gesture), any);
            assert_eq!(*document.history.design(), model.now, "as if it had never begun");
            if any {
                assert!(!document.history.can_redo(), "redo does not bring it back");
                model.future.clear();
            }
            assert!(!document.history.cancel(gesture), "once is enough");
        }
        Step::Undo(times) => {
            for _ in 0..times {
                let Some(before) = model.past.pop() else { return };
                assert!(document.history.undo());
                model.future.push(std::mem::replace(&mut model.now, before));
            }
        }
        Step::Redo(times) => {
            for _ in 0..times {
                let Some(next) = model.future.pop() else {
                    assert!(!document.history.can_redo());
                    return;
                };
                assert!(document.history.redo());
                model.past.push(std::mem::replace(&mut model.now, next));
            }
        }
        Step::Save => {
            let expect = document.stamp.as_ref().map_or(Expect::Nothing, Expect::Unchanged);
            match file::save_design(&document.path, document.history.design(), &Comments::default(), expect) {
                Ok(saved) => {
                    assert!(!model.outside, "what somebody else wrote was saved over");
                    document.stamp = Some(saved.stamp);
                    document.history.mark_saved();
                    model.on_disk = model.now.clone();
                    model.saved = Some(model.now.clone());
                }
                Err(SaveError::ChangedOutside { outside: Outside::Changed(_), .. }) => {
                    assert!(model.outside, "nobody has changed the file");
                }
                Err(error) => panic!("{error}"),
            }
        }
        Step::SaveAnyway => {
            let design = document.history.design();
            let saved = file::save_design(&document.path, design, &Comments::default(), Expect::Anything).unwrap();
            document.stamp = Some(saved.stamp);
            document.history.mark_saved();
            model.outside = false;
            model.on_disk = model.now.clone();
            model.saved = Some(model.now.clone());
        }
        Step::Reload => {
            // As one step that can be taken back.
            let opened = file::open(&document.path).unwrap();
            document.history.apply(Edit::Whole(Box::new(opened.design))).unwrap();
            document.history.mark_saved();
            document.stamp = opened.stamp;
            model.did(document.history.design());
            model.outside = false;
            model.saved = Some(model.now.clone());
            assert_eq!(model.now, model.on_disk);
        }
        Step::Outside(name) => {
            let mut other = History::new(model.on_disk.clone());
            other.apply(Edit::Name(name)).unwrap();
            let changed = *other.design() != model.on_disk;
            fs::write(&document.path, file::write(other.design(), &Comments::default())).unwrap();
            model.outside |= changed;
            model.on_disk = other.into_design();
        }
        Step::Crash => crash(document, model),
    }
}

fn crash(document: &mut Document, model: &mut Model) {
    let journal = Journal::start(&document.journals, || {}).unwrap();
    let work = Work {
        design: Arc::new(document.history.design().clone()),
        comments: Arc::default(),
        path: Some(document.path.clone()),
        base: document.stamp,
    };
    assert!(journal.note(1, || work).is_none());
    assert!(journal.flush(Duration::from_secs(5)));
    // A window that ends without a word leaves what a crash leaves.
    drop(journal);
    let left = left_behind(&document.journals).unwrap().pop().unwrap();
    let recovered = left.read().unwrap();
    assert!(recovered.is_whole());
    assert_eq!(recovered.design, model.now, "nothing is lost but the past");
    left.discard().unwrap();
    // Recovered work stands on the file as it was opened then: a change from outside is still noticed.
    document.history = History::new(recovered.design);
    document.history.mark_unsaved();
    model.past.clear();
    model.future.clear();
    model.saved = None;
}

#[test]
fn a_hundred_thousand_steps_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut document = Document {
        history: History::new(Design::new("Plan")),
        stamp: None,
        path: folder.path().join("plan.ron"),
        journals: folder.path().join("journal"),
    };
    let mut model = Model { now: Design::new("Plan"), ..Model::default() };
    take(Step::Save, &mut document, &mut model);
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let steps = step();
    let mut kinds = std::collections::BTreeMap::new();
    for number in 0..100_000 {
        let step = steps.new_tree(&mut runner).unwrap().current();
        let shown = format!("{step:?}");
        *kinds.entry(shown.split(['(', ' ']).next().unwrap_or_default().to_owned()).or_insert(0) += 1;
        take(step, &mut document, &mut model);
        assert_eq!(*document.history.design(), model.now, "step {number}: {shown}");
        if model.saved.as_ref().is_some_and(|saved| *saved != model.now) || model.saved.is_none() {
            assert!(document.history.is_unsaved(), "step {number}: {shown}");
        }
        if number % 500 == 0 {
            let text = file::write(document.history.design(), &Comments::default());
            assert_eq!(file::read(&text).unwrap().design, model.now, "step {number}");
        }
    }
    assert!(kinds.len() == 10, "{kinds:?}");
    println!("{kinds:?}");
}
