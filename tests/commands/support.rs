//! A window with no display, and hands for it.

pub use egui::{Event, Key, Modifiers};
pub use egui_kittest::Harness;
pub use egui_kittest::kittest::{NodeT, Queryable};
pub use loadline::app::App;
pub use loadline::app::command::{Action, Entry, Menu, TABLE};
pub use loadline::catalog::{Catalog, Field, Role, Setting};
pub use loadline::design::{
    Arrangement, Component, Design, Edit, Element, ElementId, Frame, History, Id, Link, LinkKind, Note, Point,
};

pub type Window = Harness<'static, Option<App>>;

pub fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

pub fn component(name: &str) -> ElementId {
    ElementId::Component(id(name))
}

pub fn put(history: &mut History, name: &str, role: Role, x: i32, y: i32) {
    let part = Component::new(id(name), name, role, "none", Point::new(x, y));
    history.apply(Edit::insert(Element::Component(part))).unwrap();
}

pub fn link(history: &mut History, from: &str, to: &str) {
    history.apply(Edit::insert(Element::Link(Link::new(id(from), id(to))))).unwrap();
}

/// devices -> log -> job -> warehouse, a side road log -> archive, a monitor that watches the warehouse.
pub fn history() -> History {
    let mut history = History::new(Design::new("Events"));
    put(&mut history, "devices", Role::Source, 0, 0);
    put(&mut history, "log", Role::Queue, 15, 1);
    put(&mut history, "job", Role::Compute, 30, 0);
    put(&mut history, "warehouse", Role::Store, 45, 2);
    put(&mut history, "archive", Role::Store, 30, 8);
    put(&mut history, "monitor", Role::Monitor, 0, 14);
    for (from, to) in [("devices", "log"), ("log", "job"), ("job", "warehouse"), ("log", "archive")] {
        link(&mut history, from, to);
    }
    let mut watch = Link::new(id("monitor"), id("warehouse"));
    watch.kind = LinkKind::Watch;
    history.apply(Edit::insert(Element::Link(watch))).unwrap();
    history.mark_saved();
    History::new(history.into_design())
}

pub fn window_with(history: History, catalog: Catalog) -> Window {
    let mut start = Some((history, catalog));
    let mut window: Window =
        Harness::builder().with_size([1500.0, 950.0]).with_max_steps(400).with_step_dt(0.025).build_ui_state(
            move |ui, app: &mut Option<App>| {
                let app = app.get_or_insert_with(|| {
                    let (history, catalog) = start.take().unwrap();
                    ui.ctx().all_styles_mut(|style| style.animation_time = 0.0);
                    let mut app = App::new(ui.ctx(), history, catalog);
                    app.use_built_in_dialogs(true);
                    app
                });
                app.ui(ui);
            },
            None,
        );
    window.run();
    window
}

pub fn window_of(history: History) -> Window {
    window_with(history, Catalog::built_in().clone())
}

pub fn window() -> Window {
    window_of(history())
}

pub fn app(window: &Window) -> &App {
    window.state().as_ref().unwrap()
}

pub fn app_mut(window: &mut Window) -> &mut App {
    window.state_mut().as_mut().unwrap()
}

pub fn design(window: &Window) -> &Design {
    app(window).history().design()
}

pub fn at(window: &Window, name: &str) -> (i32, i32) {
    let at = design(window).component(&id(name)).unwrap().at;
    (at.x, at.y)
}

pub fn selected(window: &Window) -> Vec<String> {
    app(window).view().selection.iter().map(|element| element.id().to_string()).collect()
}

pub fn select(window: &mut Window, names: &[&str]) {
    app_mut(window).view_mut().selection = names.iter().map(|name| component(name)).collect();
    window.run();
}

pub fn press(window: &mut Window, key: Key) {
    window.key_press(key);
    window.run_steps(4);
}

pub fn press_with(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run_steps(4);
    window.event(Event::ModifiersChanged(Modifiers::NONE));
    window.run_steps(1);
}

pub fn ctrl(window: &mut Window, key: Key) {
    press_with(window, Modifiers::COMMAND, key);
}

pub fn alt(window: &mut Window, key: Key) {
    press_with(window, Modifiers::ALT, key);
}

pub const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
pub const CTRL_ALT: Modifiers = Modifiers::COMMAND.plus(Modifiers::ALT);
pub const ALT_SHIFT: Modifiers = Modifiers::ALT.plus(Modifiers::SHIFT);

/// A stroke as a keyboard sends it on which the key says another sign with these modifiers.
pub fn press_by_place(window: &mut Window, modifiers: Modifiers, key: Key, physical: Key) {
    window.event(Event::ModifiersChanged(modifiers));
    for pressed in [true, false] {
        window.event(Event::Key { key, physical_key: Some(physical), pressed, repeat: false, modifiers });
    }
    window.run_steps(4);
    window.event(Event::ModifiersChanged(Modifiers::NONE));
    window.run_steps(1);
}

pub fn type_text(window: &mut Window, text: &str) {
    window.event(Event::Text(text.to_owned()));
    window.run_steps(3);
}

pub fn steps(window: &Window) -> usize {
    app(window).history().undo_len()
}

pub fn undo(window: &mut Window) {
    ctrl(window, Key::Z);
}

pub fn shows(window: &Window, text: &str) -> bool {
    window.query_all_by_label_contains(text).next().is_some()
}

pub fn told(window: &Window, text: &str) -> bool {
    app(window).messages().any(|message| message.contains(text))
}

/// The text that the last frames put on the clipboard.
pub fn copied(window: &mut Window, event: Event) -> String {
    window.event(event);
    window.step();
    let commands = &window.output().platform_output.commands;
    commands
        .iter()
        .find_map(|command| match command {
            egui::OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        })
        .unwrap_or_default()
}
