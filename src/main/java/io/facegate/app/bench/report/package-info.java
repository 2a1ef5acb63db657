/** What the benchmark found, and how it is told. */
@NullMarked
package io.facegate.app.bench.report;

import org.jspecify.annotations.NullMarked;
