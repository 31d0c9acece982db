// In place of copies that share their blocks on file systems that can do that.
const { copyFile, cp } = require('node:fs/promises');

exports.isCloneSupported = async () => false;
exports.cp = (source, target, options) => cp(source, target, options);
exports.copyFile = (source, target, mode) => copyFile(source, target, mode);
