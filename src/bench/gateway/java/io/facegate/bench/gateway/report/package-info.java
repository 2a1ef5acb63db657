/** Benchmark results and their presentation. */
@NullMarked
package io.facegate.bench.gateway.report;

import org.jspecify.annotations.NullMarked;
