/** What the wires share: bounded bodies and strict JSON. */
@NullMarked
package io.facegate.ingress;

import org.jspecify.annotations.NullMarked;
