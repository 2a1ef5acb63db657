/** Google Cloud Vision's wire format over REST. */
@NullMarked
package io.facegate.ingress.google;

import org.jspecify.annotations.NullMarked;
