/** What the wires share: the way through the gate, strict addresses and strict JSON. */
@NullMarked
package io.facegate.ingress;

import org.jspecify.annotations.NullMarked;
