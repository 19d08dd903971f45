//! A real sshd on this machine, with keys made for it, and a client that comes in through it.

use super::super::process::{program, skipped};
use super::super::session::Session;
use portable_pty::CommandBuilder;
use std::fs;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A server that has not answered by then never does.
const LIMIT: Duration = Duration::from_secs(20);

/// The server.
pub struct Server {
    child: Child,
    folder: TempDir,
    /// Where it listens.
    pub port: u16,
}

impl Server {
    /// Starts it; None where it cannot be had, which is said.
    pub fn start() -> Option<Self> {
        let (Some(sshd), Some(_), Some(keygen)) = (program("sshd"), program("ssh"), program("ssh-keygen"))
        else {
            skipped("sshd, ssh or ssh-keygen is not installed. Install openssh-server and openssh-client.");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        for key in ["host", "own"] {
            let made = Command::new(&keygen)
                .args(["-q", "-t", "ed25519", "-N", "", "-f"])
                .arg(folder.path().join(key))
                .status();
            assert!(made.unwrap().success());
        }
        let port = TcpListener::bind(("127.0.0.1", 0))
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let at = folder.path().display();
        let settings = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {at}/host\nAuthorizedKeysFile {at}/own.pub\n\
             PidFile none\nStrictModes no\nUsePAM no\nPermitRootLogin yes\nPasswordAuthentication no\n\
             ClientAliveInterval 1\nClientAliveCountMax 1\nLogLevel ERROR\nPrintLastLog no\n"
        );
        fs::write(folder.path().join("config"), settings).unwrap();
        let said = fs::File::create(folder.path().join("said")).unwrap();
        let child = Command::new(sshd)
            .args(["-D", "-e", "-f"])
            .arg(folder.path().join("config"))
            .stdin(Stdio::null())
            .stderr(said)
            .spawn()
            .unwrap();
        let mut server = Self { child, folder, port };
        if server.answers() {
            Some(server)
        } else {
            let said = fs::read_to_string(server.folder.path().join("said")).unwrap();
            skipped(&format!("sshd does not start: {}", said.trim()));
            None
        }
    }

    fn answers(&mut self) -> bool {
        let deadline = Instant::now() + LIMIT;
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            if self.child.try_wait().unwrap().is_some() || Instant::now() > deadline {
                return false;
            }
            thread::sleep(Duration::from_millis(5));
        }
        true
    }

    /// Comes in through a port and runs a command there in a terminal.
    pub fn enter(&self, port: u16, size: (u16, u16), remote: &str) -> Session {
        let user = Command::new("id").arg("-un").output().unwrap().stdout;
        let mut command = CommandBuilder::new("ssh");
        command.args(["-tt", "-F", "/dev/null", "-p", &port.to_string(), "-i"]);
        command.arg(self.folder.path().join("own"));
        for option in [
            "BatchMode=yes",
            "StrictHostKeyChecking=no",
            "UserKnownHostsFile=/dev/null",
            "IdentitiesOnly=yes",
            "LogLevel=ERROR",
        ] {
            command.args(["-o", option]);
        }
        command.arg(format!("{}@127.0.0.1", String::from_utf8_lossy(&user).trim()));
        command.arg(remote);
        Session::spawn(command, size)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
