/** Facegate's own wire: faces in no vendor's words, over JSON, {@code /facegate/v1/…}. */
@NullMarked
package io.facegate.ingress.neutral;

import org.jspecify.annotations.NullMarked;
