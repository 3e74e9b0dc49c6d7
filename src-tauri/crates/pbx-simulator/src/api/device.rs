//! What the PBX says of itself.

use pbx_protocol::endpoints::{DeviceInfo, DeviceInfoAnswer};

use crate::api::Asker;
use crate::exchange::Exchange;
use crate::model::wall_time::LocalTime;

/// Extensions a device of this size can have.
const CAPACITY: usize = 300;

pub(super) fn query(exchange: &mut Exchange, asker: &Asker) -> DeviceInfoAnswer {
    let device = &exchange.setup.device;
    let offset = exchange.setup.utc_offset_minutes;
    DeviceInfoAnswer {
        device: DeviceInfo {
            name: device.name.clone(),
            serial: device.serial.clone(),
            hardware: device.hardware.clone(),
            firmware: device.firmware.clone(),
            system_time: LocalTime::of(asker.now.wall, offset).dashed(),
            started: LocalTime::of(exchange.started.wall, offset).with_month_name(),
            extensions: format!("{}/{CAPACITY}", exchange.phones.iter().len()),
        },
    }
}
