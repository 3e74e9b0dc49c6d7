//! What the PBX says of itself.

use pbx_protocol::endpoints::{DeviceInfo, DeviceInfoAnswer};

use crate::api::Asker;
use crate::exchange::Exchange;
use crate::model::wall_time::LocalTime;

/// Extensions a device of this size can have.
const CAPACITY: usize = 300;

impl Exchange {
    pub(crate) fn device_info(&self, asker: &Asker) -> DeviceInfoAnswer {
        let device = &self.settings.device;
        let offset = self.settings.utc_offset_minutes;
        DeviceInfoAnswer {
            device: DeviceInfo {
                name: device.name.clone(),
                serial: device.serial.clone(),
                hardware: device.hardware.clone(),
                firmware: device.firmware.clone(),
                system_time: LocalTime::of(asker.now.wall, offset).dashed(),
                started: LocalTime::of(self.settings.started.wall, offset).with_month_name(),
                extensions: format!("{}/{CAPACITY}", self.phones.len()),
            },
        }
    }
}
