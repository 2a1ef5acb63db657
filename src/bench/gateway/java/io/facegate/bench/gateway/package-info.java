/** The gateway benchmark: Facegate compared with nginx, in front of the same trivial upstream, on this machine. */
@NullMarked
package io.facegate.bench.gateway;

import org.jspecify.annotations.NullMarked;
