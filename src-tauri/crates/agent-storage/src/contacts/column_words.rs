//! Names of columns in English, Chinese (both scripts), Hindi, Spanish, French, Arabic, Bengali, Portuguese, Russian, Urdu,
//! Indonesian, German, Italian, Japanese, Korean, Dutch, Polish, Turkish, Vietnamese and Thai, folded as [`fold`] does: without case, accents, blanks, signs and digits.

use std::sync::LazyLock;

/// Taken apart once: a table may have thousands of columns.
pub(super) type WordList = LazyLock<Vec<&'static str>>;

pub(super) fn apart(words: &'static str) -> Vec<&'static str> {
    words.split_whitespace().collect()
}

/// A name's words, so that `Phone 1 - Value`, `phone_value` and `PHONE VALUE (required)` are one.
pub(super) fn fold(name: &str) -> String {
    letters(name).flat_map(char::to_lowercase).filter_map(without_accent).collect()
}

/// The letters of a name that are not in brackets.
pub(super) fn letters(name: &str) -> impl Iterator<Item = char> {
    let mut depth = 0_usize;
    name.chars().filter(move |letter| match letter {
        '(' | '（' | '[' | '【' => {
            depth += 1;
            false
        }
        ')' | '）' | ']' | '】' => {
            depth = depth.saturating_sub(1);
            false
        }
        letter => depth == 0 && letter.is_alphabetic(),
    })
}

fn without_accent(letter: char) -> Option<char> {
    Some(match letter {
        'á' | 'à' | 'â' | 'ã' | 'ä' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'õ' | 'ö' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ç' => 'c',
        'ñ' => 'n',
        'ё' => 'е',
        'أ' | 'إ' | 'آ' => 'ا',
        // Accents that stand on their own.
        '\u{300}'..='\u{36f}' => return None,
        letter => letter,
    })
}

pub(super) static GIVEN: WordList = WordList::new(|| {
    apart(
        "
    firstname givenname forename givennames fname 名 vorname rufname nombredepila nombres primernombre
    prenom prenoms primeironome nomeproprio nomedebatismo личноеимя ファーストネーム الاسمالاول
    الاسمالشخصي الاسمالمعطى имяконтакта vornamen nomedibattesimo voornaam roepnaam imię adı ad isim ten
    ชือจริง namadepan परथमनाम
",
    )
});

pub(super) static FAMILY: WordList = WordList::new(|| {
    apart(
        "
    lastname familyname surname lname 姓 姓氏 nachname familienname zuname apellido apellidos
    primerapellido nomdefamille patronyme sobrenome apelido ultimonome cognome фамилия 苗字 ラストネーム
    성 성씨 اسمالعائلة الاسمالاخير اللقب الكنية achternaam familienaam nazwisko soyadı soyad soyisim họ
    นามสกุล namabelakang उपनाम
",
    )
});

pub(super) static MIDDLE: WordList = WordList::new(|| {
    apart(
        "
    middlename additionalname 中间名 中間名 segundonombre deuxiemeprenom autresprenoms secondprenom
    zweitervorname weiterevornamen nomedomeio segundonome secondonome отчество ミドルネーム 중간이름
    الاسمالاوسط
",
    )
});

pub(super) static NAME: WordList = WordList::new(|| {
    apart(
        "
    name names 名字 名称 名稱 nombre nom nome имя 名前 お名前 이름 성명 الاسم اسم наименование
    contactname naam nama नाम নাম نام ชือ
",
    )
});

pub(super) static FULL: WordList = WordList::new(|| {
    apart(
        "
    fullname displayname contact contactperson customer customername client clientname person 姓名 全名
    显示名 显示名称 顯示名稱 顯示名 联系人 联系人姓名 联系人名称 聯絡人 聯絡人姓名 聯繫人 客户 客户姓名
    客户名称 客戶姓名 客戶名稱 客戶 用户名称 anzeigename vollstandigername ansprechpartner kontakt kunde
    kundenname nombrecompleto contacto cliente nomcomplet nomaffiche nometprenom nomecompleto
    nomeecognome contato contatto фио полноеимя контакт клиент 氏名 表示名 連絡先 고객명 الاسمالكامل
    العميل adsoyad adısoyadı imięinazwisko hoten họten họvaten namalengkap पूरानाम সমপূরণনাম
",
    )
});

pub(super) static FILE_AS: WordList = WordList::new(|| {
    apart(
        "
    fileas sortas speichernunter archivarcomo classersous 表示形式 归类为 الحفظباسم
",
    )
});

pub(super) static NICKNAME: WordList = WordList::new(|| {
    apart(
        "
    nickname 昵称 暱稱 綽號 绰号 spitzname apodo alias surnom soprannome псевдоним ニックネーム 별명
    الاسمالمستعار
",
    )
});

pub(super) static COMPANY: WordList = WordList::new(|| {
    apart(
        "
    company companyname organization organisation organizationname organisationname employer business
    businessname account accountname firm 公司 公司名称 公司名 公司名稱 单位 单位名称 單位 單位名稱
    工作单位 企业 企业名称 企業名稱 组织 组织名称 組織名稱 组织机构 机构 机构名称 客户公司 firma
    firmenname unternehmen organisationsname empresa nombredelaempresa organizacion organizacionnombre
    nombredelaorganizacion compania societe entreprise organisationnom organizacao nomedaempresa
    nomedaorganizacao organizacaonome azienda societa организация компания названиекомпании
    организацияназвание 会社 会社名 勤務先 회사 الشركة المؤسسة bedrijf bedrijfsnaam organisatie sirket
    şirket kurum perusahaan congty บริษัท कंपनी কোমপানি کمپنی przedsiębiorstwo
",
    )
});

#[cfg(test)]
mod tests {
    use super::super::number_words::{BESIDE_NUMBERS, NUMBER, NUMBER_ALONE};
    use super::*;

    #[test]
    fn each_word_is_written_as_it_is_looked_for() {
        let lists = [
            &GIVEN,
            &FAMILY,
            &MIDDLE,
            &NAME,
            &FULL,
            &FILE_AS,
            &NICKNAME,
            &COMPANY,
            &NUMBER,
            &NUMBER_ALONE,
            &BESIDE_NUMBERS,
        ];
        let unlike = lists.into_iter().flat_map(|list| list.iter()).filter(|word| fold(word) != **word);
        let pairs: Vec<String> = unlike.map(|word| format!("{word} {}", fold(word))).collect();
        assert!(pairs.is_empty(), "never found:\n{}", pairs.join("\n"));
    }
}
