/** What the ledger's own records say of the roots of a gateway's registries. */
@NullMarked
package io.facegate.ledger.roots;

import org.jspecify.annotations.NullMarked;
