/** Google Cloud Vision's wire. */
@NullMarked
package io.facegate.ingress.google;

import org.jspecify.annotations.NullMarked;
