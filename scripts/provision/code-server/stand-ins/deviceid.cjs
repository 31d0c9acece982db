// In place of the identifier that telemetry would know this machine by.
exports.getDeviceId = async () => '00000000-0000-4000-8000-000000000000';
