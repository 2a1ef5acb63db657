/** Proofs that anybody can verify with a public key: of one record, of a whole log, of a receipt. */
@NullMarked
package io.facegate.ledger.proof;

import org.jspecify.annotations.NullMarked;
