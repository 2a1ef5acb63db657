/** Provider port, with one adapter per vendor: routing, HTTP client, circuit breaker and credentials. */
@NullMarked
package io.facegate.provider;

import org.jspecify.annotations.NullMarked;
