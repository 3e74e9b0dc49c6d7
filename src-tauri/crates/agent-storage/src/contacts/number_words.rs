//! Names of columns that hold numbers, and of those beside them, folded as `column_words::fold` does.

use super::column_words::{WordList, apart};

/// In a name: the column holds numbers.
pub(super) static NUMBER: WordList = WordList::new(|| {
    apart(
        "
    phone mobile telephone telno telnumber cellular cellno cellnumber contactno contactnumber callerid
    电话 手机 手机号 号码 座机 固话 联系方式 热线 電話 手機 號碼 行動 市話 聯絡方式 telefon handy mobil
    rufnummer durchwahl telefono movil celular telefone telemovel portable numerodetel cellulare телефон
    мобильн сотов 携帯 전화 휴대폰 휴대전화 핸드폰 هاتف جوال موبايل محمول تليفون الخلوي numtel fijo telf
    номертел telefoon mobiel telepon ponsel điệnthoại đienthoai diđộng โทรศัพท มือถือ फोन मोबाइल दूरभाष
    ফোন মোবাইল فون موبائل komork
",
    )
});

/// The whole of a name: the column holds numbers.
pub(super) static NUMBER_ALONE: WordList = WordList::new(|| {
    apart(
        "
    tel tels number no cell landline gsm fon nummer numero тел номер 연락처 번호 رقم الرقم hp nohp sđt
    sdt nr เบอร
",
    )
});

/// In a name: the column is none of a person or a number, whatever else its name says.
pub(super) static BESIDE_NUMBERS: WordList = WordList::new(|| {
    apart(
        "
    type label fax phonet fonet yomi pager telex ttytdd email mailbox postal passport idnumber
    accountnumber 标签 類型 类型 標籤 传真 傳真 拼音 注音 读音 讀音 身份证 证件 邮箱 郵箱 邮件 郵件 邮政
    工号 传呼 寻呼 呼機 车牌 银行 拨打 时间 归属地 phoneticn telefonbezeichnung etiqueta etiquette
    libelle etichetta rotulo marcador telecopi tipo факс ярлык метка типтел тип телекс пейджер фонет
    ファックス ファクス ラベル フリガナ ふりがな よみ 種類 팩스 레이블 라벨 유형 발음 فاكس تسمية النوع
",
    )
});
