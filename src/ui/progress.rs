//! Long work, on the lowest line of the frame: it takes no room from anything and nothing jumps when it ends.

use super::canvas::Canvas;
use crate::app::figures;
use crate::app::jobs::Job;
use crate::app::state::State;
use ratatui::layout::Rect;

/// Columns of the bar.
const BAR: u64 = 20;

/// Draws how far the oldest work is.
pub fn draw(canvas: &mut Canvas<'_>, state: &State, frame: Rect) {
    let Some(job) = state.jobs.running() else {
        return;
    };
    let row = frame.bottom().saturating_sub(1);
    let free = frame.width.saturating_sub(4);
    let long = text(job, true);
    let fits = long.chars().count() <= usize::from(free);
    let shown = if fits { long } else { text(job, false) };
    let style = canvas.theme.text;
    canvas.text(frame.left() + 2, row, free, &shown, style);
}

fn text(job: &Job, long: bool) -> String {
    let mut parts = vec![if job.stopping { "Stopping" } else { job.what }.to_owned()];
    if let Some(percent) = job.percent() {
        if long {
            let full = percent * BAR / 100;
            let bar: String = (0..BAR).map(|at| if at < full { '━' } else { '╌' }).collect();
            parts.push(bar);
        }
        parts.push(format!("{percent} %"));
    }
    if long {
        parts.push(format!("{} rows", figures::count(job.done)));
    }
    if long && job.rate >= 1.0 {
        parts.push(format!("{} rows/s", figures::count(job.rate as u64)));
    }
    if let Some(seconds) = job.seconds_left() {
        parts.push(left(seconds));
    }
    format!(" {} ", parts.join("  "))
}

fn left(seconds: u64) -> String {
    match seconds {
        0..100 => format!("{seconds} s left"),
        _ => format!("{} min left", seconds.div_ceil(60)),
    }
}
