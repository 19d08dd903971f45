//! E-mail addresses as mailboxes: two spellings of one mailbox are one, and a mailbox that an office shares is known as such.

use super::texts::short;
use crate::model::text::fold;

/// A mailbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Mailbox {
    /// What stands before the @, without what its provider does not look at.
    pub(super) local: Box<str>,
    /// Its letters alone in the order of the alphabet, as a hash; 0 where there are fewer than four.
    pub(super) letters: u32,
    /// Its figures alone, as a hash: they are what tells mailboxes of one name apart.
    pub(super) figures: u32,
    /// What stands behind the @, as a hash.
    pub(super) domain: u32,
    /// Of the whole.
    pub(super) whole: u32,
    /// An office's rather than a person's: `info@`.
    pub(super) is_shared: bool,
    /// One of the large providers, where anybody has a mailbox.
    pub(super) is_public: bool,
}

/// Providers whose mailboxes anybody can have.
const PROVIDERS: [&str; 36] = [
    "gmail.com",
    "hotmail.com",
    "outlook.com",
    "yahoo.com",
    "icloud.com",
    "live.com",
    "aol.com",
    "msn.com",
    "me.com",
    "mail.com",
    "ymail.com",
    "email.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "t-online.de",
    "yahoo.co.uk",
    "hotmail.co.uk",
    "btinternet.com",
    "yahoo.fr",
    "hotmail.fr",
    "orange.fr",
    "free.fr",
    "libero.it",
    "hotmail.it",
    "yahoo.es",
    "hotmail.es",
    "yahoo.com.br",
    "uol.com.br",
    "mail.ru",
    "yandex.ru",
    "protonmail.com",
    "proton.me",
    "bigpond.com",
    "qq.com",
];

/// What stands before the @ of a mailbox that several people read.
const OFFICES: &str = " info contact contato contacto kontakt office buero sales vendas ventas ventes vertrieb admin \
    administration hello hallo hola ola support help service services team mail email post enquiries inquiries reception \
    secretariat sekretariat accounts accounting billing buchhaltung marketing hr jobs shop store order orders bookings \
    reservations reservas webmaster noreply no-reply donotreply newsletter press family ";

/// A mailbox from its address; None where it is none.
pub(super) fn mailbox(address: &str) -> Option<Mailbox> {
    let folded = fold(address);
    let (before, behind) = folded.rsplit_once('@')?;
    let domain = provider(behind.trim_end_matches('.'));
    // What follows a plus is for sorting mail: nearly every provider delivers to what stands before it.
    let mut local = before.split('+').next().unwrap_or(before).to_owned();
    if domain == "gmail.com" {
        local.retain(|c| c != '.');
    }
    if local.is_empty() || domain.is_empty() {
        return None;
    }
    // Sorted: ana.silva and silva_ana are one name.
    let mut letters: Vec<char> = local.chars().filter(char::is_ascii_alphabetic).collect();
    letters.sort_unstable();
    let letters: String = letters.into_iter().collect();
    let figures: String = local.chars().filter(char::is_ascii_digit).collect();
    Some(Mailbox {
        figures: short(&figures),
        letters: if letters.len() < 4 { 0 } else { short(&letters) },
        domain: short(&domain),
        whole: short(&format!("{local}@{domain}")),
        is_shared: is_office(&local),
        is_public: PROVIDERS.contains(&domain.as_str()),
        local: local.into_boxed_str(),
    })
}

fn is_office(local: &str) -> bool {
    OFFICES.split_whitespace().any(|office| office == local)
}

/// A domain as it was meant: one letter beside a large provider's is that provider's.
fn provider(domain: &str) -> String {
    if domain == "googlemail.com" {
        return "gmail.com".to_owned();
    }
    if PROVIDERS.contains(&domain) {
        return domain.to_owned();
    }
    let meant = PROVIDERS.iter().take(6).find(|known| {
        let is_near = known.len().abs_diff(domain.len()) <= 1;
        is_near && strsim::osa_distance(known, domain) == 1 && is_slip(known, domain)
    });
    meant.map_or_else(|| domain.to_owned(), |known| (*known).to_owned())
}

/// `gmail.co` and `gmail.con` are slips, `gmail.de` and `yahoo.ca` are other domains.
fn is_slip(known: &str, domain: &str) -> bool {
    let (Some((name, _)), Some((other, end))) = (known.split_once('.'), domain.split_once('.')) else {
        return true;
    };
    name != other
        || matches!(
            end,
            "co" | "con" | "cm" | "om" | "comm" | "vom" | "cpm" | "ocm" | "cim"
        )
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "tests stop at the first thing that does not hold"
)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_mailbox_are_one() {
        for (one, other) in [
            ("bob.smith@gmail.com", "bobsmith@gmail.com"),
            ("ginatorres@googlemail.com", "gina.torres+wa@gmail.com"),
            ("Ana@GMIAL.com", "ana@gmail.com"),
            ("ana@gmail.con", "ana@gmail.com"),
            ("ana+shop@example.org", "Ana@Example.org"),
        ] {
            assert_eq!(
                mailbox(one).unwrap().whole,
                mailbox(other).unwrap().whole,
                "{one} {other}"
            );
        }
        for (one, other) in [
            ("ichan@yahoo.com", "i.chan@yahoo.com"),
            ("ana@ymail.com", "ana@gmail.com"),
            ("ana@mail.com", "ana@gmail.com"),
            ("ana@yahoo.ca", "ana@yahoo.com"),
        ] {
            assert_ne!(
                mailbox(one).unwrap().whole,
                mailbox(other).unwrap().whole,
                "{one} {other}"
            );
        }
    }

    #[test]
    fn an_office_is_told_from_a_person() {
        assert!(mailbox("info@acme.com").unwrap().is_shared);
        assert!(mailbox("Kontakt@weber-gmbh.de").unwrap().is_shared);
        assert!(!mailbox("ines@acme.com").unwrap().is_shared);
        assert!(mailbox("no address").is_none());
    }
}
