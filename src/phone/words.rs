//! The words that stand beside numbers: labels, extensions, and what joins two numbers.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

static LABELS: LazyLock<HashSet<String>> = LazyLock::new(|| set(LABEL));
static EXTENSIONS: LazyLock<HashSet<String>> = LazyLock::new(|| set(EXTENSION));
static JOINERS: LazyLock<HashSet<String>> = LazyLock::new(|| set(JOINER));

const LABEL: &str = "
    tel telephone phone ph phn fone mobile mob cell cellphone cellular cel handphone hp contact call dial number no num
    whatsapp whatsap whats wa wapp wsp wpp zap zapzap sms text home work office business private personal main primary
    telefon telefono telefone telefoon telephono telefonnummer telefonnr rufnummer handy handynummer mobil mobilnummer
    mobiltelefon mobilfunk nummer nr festnetz privat beruflich
    téléphone portable port numéro fixe domicile bureau appel
    teléfono móvil celular cell numero casa trabajo oficina fijo llamar
    telemóvel telemovel móvel fixo contato contacto trabalho residencial
    cellulare tel fisso ufficio recapito
    mobiel gsm thuis werk mobieltje
    komórka komórkowy kom telefonu numer mobilní telefonní číslo puh puhelin matkapuhelin mobilen mobilnummer
    telefonszám mobiltelefon telefonie telefonul cep telefonu numarası
    телефон тел моб мобильный мобільний номер сот сотовый ватсап вотсап вацап телефона
    τηλέφωνο τηλ κινητό κιν
    هاتف جوال الجوال الهاتف موبايل محمول تلفون رقم واتساب واتس تلفن موبایل همراه
    טלפון נייד פלאפון וואטסאפ
    फोन फ़ोन मोबाइल मोबाईल नंबर ফোন মোবাইল โทร โทรศัพท์ มือถือ เบอร์ sđt đt telp telepon hape nope
    电话 電話 手机 手機 电话号码 電話番号 携帯 携帯電話 微信 전화 전화번호 휴대폰 휴대전화 핸드폰
";

const EXTENSION: &str = "
    x ext extn extension exten extensión extensão ramal anexo int interno intern interne poste durchwahl dw klappe
    toestel doorkiesnummer anknytning ekst alanumero wew wewn wewnętrzny linka klapka mellék доб добавочный вн внутр
    внутренний dahili فرعي داخلي שלוחה 内线 內線 分机 分機 内線 내선 ต่อ
";

const JOINER: &str = "
    and or ou oder und o u y e en of et ve veya atau dan i lub nebo a és vagy sau si и или та або και ή ו או و أو
    和 或 または และ หรือ
";

/// Letters that are a label only with a mark after them: `(m)`, `T:`.
const INITIALS: &str = "mtpchwo";

/// Whether a word says only that a number follows.
pub fn is_label(word: &str) -> bool {
    !word.is_empty() && LABELS.contains(&fold(word))
}

/// Whether a single letter does, when a colon, point or bracket follows it.
pub fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    letters
        .next()
        .is_some_and(|letter| INITIALS.contains(letter.to_ascii_lowercase()))
        && letters.next().is_none()
}

/// Whether an extension follows.
pub fn is_extension(word: &str) -> bool {
    !word.is_empty() && EXTENSIONS.contains(&fold(word))
}

/// Whether a second number follows.
pub fn is_joiner(word: &str) -> bool {
    !word.is_empty() && JOINERS.contains(&fold(word))
}

/// Whether a character is part of a word.
pub fn is_letter(c: char) -> bool {
    c.is_alphabetic() || is_combining_mark(c)
}

fn set(words: &str) -> HashSet<String> {
    words.split_whitespace().map(fold).collect()
}

fn fold(word: &str) -> String {
    word.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}
