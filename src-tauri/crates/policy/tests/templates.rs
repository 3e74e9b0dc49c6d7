//! What is written for administrators follows the schema: the templates for group policy, and the table in docs/ADMIN.md.
//! `UPDATE_DOCS=1 cargo test -p policy --test templates` writes the templates anew.

#![expect(clippy::panic, reason = "a helper of a test fails the test by panicking")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use policy::{KEYS, Key, Kind, Origin, Policy, layer_of_file};

const REGISTRY: &str = r"Software\Policies\OpenVox\UC Companion";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../packages/windows/policy")
}

/// `allow.export` as an id: letters alone.
fn id(key: &Key) -> String {
    key.path.split('.').map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn admx() -> String {
    let mut policies = String::new();
    for key in &KEYS {
        let id = id(key);
        // A group is a key below, as the reader of the registry has it.
        let (place, value) = match key.path.split_once('.') {
            Some((group, value)) => (format!(r"{REGISTRY}\{group}"), value),
            None => (REGISTRY.to_owned(), key.path),
        };
        let head = format!(
            "    <policy name=\"{id}\" class=\"Both\" displayName=\"$(string.{id})\" explainText=\"$(string.{id}_Help)\" \
             key=\"{place}\""
        );
        let category =
            "      <parentCategory ref=\"UCCompanion\" />\n      <supportedOn ref=\"Windows10\" />\n";
        let rest = match key.kind {
            Kind::Switch => format!(
                " valueName=\"{value}\">\n{category}      <enabledValue><decimal value=\"1\" /></enabledValue>\n      \
                 <disabledValue><decimal value=\"0\" /></disabledValue>\n"
            ),
            Kind::Days | Kind::Seconds | Kind::Interval => format!(
                " presentation=\"$(presentation.{id})\">\n{category}      <elements>\n        <decimal id=\"{id}\" \
                 valueName=\"{value}\" minValue=\"{}\" maxValue=\"{}\" />\n      </elements>\n",
                if key.kind == Kind::Interval { 30 } else { 0 },
                match key.kind {
                    Kind::Days => 36_500,
                    Kind::Interval => 600,
                    _ => 3_600,
                }
            ),
            _ => format!(
                " presentation=\"$(presentation.{id})\">\n{category}      <elements>\n        <text id=\"{id}\" \
                 valueName=\"{value}\" required=\"true\" />\n      </elements>\n"
            ),
        };
        let _ = writeln!(policies, "{head}{rest}    </policy>");
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- Written from the schema by \
         src-tauri/crates/policy/tests/templates.rs -->\n<policyDefinitions xmlns=\"http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions\" \
         revision=\"1.0\" schemaVersion=\"1.0\">\n  <policyNamespaces>\n    <target prefix=\"uccompanion\" \
         namespace=\"OpenVox.Policies.UCCompanion\" />\n  </policyNamespaces>\n  <resources minRequiredRevision=\"1.0\" />\n  \
         <supportedOn>\n    <definitions>\n      <definition name=\"Windows10\" displayName=\"$(string.Windows10)\" />\n    \
         </definitions>\n  </supportedOn>\n  <categories>\n    <category name=\"UCCompanion\" \
         displayName=\"$(string.UCCompanion)\" />\n  </categories>\n  <policies>\n{policies}  </policies>\n\
         </policyDefinitions>\n"
    )
}

/// One language: what each key is called is its path, which is what the other papers call it; what it does is said.
fn adml(windows: &str, does: impl Fn(&Key) -> String) -> String {
    let (mut strings, mut presentations) = (String::new(), String::new());
    for key in &KEYS {
        let (id, path) = (id(key), key.path);
        let _ = writeln!(strings, "      <string id=\"{id}\">{path}</string>");
        let _ = writeln!(strings, "      <string id=\"{id}_Help\">{}</string>", escaped(&does(key)));
        let element = match key.kind {
            Kind::Switch => continue,
            Kind::Days | Kind::Seconds | Kind::Interval => {
                format!("<decimalTextBox refId=\"{id}\">{path}</decimalTextBox>")
            }
            _ => format!("<textBox refId=\"{id}\"><label>{path}</label></textBox>"),
        };
        let _ = writeln!(presentations, "      <presentation id=\"{id}\">{element}</presentation>");
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- Written from the schema by \
         src-tauri/crates/policy/tests/templates.rs -->\n<policyDefinitionResources xmlns=\"http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions\" \
         revision=\"1.0\" schemaVersion=\"1.0\">\n  <displayName>UC Companion</displayName>\n  \
         <description>UC Companion</description>\n  <resources>\n    <stringTable>\n      <string \
         id=\"UCCompanion\">UC Companion</string>\n      <string id=\"Windows10\">{windows}</string>\n{strings}    \
         </stringTable>\n    <presentationTable>\n{presentations}    </presentationTable>\n  </resources>\n\
         </policyDefinitionResources>\n"
    )
}

fn in_chinese(key: &Key) -> String {
    let text = match key.path {
        "server" => "电话系统：主机名或地址，前面可加 http:// 或 https://，后面可加 :端口",
        "apiVersion" => "API 地址中的版本，默认为 v1.1.0",
        "certificate" => "电话系统证书的 SHA-256（十六进制，可含冒号）",
        "username" => "API 用户，适用于所有座席使用同一用户登录的情况",
        "extension" => "分机号，适用于一台电脑只有一名座席的情况",
        "reportHost" => "电话系统访问本机时使用的地址",
        "reportPorts" => "接收事件上报的端口，或端口范围（每人使用其中一个）",
        "autostart" => "是否随登录自动启动",
        "links" => "是否作为电话链接的打开方式",
        "language" => "界面语言，例如 en 或 zh-CN",
        "downloadsFolder" => "保存留言、录音和导出文件的文件夹（完整路径）",
        "keepHistoryDays" => "通话记录保留天数；0 表示永久保留",
        "allow.recordings" => "是否允许收听和保存录音；默认允许",
        "allow.voicemail" => "是否允许查看和收听语音信箱；默认允许",
        "allow.export" => "是否允许导出通话记录；默认允许",
        "allow.webhooks" => "是否允许将通话通知某个网址；默认允许",
        "allow.programs" => "是否允许在通话时启动程序；默认允许",
        "allow.practice" => "是否提供模拟环境中的演练；默认允许",
        "pause.reasons" => {
            "示忙原因列表（JSON），代替默认原因，例如 [{\"id\": \"lunch\", \"en\": \"Lunch\", \"zh\": \"午餐\", \"minutes\": 30}]；work: true 表示属于工作"
        }
        "pause.reasonRequired" => "是否必须选择原因才能示忙；默认不要求",
        "pause.autoResume" => {
            "示忙达到该原因的时长后是否自动示闲：先倒计时 30 秒（可停止），且仅当最近一分钟内使用过键盘或鼠标；默认关闭"
        }
        "pause.whenAway" => "示闲时若电脑被锁定或 5 分钟无人操作，是否询问并在一分钟后自动示忙；默认关闭",
        "quit.queues" => {
            "退出程序或会话结束时如何处理座席所在的队列：ask（默认，会话结束时保持不变）、leave（签出）、pause（示忙）或 stay（保持不变）"
        }
        "afterCall.seconds" => "话后处理时长（秒），用于队列本身未设置时；默认 0，即不倒计时",
        "afterCall.holdMe" => "话后处理期间是否在队列中示忙，避免来电插入；默认示忙",
        "queueColours" => {
            "各队列的颜色（按队列号码，JSON），例如 {\"6400\": \"blue\"}：blue、orange、green、violet、teal、pink、olive 或 red；未列出的队列使用默认颜色"
        }
        "contactSources" => {
            "所有人共用的通讯录服务器（JSON），例如 [{\"kind\": \"ldap\", \"name\": \"Company\", \"address\": \"ldaps://ldap.example\", \"base\": \"dc=example\"}]：kind（carddav 或 ldap）、name、address，可选 user、certificate、base、filter、attributes（name、company、numbers）；密码由每个人自行输入"
        }
        "afterCall.results" => {
            "处理结果列表（JSON），代替默认结果且只能从中选择，例如 [{\"id\": \"sold\", \"en\": \"Sold\", \"zh\": \"已成交\"}]"
        }
        "afterCall.resultRequired" => "是否必须选择处理结果才能完成话后处理；默认不要求",
        "dial.trusted" => {
            "哪些来源的号码不经询问直接拨打，其他来源一律询问：link、command-line、selection 的列表（JSON）；空列表表示全部询问"
        }
        "missed.teamCdr" => {
            "同事与队列未接来电的来电者通话后，是否将其视为已处理：为此最多每五分钟读取一次全员话单，不保留其他内容；默认不读取"
        }
        "voicemail.every" => "每隔多少秒查询一次新留言，30 到 600；默认 60",
        "logLevel" => "日志级别：error、warn、info、debug 或 trace；debug 起会记录来电号码",
        other => panic!("{other} has no words in Chinese"),
    };
    text.to_owned()
}

#[test]
fn the_templates_say_what_the_schema_says() {
    for (name, text) in [
        ("uc-companion.admx", admx()),
        ("en-US/uc-companion.adml", adml("Windows 10 or later", |key| key.doc.to_owned())),
        ("zh-CN/uc-companion.adml", adml("Windows 10 或更高版本", in_chinese)),
    ] {
        let path = folder().join(name);
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == text, "{name} is out of date: UPDATE_DOCS=1 cargo test -p policy --test templates");
    }
}

#[test]
fn each_key_stands_in_the_administrators_guide() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs/ADMIN.md");
    let guide = std::fs::read_to_string(guide).unwrap();
    for key in &KEYS {
        assert!(guide.contains(&format!("`{}`", key.path)), "docs/ADMIN.md does not name {}", key.path);
    }
}

#[test]
fn the_example_in_the_packages_is_a_policy() {
    let file = folder().join("../../linux/policy.json.example");
    let policy = Policy::of(layer_of_file(&file, Origin::Machine).into_iter().collect());
    assert_eq!(policy.troubles().iter().map(ToString::to_string).collect::<Vec<_>>(), [""; 0]);
    assert!(policy.settings().count() > 10);
}
