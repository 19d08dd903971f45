//! A line between client and server that can be cut, fall silent, or be long and lossy: it holds bytes back, and where a
//! packet would have been lost, as long again as TCP waits before it sends one anew; what follows waits behind it.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// How the line is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Line {
    /// From one end to the other.
    pub delay: Duration,
    /// Of so many packets one is lost; 0 for none.
    pub one_lost_in: u64,
    /// What a loss costs.
    pub retransmission: Duration,
}

/// The line's middle.
pub struct Relay {
    /// Where the client connects.
    pub port: u16,
    inside: Arc<Inside>,
}

struct Inside {
    line: Line,
    ends: Mutex<Vec<TcpStream>>,
    silent: AtomicBool,
    server_left: Mutex<Option<Instant>>,
    lost: AtomicU64,
    dice: AtomicU64,
}

impl Relay {
    /// To a port of this machine.
    pub fn to(server: u16, line: Line) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let inside = Arc::new(Inside {
            line,
            ends: Mutex::default(),
            silent: AtomicBool::new(false),
            server_left: Mutex::default(),
            lost: AtomicU64::new(0),
            dice: AtomicU64::new(u64::from(port)),
        });
        let shared = inside.clone();
        thread::spawn(move || {
            let Ok((client, _)) = listener.accept() else {
                return;
            };
            let Ok(server) = TcpStream::connect(("127.0.0.1", server)) else {
                return;
            };
            shared.join(&client, &server);
        });
        Self { port, inside }
    }

    /// Closes both ends at once.
    pub fn cut(&self) {
        for end in self.inside.ends.lock().unwrap().iter() {
            let _ = end.shutdown(Shutdown::Both);
        }
    }

    /// From now on nothing comes through, and nobody is told.
    pub fn fall_silent(&self) {
        self.inside.silent.store(true, Ordering::SeqCst);
    }

    /// When the server gave the connection up.
    pub fn server_left(&self) -> Option<Instant> {
        *self.inside.server_left.lock().unwrap()
    }

    /// How many packets were lost so far.
    pub fn lost(&self) -> u64 {
        self.inside.lost.load(Ordering::SeqCst)
    }
}

impl Inside {
    fn join(self: &Arc<Self>, client: &TcpStream, server: &TcpStream) {
        for end in [client, server] {
            end.set_nodelay(true).unwrap();
        }
        *self.ends.lock().unwrap() = vec![client.try_clone().unwrap(), server.try_clone().unwrap()];
        self.carry(client.try_clone().unwrap(), server.try_clone().unwrap(), false);
        self.carry(server.try_clone().unwrap(), client.try_clone().unwrap(), true);
    }

    /// Carries what comes from one end to the other, on two threads: one reads, one waits and writes.
    fn carry(self: &Arc<Self>, mut from: TcpStream, mut to: TcpStream, from_server: bool) {
        let (packets, arriving): (Sender<(Instant, Vec<u8>)>, Receiver<_>) = channel();
        thread::spawn(move || {
            for (due, packet) in arriving {
                thread::sleep(due.saturating_duration_since(Instant::now()));
                if to.write_all(&packet).is_err() {
                    return;
                }
            }
            let _ = to.shutdown(Shutdown::Write);
        });
        let inside = self.clone();
        thread::spawn(move || {
            let mut packet = vec![0; 1_400];
            loop {
                let read = from.read(&mut packet).unwrap_or(0);
                if read == 0 {
                    if from_server {
                        *inside.server_left.lock().unwrap() = Some(Instant::now());
                    }
                    return;
                }
                if inside.silent.load(Ordering::SeqCst) {
                    continue;
                }
                let due = Instant::now() + inside.line.delay + inside.luck();
                if packets.send((due, packet[..read].to_vec())).is_err() {
                    return;
                }
            }
        });
    }

    fn luck(&self) -> Duration {
        let one_in = self.line.one_lost_in;
        let step = |dice: u64| dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let thrown = self
            .dice
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |dice| Some(step(dice)))
            .unwrap();
        if one_in > 0 && (thrown >> 33).is_multiple_of(one_in) {
            self.lost.fetch_add(1, Ordering::SeqCst);
            self.line.retransmission
        } else {
            Duration::ZERO
        }
    }
}
