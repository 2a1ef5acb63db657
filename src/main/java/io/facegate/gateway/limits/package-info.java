/** Quotas: how many calls a caller may make, counted in this gateway and, where several share a Valkey, together. */
@NullMarked
package io.facegate.gateway.limits;

import org.jspecify.annotations.NullMarked;
