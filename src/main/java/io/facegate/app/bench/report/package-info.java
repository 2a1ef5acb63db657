/** Benchmark results and their presentation. */
@NullMarked
package io.facegate.app.bench.report;

import org.jspecify.annotations.NullMarked;
