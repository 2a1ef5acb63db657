/** The policy engine beside its peers, on the same rules and requests: {@code ./facegate bench policy}. */
package io.facegate.bench;
