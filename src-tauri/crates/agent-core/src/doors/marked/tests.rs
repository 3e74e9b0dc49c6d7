//! What can be called of a text, a row a text.

use super::{MOST_NUMBERS, numbers_in};

/// The marked text, the agent's country, and what can be called of it.
const TABLE: &[(&str, &str, &[&str])] = &[
    ("Order 12345 / tel 030 123456", "DE", &["030123456"]),
    ("Order 12345 / tel 030 123456", "", &["030123456"]),
    ("Invoice 2024-11-05", "DE", &[]),
    ("+49 (0) 30 123", "DE", &["+4930123"]),
    ("tel:+1-800-555-0199", "", &["+18005550199"]),
    ("tel:%2B4930123456", "DE", &["+4930123456"]),
    ("tel:+49(0)30123", "DE", &["+4930123"]),
    ("see tel:+1-800-555-0199 or 030 12345678", "DE", &["+18005550199", "03012345678"]),
    // Alone it may be short, or in no list.
    ("103", "DE", &["103"]),
    (" 030 / 123456 ", "DE", &["030123456"]),
    ("５５５０１９９", "", &["5550199"]),
    ("Ext. 103", "DE", &["103"]),
    ("Tel. 8001", "CN", &["8001"]),
    // Several.
    ("030 12345678 / 0171 1234567", "DE", &["03012345678", "01711234567"]),
    ("Phone: +49 30 12345678, fax: +49 30 12345679", "DE", &["+493012345678", "+493012345679"]),
    ("030 12345678\n0049 30 12345678\n030/12345678", "DE", &["03012345678", "00493012345678"]),
    ("张三 13800138000，电话021-61234567", "CN", &["13800138000", "02161234567"]),
    ("Call (212) 210-0100 or 212.210.0101", "US", &["2122100100", "2122100101"]),
    // Dates and times.
    ("2024-11-05", "DE", &[]),
    ("05.11.2024 10:30", "DE", &[]),
    ("11/05/24", "US", &[]),
    ("20241105", "CN", &[]),
    ("2024年11月05日", "CN", &[]),
    ("on 2024-11-05 030 12345678", "DE", &["03012345678"]),
    // Orders, customers, parcels.
    ("Order no. 0301234567", "DE", &[]),
    ("Order #0301234567", "DE", &[]),
    ("Kundennummer: 03012345678", "DE", &[]),
    ("订单号13800138000", "CN", &[]),
    ("订单号：13800138000，手机13900139000", "CN", &["13900139000"]),
    ("INV0301234567 and 0301234567x", "DE", &[]),
    // Cards and accounts.
    ("4111 1111 1111 1111", "US", &[]),
    ("4111111111111111", "", &[]),
    ("378282246310005", "US", &[]),
    ("6222 0212 3456 7890 128", "CN", &[]),
    ("DE89 3704 0044 0532 0130 00", "DE", &[]),
    // Machines, addresses, amounts.
    ("192.168.100.200", "DE", &[]),
    ("https://shop.example/0301234567", "DE", &[]),
    ("1.234.567 €", "DE", &[]),
    ("¥13800138000", "CN", &[]),
    ("1234567", "DE", &["1234567"]),
    ("we sold 1234567 of them", "DE", &[]),
    ("10115 Berlin", "DE", &[]),
    ("", "DE", &[]),
    ("no number", "DE", &[]),
    ("*72102", "", &[]),
    ("+49 30 12345678 +49 30 87654321", "DE", &["+493012345678", "+493087654321"]),
];

#[test]
fn every_text_has_the_numbers_that_the_table_says() {
    let wrong: Vec<_> = TABLE
        .iter()
        .map(|(text, country, expected)| (text, country, expected, numbers_in(text, country)))
        .filter(|(_, _, expected, found)| found != *expected)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_whole_page_ends_somewhere() {
    let page = "030 12345678\n0171 1234567\n".repeat(50_000);
    assert_eq!(numbers_in(&page, "DE"), ["03012345678", "01711234567"]);
    let many: Vec<String> = (0..100).map(|at| format!("030 123456{at:02}")).collect();
    assert_eq!(numbers_in(&many.join("\n"), "DE").len(), MOST_NUMBERS);
    assert_eq!(numbers_in(&"(".repeat(100_000), "DE"), Vec::<String>::new());
}
