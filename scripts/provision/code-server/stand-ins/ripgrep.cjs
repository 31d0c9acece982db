// In place of the search in files, which works if ripgrep is on PATH.
exports.rgPath = 'rg';
