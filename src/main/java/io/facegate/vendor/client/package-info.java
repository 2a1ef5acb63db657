/** What the clients of all vendors share: routing, HTTP client, circuit breaker, credentials and the guard of owned resources. */
@NullMarked
package io.facegate.vendor.client;

import org.jspecify.annotations.NullMarked;
