package io.facegate.bench.gateway;

import java.net.URI;

/** A running server under test. */
record BenchServer(URI at, ChildProcess child) {}
