/** What operators see of calls: traces over OTLP, the access log, request ids, and the time of each stage. */
@NullMarked
package io.facegate.app.telemetry;

import org.jspecify.annotations.NullMarked;
