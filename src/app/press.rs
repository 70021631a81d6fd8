//! What is pressed is what lies under the pointer then, and what is typed before Esc is typed, however slow a frame is.
//!
//! egui looks once a frame for what lies under the pointer. A hand that presses on a port and goes on within the same
//! frame would press what it has come to by its end: a band would be drawn from the port, and no link.

use egui::{Event, Key};

/// Takes out of a frame what comes after a press that the pointer has moved on from, or that is over already: it is for
/// the next frame. A tap of a touchpad goes down and up within one frame, and a tool must have seen it down.
pub(super) fn split(events: &mut Vec<Event>) -> Vec<Event> {
    let press = events.iter().position(|event| matches!(event, Event::PointerButton { pressed: true, .. }));
    let goes_on = |event: &Event| matches!(event, Event::PointerMoved(_) | Event::PointerButton { .. });
    let press = press.map(|at| at + 1).filter(|after| events.iter().skip(*after).any(goes_on));
    // Esc takes the keyboard from a field before the field has taken what was typed before it.
    let typed = events.iter().position(|event| matches!(event, Event::Text(_)));
    let escape = |event: &Event| matches!(event, Event::Key { key: Key::Escape, pressed: true, .. });
    let escape = typed.and_then(|typed| Some(typed + events.iter().skip(typed).position(escape)?));
    match press.into_iter().chain(escape).min() {
        Some(at) => events.split_off(at),
        None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{Modifiers, PointerButton, pos2};

    fn button(pressed: bool) -> Event {
        let modifiers = Modifiers::NONE;
        Event::PointerButton { pos: pos2(1.0, 1.0), button: PointerButton::Primary, pressed, modifiers }
    }

    #[test]
    fn what_moves_on_after_a_press_waits_for_the_next_frame() {
        let (here, there) = (Event::PointerMoved(pos2(1.0, 1.0)), Event::PointerMoved(pos2(9.0, 9.0)));
        let mut events = vec![here.clone(), button(true), there.clone(), button(false)];
        let later = split(&mut events);
        assert_eq!(events, [here, button(true)]);
        assert_eq!(later, [there, button(false)]);
    }

    #[test]
    fn a_tap_and_a_double_click_are_a_frame_for_each_press() {
        let mut events = vec![button(true), button(false), button(true), button(false)];
        let mut frames = Vec::new();
        while !events.is_empty() {
            let later = split(&mut events);
            frames.push(std::mem::replace(&mut events, later));
        }
        assert_eq!(frames, [vec![button(true)], vec![button(false), button(true)], vec![button(false)]]);
    }

    #[test]
    fn escape_comes_a_frame_after_what_was_typed_before_it() {
        let escape = Event::Key {
            key: Key::Escape,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        };
        let letter = Event::Text("a".to_owned());
        let mut events = vec![letter.clone(), escape.clone(), letter.clone()];
        assert_eq!((split(&mut events), events), (vec![escape.clone(), letter.clone()], vec![letter.clone()]));
        let mut events = vec![escape.clone(), letter.clone()];
        assert_eq!((split(&mut events), events), (vec![], vec![escape, letter]));
    }

    #[test]
    fn what_only_moves_or_lets_go_is_one_frame() {
        let there = Event::PointerMoved(pos2(9.0, 9.0));
        let same = vec![there.clone(), button(false), there];
        let mut events = same.clone();
        assert_eq!((split(&mut events), events), (vec![], same));
    }
}
