"""The contenders, a module each; `benchmarks.peers.registry` names them."""
