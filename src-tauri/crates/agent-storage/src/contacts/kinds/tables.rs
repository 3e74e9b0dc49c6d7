//! Tables as Outlook, Google, spreadsheets and customer databases export them.

use agent_core::ColumnMeaning::{Company, Ignore, Name, Number};
use agent_core::WhyLeftOut;

use super::{answered, asked, left, taken, told};

#[track_caller]
fn reads(text: &str, expected: &[&str]) {
    assert_eq!(told(text.as_bytes()), expected, "{text}");
}

/// A table a paragraph: what stands on top, a row, and the contact that the row is.
#[track_caller]
fn reads_each(tables: &str, lay_out: impl Fn(&str, &str) -> String) {
    for table in tables.trim_matches('\n').split("\n\n") {
        let (table, contact) = table.rsplit_once('\n').unwrap();
        let (header, row) = table.rsplit_once('\n').unwrap();
        let text = lay_out(header, row);
        reads(&text, &vec![contact; text.matches(row).count()]);
    }
}

#[test]
fn outlook_in_its_languages() {
    reads_each(OUTLOOK, |header, row| format!("{header}\r\n{row}\r\n"));
}

const OUTLOOK: &str = r#"
Title,First Name,Middle Name,Last Name,Company,Department,Business Fax,Business Phone,Mobile Phone
Ms,Ada,,Lovelace,"Nordwind, GmbH",IT,030 9,030 5550101,
Ada Lovelace|Nordwind, GmbH|030 5550101

称谓,名,中间名,姓,单位,部门,职务,商务传真,商务电话,住宅电话,移动电话
女士,娜,,李,北方电气有限公司,采购部,,021-61230000,021-61234567,,13800138335
李娜|北方电气有限公司|021-61234567 13800138335

稱謂,名字,中間名,姓氏,公司,部門,商務傳真,商務電話,行動電話
,娜,,李,北方電氣,,02-1,02-61234567,0912345678
李娜|北方電氣|02-61234567 0912345678

Título,Nombre,Segundo nombre,Apellidos,Organización,Fax del trabajo,Teléfono del trabajo,Móvil
,Ana,,Nieto,Norte S.A.,91 1,91 5550101,600555010
Ana Nieto|Norte S.A.|91 5550101 600555010

Titre,Prénom,Deuxième prénom,Nom,Société,Télécopie (bureau),Téléphone (bureau),Tél. mobile
,Anne,,Nord,Nord SA,01 1,01 55 55 01 01,06 55 55 01 02
Anne Nord|Nord SA|01 55 55 01 01 06 55 55 01 02

Anrede;Vorname;Weitere Vornamen;Nachname;Firma;Fax geschäftlich;Telefon geschäftlich;Mobiltelefon
;Hans;;Müller;Nordwind GmbH;030 1;030 5550101;0170 5550102
Hans Müller|Nordwind GmbH|030 5550101 0170 5550102

Título,Nome,Segundo Nome,Sobrenome,Empresa,Fax comercial,Telefone comercial,Celular
,Ana,,Norte,Norte Ltda,11 1,11 5555-0101,11 95555-0102
Ana Norte|Norte Ltda|11 5555-0101 11 95555-0102

Обращение;Имя;Отчество;Фамилия;Организация;Рабочий факс;Рабочий телефон;Мобильный телефон
;Иван;Петрович;Сидоров;ООО Север;495 1;495 555-01-01;
Иван Петрович Сидоров|ООО Север|495 555-01-01

敬称,名,ミドル ネーム,姓,会社名,部署,会社 FAX,会社電話,携帯電話
,太郎,,山田,北電気株式会社,,03-1,03-5555-0101,090-5555-0102
山田太郎|北電気株式会社|03-5555-0101 090-5555-0102

اللقب الوظيفي,الاسم الأول,الاسم الأوسط,اسم العائلة,الشركة,فاكس العمل,هاتف العمل,الهاتف المحمول
,علي,,حسن,الشمال,01 1,01 555 0101,050 555 0102
علي حسن|الشمال|01 555 0101 050 555 0102

Titolo,Nome,Secondo nome,Cognome,Società,Fax ufficio,Telefono ufficio,Cellulare
,Anna,,Nord,Nord S.p.A.,02 1,02 5550101,
Anna Nord|Nord S.p.A.|02 5550101

호칭,이름,성,회사,근무처 팩스,근무처 전화,휴대폰
,민준,김,북전기,02-1,02-555-0101,010-5555-0102
김민준|북전기|02-555-0101 010-5555-0102
"#;

#[test]
fn tables_in_other_languages_and_of_other_programs() {
    for (table, first) in [
        ("Voornaam;Achternaam;Telefoonnummer\nJan;de Vries;020 123\n", "Jan de Vries||020 123"),
        ("नाम,फ़ोन\nअमित,098 1234\n", "अमित||098 1234"),
        ("নাম,মোবাইল\nরহিম,01711 1234\n", "রহিম||01711 1234"),
        ("Nama,Telepon\nBudi,0812-3456\n", "Budi||0812-3456"),
        ("نام,موبائل\nعلی,0300 1234\n", "علی||0300 1234"),
        ("Họ tên,Điện thoại\nNguyễn Văn A,090 123\n", "Nguyễn Văn A||090 123"),
        ("ชื่อ,โทรศัพท์\nสมชาย,081 234\n", "สมชาย||081 234"),
        ("成员姓名,帐号,手机\n王伟,wangwei,+86-13800138000\n", "王伟||+86-13800138000"),
        (
            "Account Name,Contact: Full Name,Business Phone\nACME,Ada L,(212) 555-0100\n",
            "Ada L|ACME|(212) 555-0100",
        ),
    ] {
        assert_eq!(told(table.as_bytes())[0], first);
    }
}

#[test]
fn google_in_its_languages() {
    reads_each(GOOGLE, |header, row| format!("\u{feff}{header}\r\n{row}\r\n{row}\r\n"));
}

const GOOGLE: &str = "
Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Organization 1 - Type,Organization 1 - Name,Organization 1 - Title,Phone 1 - Type,Phone 1 - Value
Ada Lovelace,Ada,,Lovelace,,,Work,Nordwind,CTO,Mobile,138 0013 8000 ::: 139 0013 9000
Ada Lovelace|Nordwind|138 0013 8000 139 0013 9000

First Name,Middle Name,Last Name,Phonetic First Name,Nickname,File As,Organization Name,Organization Title,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value
Ada,,Lovelace,,,,Nordwind,,* Mobile,030 5550101,Work Fax,030 5550102
Ada Lovelace|Nordwind|030 5550101 030 5550102

名字,中间名,姓氏,单位名称,电话 1 - 标签,电话 1 - 值
娜,,李,北方电气有限公司,Mobile,138 0013 8336
李娜|北方电气有限公司|138 0013 8336

名字,中間名,姓氏,機構名稱,電話 1 - 標籤,電話 1 - 值
娜,,李,,手機,0912 345 678
李娜||0912 345 678

Nombre,Segundo nombre,Apellidos,Organización 1 - Nombre,Teléfono 1 - Etiqueta,Teléfono 1 - Valor
Ana,,Nieto,Norte,Móvil,600 555 010
Ana Nieto|Norte|600 555 010

Prénom,Deuxième prénom,Nom de famille,Organisation 1 - Nom,Téléphone 1 - Libellé,Téléphone 1 - Valeur
Anne,,Nord,Nord SA,Mobile,06 55 55 01 02
Anne Nord|Nord SA|06 55 55 01 02

Vorname,Nachname,Name der Organisation,Telefon 1 – Label,Telefon 1 – Wert
Hans,Müller,,Mobil,0170 5550102
Hans Müller||0170 5550102

Имя,Фамилия,Название организации,Телефон 1 – ярлык,Телефон 1 – значение
Иван,Сидоров,,Мобильный,+7 495 555-01-01
Иван Сидоров||+7 495 555-01-01

名,姓,組織名,電話 1 - ラベル,電話 1 - 値
太郎,山田,,携帯,090-5555-0102
山田太郎||090-5555-0102
";

#[test]
fn customer_databases() {
    reads_each(DATABASES, |header, row| format!("{header}\n{row}\n"));
}

const DATABASES: &str = "
客户名称,联系人,手机号码,身份证号码,邮政编码
北方电气,李娜,13800138000,110101199001011234,100000
北方电气||13800138000

序号,姓名(必填),联系方式*,公司名称
1,李娜,13800138000,北方电气
李娜|北方电气|13800138000

id,first_name,last_name,phone_number,e-mail
7,Ada,Lovelace,+49 30 5550101,ada@example.com
Ada Lovelace||+49 30 5550101

Nom,Prénom,Téléphone
Nord,Anne,01 55 55 01 01
Anne Nord||01 55 55 01 01

Name;Vorname;Telefonnummer
Müller;Hans;030 5550101
Hans Müller||030 5550101

Firma;Tel.
Nordwind GmbH;030 5550101
|Nordwind GmbH|030 5550101

FIO,x
ФИО,Телефон
Сидоров Иван,495 555-01-01
Сидоров Иван||495 555-01-01

Display Name,Mobile
李 娜,13800138000
李 娜||13800138000
";

#[test]
fn whatever_stands_before_the_header() {
    let table = "Name;Company;Phone\r\nAnna Nord;Nordwind GmbH;+49 30 5550101\r\n";
    for before in [
        "",
        "sep=;\r\n",
        "\"sep=;\"\r\n",
        "SEP=;\r\n",
        "\r\n\r\n",
        "Kundenliste 2026\r\n\r\n",
        "Kunden, Stand: Mai, 2026\r\n",
        ";;\r\n",
        "sep=,\r\n",
    ] {
        reads(&format!("{before}{table}"), &["Anna Nord|Nordwind GmbH|+49 30 5550101"]);
    }
}

#[test]
fn marks_between_cells() {
    for mark in [",", ";", "\t", "|"] {
        let text =
            "Name%Company%Phone\n\"Nord, Anna; M.D.\"%\"A;B;C;D;E,F,G,H,I\"%030 5550101\n".replace('%', mark);
        reads(&text, &["Nord, Anna; M.D.|A;B;C;D;E,F,G,H,I|030 5550101"]);
        // Marks inside quotes are not counted, in the header either.
        let text = "\"Name, whole; of him\"%\"Phone, mobile, private, at home; or not; or so\"%Name\nx%030 5550101%Ada\n".replace('%', mark);
        reads(&text, &["Ada||030 5550101"]);
    }
    reads("Name,Phone\rAda,5550101\rBen,5550102", &["Ada||5550101", "Ben||5550102"]);
}

#[test]
fn several_numbers_in_a_cell() {
    for (cell, numbers) in [
        ("13800138338/021-61234568", "13800138338 021-61234568"),
        ("13800138339；13900139339", "13800138339 13900139339"),
        ("\"13800138340, 13900139340\"", "13800138340 13900139340"),
        ("13800138341、13900139341", "13800138341 13900139341"),
        ("13800138341，13900139341", "13800138341 13900139341"),
        ("\"13800138342\n13900139342\"", "13800138342 13900139342"),
        ("\"13800138342\r\n13900139342\r\n\"", "13800138342 13900139342"),
        ("13800138342 ::: 13900139342", "13800138342 13900139342"),
        ("\"13800138342;13900139342\"", "13800138342 13900139342"),
        ("8001、8002", "8001 8002"),
        ("030/5550101", "030/5550101"),
        ("\"=\"\"013800138000\"\"\"", "013800138000"),
        ("=\"013800138000\"", "013800138000"),
        ("'013800138000", "013800138000"),
        ("13800138000.0", "13800138000"),
    ] {
        reads(&format!("姓名,电话\n李娜,{cell}\n"), &[&format!("李娜||{numbers}")]);
    }
}

#[test]
fn what_can_not_be_read_is_counted_and_named() {
    let text = "sep=,\nCustomers\n\nName,Phone,Mobile\nAda,1.38E+10,\nBen,\"5550101\n5550102\",ask her\n\nCay,,n/a\n,5550103,\nDan,\"1,38E+10\",5550104\nEve,-,无\n";
    let (contacts, report) = taken(text.as_bytes());
    assert_eq!(contacts, ["Ben||5550101 5550102", "Dan||5550104"]);
    assert_eq!((report.rows, report.rows_left_out, report.numbers_left_out), (6, 4, 2));
    // Rows as a spreadsheet shows them: `sep=` is not shown, a cell of two lines is one row.
    let expected = [
        (4, "1.38E+10", WhyLeftOut::Shortened),
        (5, "ask her", WhyLeftOut::NotANumber),
        (7, "Cay", WhyLeftOut::NoNumber),
        (8, "5550103", WhyLeftOut::NoName),
        (9, "1,38E+10", WhyLeftOut::Shortened),
        (10, "Eve", WhyLeftOut::NoNumber),
    ];
    assert_eq!(left(text.as_bytes()), expected.map(|(row, text, why)| (row, text.to_owned(), why)));
}

#[test]
fn a_quotation_mark_that_is_never_closed_swallows_nobody() {
    let text = "Name,Phone\n\"Ada,5550101\nBen,5550102\nCay 5\",5550103\n\"Dan\",5550104\nEve 6\",5550105\n";
    assert_eq!(told(text.as_bytes()).len(), 5);
    assert_eq!(told(b"Name,Phone\n\"Ada,5550101\nBen,5550102\n"), ["Ada||5550101", "Ben||5550102"]);
}

#[test]
fn files_put_together_have_their_header_twice() {
    reads("Name,Phone\nAda,5550101\nName,Phone\nBen,5550102\n", &["Ada||5550101", "Ben||5550102"]);
}

#[test]
fn columns_that_can_not_be_told_are_asked_for() {
    for (text, guess) in [
        ("李娜,13800138000\n王伟,13900139000\n", vec![Name, Number]),
        (
            "1;Ada;Nordwind GmbH;030 5550101\n2;Ben;Südwind AG;030 5550102\n",
            vec![Ignore, Name, Company, Number],
        ),
        ("név,cég,szám\nAda,Nord Kft,5550101\n", vec![Name, Ignore, Number]),
        ("x,Phone,y\nAda,5550101,2026-05-01\n", vec![Name, Number, Ignore]),
        ("Ada\t8001\nBen\t8002\n", vec![Name, Number]),
    ] {
        let (rows, guessed) = asked(text.as_bytes());
        assert_eq!(guessed, guess, "{text}");
        assert_eq!(rows.len(), text.lines().count());
    }
    let (rows, _) = asked(format!("Ada,{},5550101\n", "x".repeat(500)).repeat(100).as_bytes());
    assert_eq!((rows.len(), rows[0][1].len()), (8, 60), "no more than a window shows");
}

#[test]
fn columns_are_what_the_person_says() {
    let text = "név,cég,szám\nAda,Nord Kft,5550101\nBen,,none\n";
    let (contacts, report) = answered(text.as_bytes(), &[Name, Company, Number]);
    assert_eq!(contacts, ["Ada|Nord Kft|5550101"]);
    assert_eq!((report.rows, report.rows_left_out, report.left_out[0].row), (2, 1, 3));
    let text = "李,娜,13800138000,13900139000\nLovelace,Ada,5550101,\n";
    let (contacts, _) = answered(text.as_bytes(), &[Name, Name, Number, Number]);
    assert_eq!(contacts, ["李娜||13800138000 13900139000", "Lovelace Ada||5550101"]);
    assert_eq!(answered(text.as_bytes(), &[]).0.len(), 0, "an answer to another file");
}
