/** Facegate's own vendor-neutral API: JSON over HTTP under {@code /facegate/v1/…}. */
@NullMarked
package io.facegate.ingress.neutral;

import org.jspecify.annotations.NullMarked;
