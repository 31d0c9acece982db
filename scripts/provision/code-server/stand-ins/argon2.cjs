// In place of the hash for code-server's password, which is not used: it listens on loopback only.
exports.hash = async () => {
  throw new Error('This code-server knows no passwords.');
};
exports.verify = exports.hash;
