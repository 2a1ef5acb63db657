/** Ledger benchmark: writing, verifying, proving and searching, on this machine and its disk. */
package io.facegate.bench.ledger;
