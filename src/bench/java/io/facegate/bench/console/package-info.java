/** Benchmark of the console's pages over a large log, asked of a gateway of its own and of a browser. */
package io.facegate.bench.console;
