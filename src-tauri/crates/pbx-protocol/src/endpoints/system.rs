//! Facts about the PBX itself. (section "查询设备信息")

use serde::{Deserialize, Serialize};

use crate::lenient;

/// Asks for model, serial number, firmware and the PBX's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueryDeviceInfo {}

endpoint!(QueryDeviceInfo => DeviceInfoAnswer, "deviceinfo/query", System, Read);

/// The answer's outer object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceInfoAnswer {
    /// All facts, one level down.
    #[serde(rename = "deviceinfo")]
    pub device: DeviceInfo,
}

/// What the PBX says of itself; every field may be empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeviceInfo {
    /// Model, e.g. `UC501`.
    #[serde(rename = "devicename", deserialize_with = "lenient::text")]
    pub name: String,
    /// Serial number, the `sn` of reports.
    #[serde(rename = "sn", deserialize_with = "lenient::text")]
    pub serial: String,
    /// The hardware's version, e.g. `3.1`.
    #[serde(rename = "hardwarever", deserialize_with = "lenient::text")]
    pub hardware: String,
    /// The firmware's version, e.g. `4.1.1`.
    #[serde(rename = "firmwarever", deserialize_with = "lenient::text")]
    pub firmware: String,
    /// The PBX's local time without a zone, `2020-05-19 04:06:07`.
    #[serde(rename = "systemtime", deserialize_with = "lenient::text")]
    pub system_time: String,
    /// When it started, `2020-Mar-23-08:33:22`.
    #[serde(rename = "uptime", deserialize_with = "lenient::text")]
    pub started: String,
    /// Extensions in use and in all, `21/300`.
    #[serde(rename = "extensionstatus", deserialize_with = "lenient::text")]
    pub extensions: String,
}
