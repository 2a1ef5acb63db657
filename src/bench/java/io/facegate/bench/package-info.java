/**
 * Policy benchmark, {@code ./facegate bench policy}: Facegate's engine and its peers on the same rules and requests.
 */
package io.facegate.bench;
