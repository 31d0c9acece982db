// In place of the terminal's processes.
exports.spawn = () => {
  throw new Error('This VS Code has no terminal.');
};
