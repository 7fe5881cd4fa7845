"""The ledger: records as leaves of a Merkle tree, and checkpoints signed for outsiders."""
